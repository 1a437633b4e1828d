import { freshToken } from '../setup/fresh-token.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Icon } from '../ui/icon.tsx';

/** The API token of the set-up. Only right after it: nobody can read it again. */
export function TokenNote() {
  const token = freshToken.value;
  if (token === null) return null;
  return (
    <aside class="token-note" aria-label="Your API token">
      <Icon name="key-round" />
      <div>
        <p>
          <strong>Your API token</strong>, for sentry-cli and scripts. It is shown only now.
        </p>
        <code>{token}</code>
      </div>
      <CopyButton text={token} label="Copy the API token" />
      <button class="button quiet square small" type="button" aria-label="Dismiss" onClick={() => (freshToken.value = null)}>
        <Icon name="x" small />
      </button>
    </aside>
  );
}
