import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import type { Tag, TagValue } from '../../../worker/api/contract/tag.ts';
import { listTagValues } from '../../api.ts';
import type { Answer, Page } from '../../api.ts';
import { query, setQuery } from '../../router.ts';
import { Icon } from '../../ui/icon.tsx';
import { counted, exactCount } from '../../ui/numbers.ts';
import { Bone, Empty, Failed, Loading } from '../../ui/states.tsx';
import { Segmented } from '../../ui/tabs.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { CutText } from '../event/text.tsx';
import { tagsOfIssue } from '../store.ts';
import { shareOf, shareText, valuesText } from './distribution.ts';
import { IssuesLink } from './issues-link.tsx';
import { placesOfValue } from './value-places.ts';

const pageSize = 50;

type Sort = '-count' | '-date';

/** All values of a tag, page by page. Sort and page are in the address. */
export function TagValues({ org, issue, tagKey }: { org: string; issue: Issue; tagKey: string }): JSX.Element {
  const answer = useSignal<Answer<Page<TagValue>> | null>(null);
  const tries = useSignal(0);
  const sort = useComputed((): Sort => (query.value.get('sort') === 'date' ? '-date' : '-count'));
  const cursor = useComputed(() => query.value.get('cursor'));
  useEffect(() => {
    const asking = new AbortController();
    void listTagValues(org, issue.id, tagKey, { sort: sort.value, cursor: cursor.value, limit: pageSize }, asking.signal).then((reply) => {
      if (!asking.signal.aborted) answer.value = reply;
    });
    return () => asking.abort();
  }, [org, issue.id, tagKey, sort.value, cursor.value, tries.value]);
  const tag = tagsOfIssue.visit(org, issue.id).value.value?.find(({ key }) => key === tagKey) ?? null;

  return (
    <>
      <header class="block-head">
        <button class="button small quiet" type="button" onClick={() => setQuery({ key: null, sort: null, cursor: null })}>
          <Icon name="chevron-left" small />
          All tags
        </button>
        <h2>
          <code>
            <CutText value={tagKey} max={60} />
          </code>
        </h2>
        {tag !== null && <span class="count">{tagKey === 'user' ? counted(tag.uniqueValues, 'user') : valuesText(tag)}</span>}
        <span class="spacer" />
        <Segmented
          label="Sort"
          choices={[
            { value: '-count', label: 'Most events' },
            { value: '-date', label: 'Last seen' },
          ]}
          selected={sort.value}
          onSelect={(next) => setQuery({ sort: next === '-date' ? 'date' : null, cursor: null }, { replace: true })}
        />
      </header>
      <Values org={org} issue={issue} tagKey={tagKey} answer={answer.value} tag={tag} retry={() => (tries.value += 1)} />
    </>
  );
}

interface ValuesProps {
  org: string;
  issue: Issue;
  tagKey: string;
  answer: Answer<Page<TagValue>> | null;
  tag: Tag | null;
  retry: () => void;
}

function Values({ org, issue, tagKey, answer, tag, retry }: ValuesProps): JSX.Element {
  if (answer === null) {
    return (
      <Loading label="Loading the values">
        {Array.from({ length: 8 }, (_, index) => (
          <p class="bone-row" key={index}>
            <Bone wide="80%" />
          </p>
        ))}
      </Loading>
    );
  }
  if (!answer.ok) return <Failed title="The values could not be read" failure={answer.failure} retry={retry} />;
  const { items, previous, next } = answer.value;
  if (items.length === 0) return <Empty title="No value">No event of this issue has this tag.</Empty>;
  return (
    <>
      <table class="table tag-table">
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col" class="end">
              Events
            </th>
            <th scope="col" class="end">
              Share
            </th>
            <th scope="col" class="wide">
              First seen
            </th>
            <th scope="col">Last seen</th>
            <th scope="col">
              <span class="visually-hidden">Issues</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((value) => (
            <tr key={value.value}>
              <th scope="row">
                <ValueLink href={placesOfValue(org, issue, tagKey, value.value)?.events ?? null} value={value.value} />
              </th>
              <td class="end">{exactCount(value.count)}</td>
              <td class="end">{tag !== null && shareText(shareOf(value.count, tag.totalValues))}</td>
              <td class="wide">
                <TimeAgo at={value.firstSeen} />
              </td>
              <td>
                <TimeAgo at={value.lastSeen} />
              </td>
              <td class="end">
                <IssuesLink href={placesOfValue(org, issue, tagKey, value.value)?.issues ?? null} tagKey={tagKey} value={value.value} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {tag !== null && tag.otherValues > 0 && next === null && (
        <p class="faint-text tag-others">
          {counted(tag.otherValues, 'more event')} have values that are not told apart: an issue keeps only so many of each tag.
        </p>
      )}
      {(previous !== null || next !== null) && (
        <nav class="pager" aria-label="Pages of values">
          <button class="button small" type="button" disabled={previous === null} onClick={() => setQuery({ cursor: previous })}>
            Previous
          </button>
          <button class="button small" type="button" disabled={next === null} onClick={() => setQuery({ cursor: next })}>
            Next
          </button>
        </nav>
      )}
    </>
  );
}

function ValueLink({ href, value }: { href: string | null; value: string }): JSX.Element {
  const text = value === '' ? <em>(empty)</em> : <CutText value={value} max={300} />;
  if (href === null) return <span class="tag-value">{text}</span>;
  return (
    <a class="tag-value" href={href} title="Events of this issue with it">
      {text}
    </a>
  );
}
