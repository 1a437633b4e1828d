import './ownership.css';
import { useMemo } from 'preact/hooks';
import type { Ownership } from '../../worker/api/contract/ownership.ts';
import type { Project } from '../../worker/api/contract/project.ts';
import { changeOwnership } from '../api.ts';
import type { Resource } from '../cache.ts';
import { teamsPath } from '../places.ts';
import { ownershipCache } from '../resources.ts';
import { RuleEditor } from '../settings/rule-editor.tsx';
import { SectionForm } from '../settings/section-form.tsx';
import { SettingsBones } from '../settings/settings-bones.tsx';
import { useSection } from '../settings/use-section.ts';
import { SelectField } from '../ui/field.tsx';
import { fieldsOf } from '../ui/form.ts';
import { Icon } from '../ui/icon.tsx';
import { showToast } from '../ui/toast.tsx';
import { CodeownersPart } from './codeowners-part.tsx';
import { OwnerTrial } from './owner-trial.tsx';

/** Whose the events of a project are: rules, CODEOWNERS files, and a place to try them. */
export function OwnershipSection({ org, project: { slug } }: { org: string; project: Project }) {
  const ownership = useMemo(() => ownershipCache.visit(org, slug), [org, slug]);
  const saved = ownership.value.value;
  if (!saved) return <SettingsBones failure={ownership.failure.value} retry={() => void ownership.refresh()} />;
  return <OwnershipForm org={org} slug={slug} resource={ownership} saved={saved} />;
}

interface OwnershipFormProps {
  org: string;
  slug: string;
  resource: Resource<Ownership>;
  saved: Ownership;
}

const choices: readonly { value: Ownership['autoAssignment']; label: string }[] = [
  { value: 'Auto Assign to Issue Owner', label: 'To their owner' },
  { value: 'Turn off Auto-Assignment', label: 'To nobody' },
];
/** Set by other clients of the API. There are no commits yet to go by. */
const byCommits = { value: 'Auto Assign to Suspect Commits', label: 'To who broke it, else to their owner' } as const;

function OwnershipForm({ org, slug, resource, saved }: OwnershipFormProps) {
  const section = useSection(
    (field) => changeOwnership(org, slug, { raw: field('raw'), autoAssignment: choiceOf(field('autoAssignment')) }),
    (changed) => {
      resource.put(changed);
      showToast({ text: 'Saved. New events go by it within a minute.' });
    },
  );
  return (
    <>
      <SectionForm section={section} fields={['raw']}>
        <p class="quiet-text">
          Rules in Sentry’s language say whose code it is: a matcher and its owners, one rule a line. Owners are <a href={teamsPath(org)}>teams</a> such as{' '}
          <code>#shop</code>, and members by their email.
        </p>
        <SelectField label="Assign new issues" name="autoAssignment" hint="Who owns an issue is suggested in any case.">
          {choicesFor(saved).map(({ value, label }) => (
            <option key={value} value={value} selected={value === saved.autoAssignment || undefined}>
              {label}
            </option>
          ))}
        </SelectField>
        <RuleEditor
          label="Ownership rules"
          name="raw"
          value={saved.raw ?? ''}
          faults={section.faultsOf('raw')}
          hint={
            <>
              The last that fits wins: <code>path:src/checkout/* #shop</code>, <code>url:https://acme.example/pay* ada@acme.example</code>,{' '}
              <code>tags.region:eu #eu</code>
            </>
          }
        />
        {saved.warnings.length > 0 && <Warnings warnings={saved.warnings} />}
      </SectionForm>
      <OwnerTrial org={org} slug={slug} rules={() => (section.form.current ? fieldsOf(section.form.current)('raw') : '')} />
      <CodeownersPart org={org} slug={slug} />
    </>
  );
}

function choicesFor({ autoAssignment }: Ownership): typeof choices {
  return autoAssignment === byCommits.value ? [...choices, byCommits] : choices;
}

function choiceOf(written: string): Ownership['autoAssignment'] {
  return [...choices, byCommits].find(({ value }) => value === written)?.value ?? 'Auto Assign to Issue Owner';
}

/** What became of rules since they were saved. */
function Warnings({ warnings }: { warnings: readonly string[] }) {
  return (
    <div class="rule-warnings" role="note" aria-label="Owners who are gone">
      <Icon name="triangle-alert" small />
      <div>
        <p>These owners are gone since the rules were saved, and stand for nobody:</p>
        <ul>
          {warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
