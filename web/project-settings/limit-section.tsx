import { useSignal } from '@preact/signals';
import type { Project, ProjectKey } from '../../worker/api/contract/project.ts';
import { changeKey, changeProject } from '../api.ts';
import type { Resource } from '../cache.ts';
import { projectCache } from '../resources.ts';
import { SelectField, TextField } from '../ui/field.tsx';
import { useForm } from '../ui/form.ts';
import { Icon } from '../ui/icon.tsx';
import { showToast } from '../ui/toast.tsx';
import { type QuotaRow, quotasOf, readRows, readSubject, type Subject, subjects, windows } from './quotas.ts';

interface LimitSectionProps {
  org: string;
  project: Project;
  keys: Resource<ProjectKey[]>;
}

/** How much a project takes, and how much each of its keys brings. */
export function LimitSection({ org, project, keys }: LimitSectionProps) {
  return (
    <section class="settings-section" id="limits" aria-labelledby="limits-title">
      <h2 id="limits-title">Rate limits</h2>
      <p class="quiet-text">
        What is over a limit is refused and counted, and SDKs are told to wait until the window ends. What is kept never exceeds a limit; it may stay a little
        below it. A change holds within a minute.
      </p>
      <SpikeForm org={org} project={project} />
      <QuotaForm org={org} project={project} />
      {(keys.value.value ?? []).map((key) => (
        <KeyLimitForm key={key.id} org={org} slug={project.slug} projectKey={key} keys={keys} />
      ))}
    </section>
  );
}

function SpikeForm({ org, project: { slug, options } }: { org: string; project: Project }) {
  const { form, submit, isSending, faultOf, otherFault } = useForm(
    (field) =>
      changeProject(org, slug, {
        options: {
          'quotas:spike-protection-disabled': field('protect') === '',
          'quotas:spike-protection-floor': Number(field('floor').replaceAll(/[,_ ]/g, '')),
        },
      }),
    (changed) => {
      projectCache.visit(org, changed.slug).put(changed);
      showToast({ text: changed.options?.['quotas:spike-protection-disabled'] ? 'Spikes are taken as they come.' : 'Spikes are cut off.' });
    },
  );
  const floor = 'options.quotas:spike-protection-floor';
  const fault = otherFault(floor);
  return (
    <form class="quota-form" ref={form} onSubmit={submit} noValidate>
      <h3>Spikes</h3>
      <label class="switch-line">
        <input type="checkbox" name="protect" defaultChecked={options?.['quotas:spike-protection-disabled'] !== true} />
        <span>
          Spike protection <span class="faint-text">Refuses the errors of an hour beyond ten times what an hour of the last week had on average.</span>
        </span>
      </label>
      {fault && (
        <p class="form-fault" role="alert">
          {fault}
        </p>
      )}
      <div class="quota">
        <TextField
          label="Never below (an hour)"
          name="floor"
          inputMode="numeric"
          autocomplete="off"
          defaultValue={String(options?.['quotas:spike-protection-floor'] ?? '')}
          fault={faultOf(floor)}
        />
        <button class="button" type="submit" disabled={isSending}>
          {isSending ? 'Saving…' : 'Save protection'}
        </button>
      </div>
    </form>
  );
}

function QuotaForm({ org, project }: { org: string; project: Project }) {
  const rows = useSignal<QuotaRow[]>(readRows(project.quotas ?? []));
  const fault = useSignal<{ row: number | null; text: string } | null>(null);
  const isSending = useSignal(false);
  const change = (id: number, part: Partial<QuotaRow>) => (rows.value = rows.value.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const add = () => {
    const id = Math.max(0, ...rows.value.map((row) => row.id)) + 1;
    rows.value = [...rows.value, { id, subject: 'events', categories: [], limit: '10000', window: 3600, reasonCode: undefined }];
  };

  async function save(event: Event): Promise<void> {
    event.preventDefault();
    const read = quotasOf(rows.peek());
    fault.value = 'fault' in read ? { row: read.row, text: read.fault } : null;
    if ('fault' in read || isSending.peek()) return;
    isSending.value = true;
    const answer = await changeProject(org, project.slug, { quotas: read.quotas });
    isSending.value = false;
    if (!answer.ok) {
      fault.value = { row: null, text: answer.failure.message };
      return;
    }
    projectCache.visit(org, project.slug).put(answer.value);
    showToast({ text: 'Saved.' });
  }

  return (
    <form class="quota-form" onSubmit={(event) => void save(event)} noValidate>
      <h3>Of the project</h3>
      {rows.value.length === 0 && <p class="quiet-text">No quota: the project takes all that its keys bring.</p>}
      {rows.value.map((row) => (
        <QuotaLine
          key={row.id}
          row={row}
          isFaulty={fault.value?.row === row.id}
          onChange={(part) => change(row.id, part)}
          onRemove={() => (rows.value = rows.value.filter(({ id }) => id !== row.id))}
        />
      ))}
      {fault.value && (
        <p class="form-fault" role="alert">
          {fault.value.text}
        </p>
      )}
      <div class="form-actions">
        <button class="button small" type="button" onClick={add}>
          <Icon name="plus" small />
          Add quota
        </button>
        <button class="button" type="submit" disabled={isSending.value}>
          {isSending.value ? 'Saving…' : 'Save quotas'}
        </button>
      </div>
    </form>
  );
}

interface QuotaLineProps {
  row: QuotaRow;
  isFaulty: boolean;
  onChange: (part: Partial<QuotaRow>) => void;
  onRemove: () => void;
}

function QuotaLine({ row: { subject, categories, limit, window }, isFaulty, onChange, onRemove }: QuotaLineProps) {
  return (
    <div class="quota" role="group" aria-label="Quota">
      <label>
        <span>At most</span>
        <input
          class="input"
          inputmode="numeric"
          value={limit}
          aria-invalid={isFaulty ? 'true' : undefined}
          onInput={({ currentTarget }) => onChange({ limit: currentTarget.value })}
        />
      </label>
      <label>
        <span>Of</span>
        <select class="select" onChange={({ currentTarget }) => onChange({ subject: readSubject(currentTarget.value) })}>
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
        <select class="select" onChange={({ currentTarget }) => onChange({ window: Number(currentTarget.value) })}>
          <WindowOptions seconds={window} longest={Infinity} />
        </select>
      </label>
      <button class="button quiet square" type="button" aria-label="Remove this quota" onClick={onRemove}>
        <Icon name="trash-2" small />
      </button>
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

interface KeyLimitFormProps {
  org: string;
  /** Of the project. */
  slug: string;
  projectKey: ProjectKey;
  keys: Resource<ProjectKey[]>;
}

function KeyLimitForm({ org, slug, projectKey: { id, name, rateLimit }, keys }: KeyLimitFormProps) {
  const { form, submit, isSending, faultOf, otherFault } = useForm(
    (field) => {
      const count = field('count').trim();
      return changeKey(org, slug, id, { rateLimit: count === '' ? null : { count: Number(count), window: Number(field('window')) } });
    },
    (changed) => {
      keys.put((keys.value.peek() ?? []).map((key) => (key.id === changed.id ? changed : key)));
      showToast({ text: changed.rateLimit ? `${name} has a limit.` : `${name} has no limit.` });
    },
  );
  const fault = otherFault('rateLimit.count', 'rateLimit.window', 'rateLimit');
  return (
    <form class="quota-form" ref={form} onSubmit={submit} noValidate>
      <h3>Of the key {name}</h3>
      {fault && (
        <p class="form-fault" role="alert">
          {fault}
        </p>
      )}
      <div class="quota">
        <TextField
          label="Events at most"
          name="count"
          inputMode="numeric"
          autocomplete="off"
          defaultValue={rateLimit ? String(rateLimit.count) : ''}
          placeholder="No limit"
          fault={faultOf('rateLimit.count') ?? faultOf('rateLimit')}
        />
        <SelectField label="In" name="window" fault={faultOf('rateLimit.window')}>
          <WindowOptions seconds={rateLimit?.window ?? 60} longest={longestKeyWindow} />
        </SelectField>
        <button class="button" type="submit" disabled={isSending}>
          {isSending ? 'Saving…' : 'Save limit'}
        </button>
      </div>
    </form>
  );
}
