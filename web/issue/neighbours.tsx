import type { JSX } from 'preact';
import { issuePath } from '../places.ts';
import { navigate } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon-names.ts';
import { useKeys } from '../ui/keyboard.ts';
import { prefetching } from '../ui/prefetch.ts';
import { lastList, prefetchIssue } from './store.ts';

/** The way to the issues before and after this one in the list that the reader came from. Nothing where there was no list. */
export function Neighbours({ org, issueId }: { org: string; issueId: string }): JSX.Element | null {
  const { ids } = lastList.value;
  const position = ids.indexOf(issueId);
  const previous = position < 0 ? null : (ids[position - 1] ?? null);
  const next = position < 0 ? null : (ids[position + 1] ?? null);
  const goTo = (id: string | null): void => {
    if (id !== null) navigate(issuePath(org, id));
  };
  useKeys(
    'This issue',
    position < 0
      ? []
      : [
          { keys: 'j', label: 'Next issue of the list', run: () => goTo(next) },
          { keys: 'k', label: 'Previous issue of the list', run: () => goTo(previous) },
        ],
  );
  if (position < 0) return null;
  return (
    <>
      <span class="place faint-text">
        {position + 1} of {ids.length}
      </span>
      <span class="button-group step">
        <Step org={org} id={previous} icon="chevron-up" label="Previous issue" />
        <Step org={org} id={next} icon="chevron-down" label="Next issue" />
      </span>
    </>
  );
}

function Step({ org, id, icon, label }: { org: string; id: string | null; icon: IconName; label: string }): JSX.Element {
  if (id === null) {
    return (
      <button class="button small square" type="button" aria-label={label} disabled>
        <Icon name={icon} small />
      </button>
    );
  }
  return (
    <a class="button small square" href={issuePath(org, id)} aria-label={label} title={label} {...prefetching(() => prefetchIssue(org, id))}>
      <Icon name={icon} small />
    </a>
  );
}
