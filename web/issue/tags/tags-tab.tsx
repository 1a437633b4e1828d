import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import type { Tag, TagValue } from '../../../worker/api/contract/tag.ts';
import { query, setQuery } from '../../router.ts';
import { counted, exactCount } from '../../ui/numbers.ts';
import { Bone, Empty, Failed, Loading } from '../../ui/states.tsx';
import { absoluteTime } from '../../ui/times.ts';
import { CutText } from '../event/text.tsx';
import { tagsOfIssue } from '../store.ts';
import { distributionOf, restText, shareText, sortTags, valuesText } from './distribution.ts';
import { IssuesLink } from './issues-link.tsx';
import { TagValues } from './tag-values.tsx';
import { placesOfValue } from './value-places.ts';
import './tags.css';

/** So many values of each tag stand in the overview. */
const maxValues = 5;

/** What the events of the issue are tagged with, and how they part. With `key` in the address it is all values of that one. */
export function TagsTab({ org, issue }: { org: string; issue: Issue }): JSX.Element {
  const key = query.value.get('key');
  return (
    <section class="block" aria-label="Tags">
      {key === null ? <Overview org={org} issue={issue} /> : <TagValues key={key} org={org} issue={issue} tagKey={key} />}
    </section>
  );
}

function Overview({ org, issue }: { org: string; issue: Issue }): JSX.Element {
  const resource = useMemo(() => tagsOfIssue.visit(org, issue.id), [org, issue.id]);
  const tags = resource.value.value;
  if (tags === null) {
    const failure = resource.failure.value;
    if (failure !== null) return <Failed title="The tags could not be read" failure={failure} retry={() => void resource.refresh()} />;
    return (
      <Loading label="Loading the tags">
        {Array.from({ length: 6 }, (_, index) => (
          <p class="bone-row" key={index}>
            <Bone wide="80%" />
          </p>
        ))}
      </Loading>
    );
  }
  if (tags.length === 0) {
    return (
      <Empty title="No event has a tag">
        Set <code>environment</code> and <code>release</code> in the SDK, and tags of your own, to see where it happens.
      </Empty>
    );
  }
  return (
    <>
      <ul class="tag-cards">
        {sortTags(tags).map((tag) => (
          <TagCard key={tag.key} org={org} issue={issue} tag={tag} />
        ))}
      </ul>
    </>
  );
}

/** A tag with its most frequent values, each of which leads to the events and to the issues that have it. */
function TagCard({ org, issue, tag }: { org: string; issue: Issue; tag: Tag }): JSX.Element {
  const stretches = distributionOf(tag, maxValues);
  const shown = Math.min(tag.topValues.length, maxValues);
  const without = Number(issue.count) - tag.totalValues;
  return (
    <li class="tag-card">
      <header>
        <h2>
          <code>
            <CutText value={tag.key} max={60} />
          </code>
        </h2>
        <button class="button small quiet" type="button" onClick={() => setQuery({ key: tag.key, cursor: null })}>
          {tag.key === 'user' ? counted(tag.uniqueValues, 'user') : valuesText(tag)}
        </button>
      </header>
      <ol class="tag-values">
        {stretches.map(({ value, count, share }) =>
          value === null ? (
            <li class="rest" key="rest">
              <div class="line">
                <Line share={share} label={restText(tag, { shown, rest: count })} count={count} />
              </div>
            </li>
          ) : (
            <li key={value.value}>
              <Value org={org} issue={issue} tagKey={tag.key} value={value} share={share} />
            </li>
          ),
        )}
      </ol>
      {without > 0 && <p class="faint-text">{counted(without, 'event')} without this tag</p>}
    </li>
  );
}

function Value({ org, issue, tagKey, value, share }: { org: string; issue: Issue; tagKey: string; value: TagValue; share: number }): JSX.Element {
  const places = placesOfValue(org, issue, tagKey, value.value);
  const line = <Line share={share} label={value.value} count={value.count} />;
  if (places === null) return <div class="line">{line}</div>;
  return (
    <>
      <a class="line" href={places.events} title={timesText(value)}>
        {line}
      </a>
      <IssuesLink href={places.issues} tagKey={tagKey} value={value.value} />
    </>
  );
}

/** A value with its bar, share and count. */
function Line({ share, label, count }: { share: number; label: string; count: number }): JSX.Element {
  return (
    <>
      <span class="tag-bar" style={{ '--share': share }} aria-hidden="true" />
      <span class="clip">{label === '' ? <em>(empty)</em> : <CutText value={label} max={200} />}</span>
      <span class="tag-share">{shareText(share)}</span>
      <span class="tag-count">
        {exactCount(count)}
        <span class="visually-hidden"> {count === 1 ? 'event' : 'events'}</span>
      </span>
    </>
  );
}

/** When a value came first and last. */
function timesText({ value, firstSeen, lastSeen }: TagValue): string {
  return `Events of this issue with ${value.slice(0, 300)}\nFirst seen ${absoluteTime(Date.parse(firstSeen))}\nLast seen ${absoluteTime(Date.parse(lastSeen))}`;
}
