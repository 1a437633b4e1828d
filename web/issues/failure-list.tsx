import type { JSX } from 'preact';
import { CutText } from '../issue/event/text.tsx';
import { issuePath } from '../places.ts';
import { Icon } from '../ui/icon.tsx';
import type { Failures } from './issues-model.ts';

/** Which issues nothing was done to, and why. It stays until it is put away, since a toast would be gone before it is read. */
export function FailureList({ org, failures: { text, items }, onDismiss }: { org: string; failures: Failures; onDismiss: () => void }): JSX.Element {
  return (
    <section class="failures" role="alert" aria-label={text}>
      <p>
        <Icon name="circle-alert" small />
        <strong>{text}.</strong>
        <button class="button small quiet" type="button" onClick={onDismiss}>
          Dismiss
        </button>
      </p>
      <ul>
        {items.map(({ id, shortId, title, detail }) => (
          <li key={id}>
            <a class="link" href={issuePath(org, id)}>
              {shortId ?? id}
            </a>{' '}
            <CutText value={title} max={80} /> <span class="faint-text">{detail}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
