import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Project, ProjectKey } from '../../worker/api/contract/project.ts';
import { type Answer, changeKey, changeProject } from '../api.ts';
import type { Resource } from '../cache.ts';
import { keysCache, projectCache } from '../resources.ts';
import { saveAll, withPlace } from '../settings/save-all.ts';
import { SectionForm } from '../settings/section-form.tsx';
import { SettingsBones } from '../settings/settings-bones.tsx';
import { useSection } from '../settings/use-section.ts';
import { SelectField, TextField } from '../ui/field.tsx';
import type { Fields } from '../ui/form.ts';
import { Icon } from '../ui/icon.tsx';
import { showToast } from '../ui/toast.tsx';
import { type QuotaRow, quotasOf, readRows, readSubject, type Subject, subjects, windows } from './quotas.ts';

/** How much a project takes, and how much each of its keys brings. */
export function LimitSection({ org, project }: { org: string; project: Project }) {
  const keys = useMemo(() => keysCache.visit(org, project.slug), [org, project.slug]);
  const list = keys.value.value;
  if (!list) return <SettingsBones failure={keys.failure.value} retry={() => void keys.refresh()} />;
  return <LimitForm org={org} project={project} keys={keys} list={list} />;
}

interface LimitFormProps {
  org: string;
  project: Project;
  keys: Resource<ProjectKey[]>;
  list: readonly ProjectKey[];
}

const floorField = 'options.quotas:spike-protection-floor';
/** A fault of this field is about the row whose id follows. */
const quotaField = 'quota.';

function LimitForm({ org, project, keys, list }: LimitFormProps) {
  const rows = useSignal<QuotaRow[]>(readRows(project.quotas ?? []));
  const section = useSection(
    async (field) => {
      const read = quotasOf(rows.peek());
      if ('fault' in read) return refusal(`${quotaField}${read.row}`, read.fault);
      const changed = await changeProject(org, project.slug, {
        quotas: read.quotas,
        options: {
          'quotas:spike-protection-disabled': field('protect') === '',
          'quotas:spike-protection-floor': Number(field('floor').replaceAll(/[,_ ]/g, '')),
        },
      });
      if (!changed.ok) return changed;
      const ofKeys = await saveAll(
        list
          .filter((key) => !isSameLimit(readLimit(field, key), key.rateLimit))
          .map((key) => async () => withPlace(key.id, await changeKey(org, project.slug, key.id, { rateLimit: readLimit(field, key) }))),
      );
      return ofKeys.ok ? { ok: true, value: { project: changed.value, keys: ofKeys.value } } : ofKeys;
    },
    (saved) => {
      projectCache.visit(org, project.slug).put(saved.project);
      keys.put(list.map((key) => saved.keys.find(({ id }) => id === key.id) ?? key));
      showToast({ text: 'Saved. The limits hold within a minute.' });
    },
  );
  const { faultOf } = section;
  const discard = () => {
    rows.value = readRows(project.quotas ?? []);
    section.discard();
  };
  const isProtected = project.options?.['quotas:spike-protection-disabled'] !== true;
  return (
    <SectionForm
      section={{ ...section, discard }}
      fields={[
        floorField,
        ...rows.value.map(({ id }) => `${quotaField}${id}`),
        ...list.flatMap(({ id }) => ['', '.count', '.window'].map((part) => `${id}.rateLimit${part}`)),
      ]}
    >
      <p class="quiet-text">
        What is over a limit is refused and counted, and SDKs are told to wait until the window ends. What is kept never exceeds a limit; it may stay a little
        below it.
      </p>
      <section class="limit-group" aria-labelledby="spikes-title">
        <h2 id="spikes-title">Spikes</h2>
        <label class="switch-line">
          <input type="checkbox" name="protect" defaultChecked={isProtected} />
          <span>
            Spike protection <span class="faint-text">Refuses the errors of an hour beyond ten times what an hour of the last week had on average.</span>
          </span>
        </label>
        <div class="quota">
          <TextField
            label="Never below (an hour)"
            name="floor"
            inputMode="numeric"
            autocomplete="off"
            defaultValue={String(project.options?.['quotas:spike-protection-floor'] ?? '')}
            fault={faultOf(floorField)}
          />
        </div>
      </section>
      <Quotas rows={rows.value} faultOf={(id) => faultOf(`${quotaField}${id}`)} onRows={(next) => (rows.value = next)} look={section.look} />
      <section class="limit-group" aria-labelledby="key-limits-title">
        <h2 id="key-limits-title">Of each key</h2>
        {list.map((key) => (
          <KeyLimitFields key={key.id} projectKey={key} faultOf={faultOf} />
        ))}
      </section>
    </SectionForm>
  );
}

/** What the form itself does not send. */
function refusal(field: string, fault: string): Answer<never> {
  return { ok: false, failure: { reason: 'invalid', message: fault, fields: { [field]: [fault] } } };
}

interface QuotasProps {
  rows: QuotaRow[];
  faultOf: (id: number) => string | undefined;
  onRows: (rows: QuotaRow[]) => void;
  /** Looks whether the form differs from what is saved. */
  look: () => void;
}

function Quotas({ rows, faultOf, onRows, look }: QuotasProps) {
  const list = useRef<HTMLElement>(null);
  useEffect(look, [rows]);
  const change = (id: number, part: Partial<QuotaRow>) => onRows(rows.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const add = () => {
    const id = Math.max(0, ...rows.map((row) => row.id)) + 1;
    onRows([...rows, { id, subject: 'events', categories: [], limit: '10000', window: 3600, reasonCode: undefined }]);
    requestAnimationFrame(() => [...(list.current?.querySelectorAll<HTMLElement>('.quota input') ?? [])].at(-1)?.focus());
  };

  return (
    <section class="limit-group" aria-labelledby="quotas-title" ref={list}>
      <h2 id="quotas-title">Of the project</h2>
      {rows.length === 0 && <p class="quiet-text">No quota: the project takes all that its keys bring.</p>}
      {rows.map((row) => (
        <QuotaLine
          key={row.id}
          row={row}
          fault={faultOf(row.id)}
          onChange={(part) => change(row.id, part)}
          onRemove={() => onRows(rows.filter(({ id }) => id !== row.id))}
        />
      ))}
      <div>
        <button class="button small" type="button" onClick={add}>
          <Icon name="plus" small />
          Add quota
        </button>
      </div>
    </section>
  );
}

interface QuotaLineProps {
  row: QuotaRow;
  fault: string | undefined;
  onChange: (part: Partial<QuotaRow>) => void;
  onRemove: () => void;
}

function QuotaLine({ row: { id, subject, categories, limit, window }, fault, onChange, onRemove }: QuotaLineProps) {
  return (
    <div class="quota" role="group" aria-label="Quota">
      <label>
        <span>At most</span>
        <input
          class="input"
          name={`quota.${id}.limit`}
          inputmode="numeric"
          value={limit}
          aria-invalid={fault ? 'true' : undefined}
          aria-describedby={fault ? `quota-${id}-fault` : undefined}
          onInput={({ currentTarget }) => onChange({ limit: currentTarget.value })}
        />
      </label>
      <label>
        <span>Of</span>
        <select class="select" name={`quota.${id}.subject`} onChange={({ currentTarget }) => onChange({ subject: readSubject(currentTarget.value) })}>
          {subject === null && (
            <option value="" selected>
              {categories.join(', ')}
            </option>
          )}
          {subjectChoices.map(([value, label]) => (
            <option key={value} value={value} selected={value === subject}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>In</span>
        <select class="select" name={`quota.${id}.window`} onChange={({ currentTarget }) => onChange({ window: Number(currentTarget.value) })}>
          <WindowOptions seconds={window} longest={Infinity} />
        </select>
      </label>
      <button class="button quiet square" type="button" aria-label="Remove this quota" onClick={onRemove}>
        <Icon name="trash-2" small />
      </button>
      {fault && (
        <p class="fault" id={`quota-${id}-fault`}>
          {fault}
        </p>
      )}
    </div>
  );
}

const subjectChoices: [Subject, string][] = [
  ['events', subjects.events.label],
  ['attachments', subjects.attachments.label],
  ['transactions', subjects.transactions.label],
  ['spans', subjects.spans.label],
  ['logs', subjects.logs.label],
  ['sessions', subjects.sessions.label],
  ['replays', subjects.replays.label],
  ['all', subjects.all.label],
];

/** The windows in use, and the one that is chosen where it is another. */
function WindowOptions({ seconds, longest }: { seconds: number; longest: number }) {
  const known = windows.filter(([own]) => own <= longest);
  const all = known.some(([own]) => own === seconds) ? known : [...known, [seconds, `${seconds} seconds`] as const];
  return (
    <>
      {all.map(([own, label]) => (
        <option key={own} value={own} selected={own === seconds}>
          {label}
        </option>
      ))}
    </>
  );
}

const longestKeyWindow = 86_400;

interface KeyLimitFieldsProps {
  projectKey: ProjectKey;
  faultOf: (field: string) => string | undefined;
}

function KeyLimitFields({ projectKey: { id, name, rateLimit }, faultOf }: KeyLimitFieldsProps) {
  return (
    <div class="quota" role="group" aria-label={`Limit of the key ${name}`}>
      <p class="quota-name">{name}</p>
      <TextField
        label="Events at most"
        name={`${id}.count`}
        inputMode="numeric"
        autocomplete="off"
        defaultValue={rateLimit ? String(rateLimit.count) : ''}
        placeholder="No limit"
        fault={faultOf(`${id}.rateLimit.count`) ?? faultOf(`${id}.rateLimit`)}
      />
      <SelectField label="In" name={`${id}.window`} fault={faultOf(`${id}.rateLimit.window`)}>
        <WindowOptions seconds={rateLimit?.window ?? 60} longest={longestKeyWindow} />
      </SelectField>
    </div>
  );
}

function readLimit(field: Fields, { id }: ProjectKey): ProjectKey['rateLimit'] {
  const count = field(`${id}.count`).trim();
  return count === '' ? null : { count: Number(count.replaceAll(/[,_ ]/g, '')), window: Number(field(`${id}.window`)) };
}

function isSameLimit(one: ProjectKey['rateLimit'], other: ProjectKey['rateLimit']): boolean {
  return one?.count === other?.count && one?.window === other?.window;
}
