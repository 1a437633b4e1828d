import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import type { Tag } from '../../../worker/api/contract/tag.ts';
import { setQuery } from '../../router.ts';
import { exactCount } from '../../ui/numbers.ts';
import { CutText } from '../event/text.tsx';
import { noEventsView } from '../events/view.ts';
import { tagsOfIssue } from '../store.ts';
import { cardTags, distributionOf, shareText } from './distribution.ts';
import { placesOfValue } from './value-places.ts';
import './tags.css';

/** The most frequent value of what tells most about where an issue happens, over all its events. Nothing where no event says it. */
export function TagsCard({ org, issue }: { org: string; issue: Issue }): JSX.Element | null {
  // Asked anew where events came that may have changed it.
  const resource = useMemo(() => tagsOfIssue.visit(org, issue.id), [org, issue.id, issue.count]);
  const tags = cardTags(resource.value.value ?? []);
  if (tags.length === 0) return null;
  return (
    <section class="tags-card" aria-label="Where it happens, over all events">
      <h2>Where it happens</h2>
      <dl>
        {tags.map((tag) => (
          <Line key={tag.key} org={org} issue={issue} tag={tag} />
        ))}
        {issue.userCount > 0 && (
          <div>
            <dt>users</dt>
            <dd>
              <span>{exactCount(issue.userCount)}</span>
            </dd>
          </div>
        )}
      </dl>
      <button class="button small quiet" type="button" onClick={() => setQuery({ ...noEventsView, tab: 'tags', key: null, sort: null })}>
        All tags
      </button>
    </section>
  );
}

function Line({ org, issue, tag }: { org: string; issue: Issue; tag: Tag }): JSX.Element | null {
  const [first] = distributionOf(tag, 1);
  if (!first?.value) return null;
  const others = tag.uniqueValues - 1;
  const { value } = first.value;
  const places = placesOfValue(org, issue, tag.key, value);
  const text = <CutText value={value === '' ? '(empty)' : value} max={100} />;
  return (
    <div>
      <dt>{tag.key}</dt>
      <dd>
        {places === null ? (
          <span class="clip">{text}</span>
        ) : (
          <a class="clip" href={places.events} title={`Events of this issue with ${tag.key} ${value.slice(0, 300)}`}>
            {text}
          </a>
        )}
        <span class="faint-text">{shareText(first.share)}</span>
        {others > 0 && (
          <button class="others" type="button" onClick={() => setQuery({ ...noEventsView, tab: 'tags', key: tag.key, sort: null })}>
            +{exactCount(others)}
            {tag.isCut && ' or more'}
            <span class="visually-hidden"> further values of {tag.key}</span>
          </button>
        )}
      </dd>
    </div>
  );
}
