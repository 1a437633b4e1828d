import { useSignal } from '@preact/signals';
import type { GroupingPreview } from '../../worker/api/contract/grouping.ts';
import type { Project } from '../../worker/api/contract/project.ts';
import { type Answer, changeProject, previewGrouping } from '../api.ts';
import { CutText } from '../issue/event/text.tsx';
import { issuePath } from '../places.ts';
import { projectCache } from '../resources.ts';
import { RuleEditor } from '../settings/rule-editor.tsx';
import { SectionForm } from '../settings/section-form.tsx';
import { useSection } from '../settings/use-section.ts';
import { type Fields, fieldsOf } from '../ui/form.ts';
import { counted } from '../ui/numbers.ts';
import { showToast } from '../ui/toast.tsx';

const fields = ['fingerprintingRules', 'groupingEnhancements'];

/** The rules by which events of a project become issues, and what they would make of the last ones. */
export function GroupingSection({ org, project }: { org: string; project: Project }) {
  /** What came of the last preview. */
  const tried = useSignal<Answer<GroupingPreview> | null>(null);
  const isTrying = useSignal(false);
  const section = useSection(
    (field) => {
      tried.value = null;
      return changeProject(org, project.slug, readRules(field));
    },
    (changed) => {
      projectCache.visit(org, changed.slug).put(changed);
      showToast({ text: 'Saved. Events are grouped so within a minute.' });
    },
  );

  async function preview(): Promise<void> {
    if (isTrying.peek() || !section.form.current) return;
    isTrying.value = true;
    const answer = await previewGrouping(org, project.slug, readRules(fieldsOf(section.form.current)));
    isTrying.value = false;
    tried.value = answer;
  }

  const answer = tried.value;
  const failure = answer && !answer.ok ? answer.failure : null;
  const faultsOf = (field: string) => (failure?.reason === 'invalid' ? (failure.fields[field] ?? []) : section.faultsOf(field));
  return (
    <>
      <SectionForm
        section={section}
        fields={fields}
        actions={
          <button class="button" type="button" aria-disabled={isTrying.value} onClick={() => void preview()}>
            Preview with the last events
          </button>
        }
      >
        <p class="quiet-text">Rules in Sentry’s languages, one a line. They change which issues new events become; what is there stays.</p>
        <RuleEditor
          label="Fingerprint rules"
          name="fingerprintingRules"
          value={project.fingerprintingRules ?? ''}
          faults={faultsOf('fingerprintingRules')}
          hint={
            <>
              The first that fits wins: <code>error.type:DatabaseError -&gt; database, {'{{ transaction }}'}</code>
            </>
          }
        />
        <RuleEditor
          label="Stack-trace rules"
          name="groupingEnhancements"
          value={project.groupingEnhancements ?? ''}
          faults={faultsOf('groupingEnhancements')}
          hint={
            <>
              The last that fits wins: <code>stack.abs_path:**/generated/** -app</code>
            </>
          }
        />
      </SectionForm>
      <div aria-live="polite">
        {answer?.ok && <Preview org={org} preview={answer.value} />}
        {failure && failure.reason !== 'invalid' && <p class="form-fault">{failure.message}</p>}
      </div>
    </>
  );
}

function readRules(field: Fields) {
  return { fingerprintingRules: field('fingerprintingRules'), groupingEnhancements: field('groupingEnhancements') };
}

function Preview({ org, preview: { events, issues } }: { org: string; preview: GroupingPreview }) {
  if (events === 0) return <p>There are no events yet to try the rules on.</p>;
  return (
    <>
      <h2>
        The last {counted(events, 'event')} would fall into {counted(issues.length, 'issue')}
      </h2>
      <ul class="preview-list">
        {issues.map(({ hash, title, rule, events: ids, from }) => (
          <li key={hash}>
            <strong>
              <CutText value={title} max={120} />
            </strong>
            <p class="faint-text">
              {counted(ids.length, 'event')} of{' '}
              {from.map(({ id, shortId }, index) => (
                <>
                  {index > 0 && ', '}
                  <a key={id} class="link" href={issuePath(org, id)}>
                    {shortId}
                  </a>
                </>
              ))}
            </p>
            {rule && (
              <p class="faint-text">
                by <code>{rule}</code>
              </p>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}
