import { useSignal } from '@preact/signals';
import type { EventOwners } from '../../worker/api/contract/ownership.ts';
import { type Answer, previewOwnership } from '../api.ts';
import { TextField } from '../ui/field.tsx';

interface OwnerTrialProps {
  org: string;
  slug: string;
  /** The rules as they stand in the editor, saved or not. */
  rules: () => string;
}

/** Tells whose a file would be by the rules in the editor. */
export function OwnerTrial({ org, slug, rules }: OwnerTrialProps) {
  const path = useSignal('');
  const isAsking = useSignal(false);
  const answer = useSignal<Answer<EventOwners> | null>(null);

  async function ask(event: Event): Promise<void> {
    event.preventDefault();
    if (path.peek().trim() === '' || isAsking.peek()) return;
    isAsking.value = true;
    answer.value = await previewOwnership(org, slug, { path: path.peek().trim(), raw: rules() });
    isAsking.value = false;
  }

  return (
    <section class="owner-trial" aria-labelledby="owner-trial-title">
      <h2 id="owner-trial-title">Try it</h2>
      <form onSubmit={(event) => void ask(event)}>
        <TextField
          label="Whose is this file?"
          value={path.value}
          onInput={({ currentTarget }) => (path.value = currentTarget.value)}
          placeholder="src/checkout/tax.py"
          autocomplete="off"
          spellcheck={false}
          hint="As stack traces name it. The rules above need not be saved."
        />
        <button class="button" type="submit" aria-disabled={isAsking.value || path.value.trim() === ''}>
          Find its owner
        </button>
      </form>
      <div aria-live="polite">{answer.value && <Verdict answer={answer.value} />}</div>
    </section>
  );
}

function Verdict({ answer }: { answer: Answer<EventOwners> }) {
  if (!answer.ok) {
    const message = answer.failure.reason === 'invalid' ? `The rules cannot be read. ${answer.failure.message}` : answer.failure.message;
    return <p class="form-fault">{message}</p>;
  }
  const { rules } = answer.value;
  const [won, ...others] = rules;
  if (!won) return <p class="verdict">Nobody owns it: no rule fits.</p>;
  return (
    <>
      <p class="verdict">
        <strong>{spell(won[1])}</strong> by <code>{won[0].join(':')}</code>
      </p>
      {others.length > 0 && (
        <ul class="faint-text" aria-label="Rules that fit as well">
          {others.map(([matcher, owners]) => (
            <li key={matcher.join(':')}>
              <code>{matcher.join(':')}</code> fits as well: {spell(owners)}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function spell(owners: EventOwners['rules'][number][1]): string {
  return owners.map(([type, name]) => (type === 'team' ? `#${name}` : name)).join(', ');
}
