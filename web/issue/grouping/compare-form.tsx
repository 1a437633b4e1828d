import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { GroupingInfo } from '../../../worker/api/contract/grouping.ts';
import { getGroupingInfo } from '../../api.ts';
import { TextField } from '../../ui/field.tsx';
import { useForm } from '../../ui/form.ts';
import { CutText } from '../event/text.tsx';
import { type Comparison, compareGroupings } from './compare.ts';

/** Asks for another event of the project, and tells why both are one issue or two. */
export function CompareForm({ org, project, info }: { org: string; project: string; info: GroupingInfo }): JSX.Element {
  const comparison = useSignal<Comparison | null>(null);
  const { form, submit, isSending, otherFault } = useForm(
    (field) => getGroupingInfo(org, project, field('event').trim() || 'none'),
    (other) => (comparison.value = compareGroupings(info, other)),
  );
  const fault = otherFault();
  return (
    <form class="compare stack" ref={form} onSubmit={submit} noValidate>
      <TextField label="Compare with another event" name="event" spellcheck={false} hint="The id of an event of this project." fault={fault ?? undefined} />
      <button class="button small" type="submit" disabled={isSending}>
        {isSending ? 'Comparing…' : 'Compare'}
      </button>
      <div aria-live="polite">{comparison.value && fault === null && <Outcome comparison={comparison.value} />}</div>
    </form>
  );
}

function Outcome({ comparison: { sharedHash, onlyHere, onlyThere } }: { comparison: Comparison }): JSX.Element {
  if (sharedHash !== null) {
    return (
      <p>
        Together: both have the hash <code>{sharedHash}</code>.
      </p>
    );
  }
  return (
    <>
      <p>Apart: they have no hash in common.</p>
      <Lines label="Counts only here" lines={onlyHere} />
      <Lines label="Counts only there" lines={onlyThere} />
      {onlyHere.length + onlyThere.length === 0 && <p class="quiet-text">The same parts count, in another order.</p>}
    </>
  );
}

const maxLines = 50;

function Lines({ label, lines }: { label: string; lines: readonly string[] }): JSX.Element | null {
  if (lines.length === 0) return null;
  return (
    <>
      <p class="part-name">{label}</p>
      <ul class="part-list">
        {lines.slice(0, maxLines).map((line, index) => (
          <li class="part" key={index}>
            <code>
              <CutText value={line} />
            </code>
          </li>
        ))}
        {lines.length > maxLines && <li class="faint-text">{lines.length - maxLines} more</li>}
      </ul>
    </>
  );
}
