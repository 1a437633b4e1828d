import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { GroupingPreview } from '../../worker/api/contract/grouping.ts';
import type { Project } from '../../worker/api/contract/project.ts';
import { type Answer, changeProject, previewGrouping } from '../api.ts';
import { CutText } from '../issue/event/text.tsx';
import { issuePath } from '../places.ts';
import { projectCache } from '../resources.ts';
import { type Fields, useForm } from '../ui/form.ts';
import { showToast } from '../ui/toast.tsx';
import { RuleEditor } from './rule-editor.tsx';

type Done = { saved: Project } | { preview: GroupingPreview };

/** The rules by which events of a project become issues, and what they would make of the last ones. */
export function GroupingSection({ org, project }: { org: string; project: Project }) {
  const intent = useRef<'save' | 'preview'>('save');
  const preview = useSignal<GroupingPreview | null>(null);
  const { form, submit, isSending, faultsOf, otherFault } = useForm<Done>(
    async (field) => {
      const rules = readRules(field);
      preview.value = null;
      return intent.current === 'preview'
        ? as(await previewGrouping(org, project.slug, rules), (value) => ({ preview: value }))
        : as(await changeProject(org, project.slug, rules), (value) => ({ saved: value }));
    },
    (done) => {
      if ('preview' in done) {
        preview.value = done.preview;
        return;
      }
      projectCache.visit(org, done.saved.slug).put(done.saved);
      showToast({ text: 'Saved. Events are grouped so within a minute.' });
    },
  );
  const fault = otherFault('fingerprintingRules', 'groupingEnhancements');

  return (
    <section class="settings-section" aria-labelledby="grouping-rules-title">
      <h2 id="grouping-rules-title">Issue grouping</h2>
      <p class="quiet-text">Rules in Sentry’s languages, one a line. They change which issues new events become; what is there stays.</p>
      <form class="stack rules" ref={form} onSubmit={submit} noValidate>
        {fault && (
          <p class="form-fault" role="alert">
            {fault}
          </p>
        )}
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
        <div class="form-actions">
          <button class="button" type="submit" disabled={isSending} onClick={() => (intent.current = 'save')}>
            Save
          </button>
          <button class="button quiet" type="submit" disabled={isSending} onClick={() => (intent.current = 'preview')}>
            Preview with the last events
          </button>
        </div>
      </form>
      <div aria-live="polite">{preview.value && <Preview org={org} preview={preview.value} />}</div>
    </section>
  );
}

function readRules(field: Fields) {
  return { fingerprintingRules: field('fingerprintingRules'), groupingEnhancements: field('groupingEnhancements') };
}

function as<Value>(answer: Answer<Value>, wrap: (value: Value) => Done): Answer<Done> {
  return answer.ok ? { ok: true, value: wrap(answer.value) } : answer;
}

function Preview({ org, preview: { events, issues } }: { org: string; preview: GroupingPreview }) {
  if (events === 0) return <p>There are no events yet to try the rules on.</p>;
  return (
    <>
      <h3>
        The last {counted(events, 'event')} would fall into {counted(issues.length, 'issue')}
      </h3>
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

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
