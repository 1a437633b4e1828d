import type { JSX } from 'preact';
import { Icon } from '../../ui/icon.tsx';

/** To all issues of the project with a value of a tag. */
export function IssuesLink({ href, tagKey, value }: { href: string | null; tagKey: string; value: string }): JSX.Element | null {
  if (href === null) return null;
  const label = `All issues with ${tagKey} ${value === '' ? '(empty)' : value.slice(0, 100)}`;
  return (
    <a class="button small quiet square" href={href} aria-label={label} title={label}>
      <Icon name="inbox" small />
    </a>
  );
}
