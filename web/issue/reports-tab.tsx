import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import type { UserReport } from '../../worker/api/contract/user-report.ts';
import { listUserReports } from '../api.ts';
import type { Answer, Page } from '../api.ts';
import { eventPath } from '../places.ts';
import { query, setQuery } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { Bone, Empty, Failed, Loading } from '../ui/states.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { Fact, Words } from './event/feedback-part.tsx';

const pageSize = 25;

/** What users wrote about the events of an issue, newest first. Which page is in the address. */
export function ReportsTab({ org, issueId }: { org: string; issueId: string }): JSX.Element {
  const answer = useSignal<Answer<Page<UserReport>> | null>(null);
  const tries = useSignal(0);
  const cursor = useComputed(() => query.value.get('cursor'));
  useEffect(() => {
    const asking = new AbortController();
    void listUserReports(org, issueId, { cursor: cursor.value, limit: pageSize }, asking.signal).then((reply) => {
      if (!asking.signal.aborted) answer.value = reply;
    });
    return () => asking.abort();
  }, [org, issueId, cursor.value, tries.value]);

  const shown = answer.value;
  if (shown === null) {
    return (
      <Loading label="Loading the feedback">
        {Array.from({ length: 4 }, (_, index) => (
          <p class="bone-row" key={index}>
            <Bone wide="80%" />
          </p>
        ))}
      </Loading>
    );
  }
  if (!shown.ok) return <Failed title="The feedback could not be read" failure={shown.failure} retry={() => (tries.value += 1)} />;
  const { items, previous, next } = shown.value;
  if (items.length === 0)
    return <Empty title="Nobody wrote anything">What users write in the crash-report dialog, or an app sends as a user report, stands here.</Empty>;
  return (
    <>
      <ol class="reports">
        {items.map((report) => (
          <li key={report.id}>
            <Words text={report.comments} name={report.name} email={report.email}>
              <Fact name="Written">
                <TimeAgo at={report.dateCreated} />
              </Fact>
              <Fact name="Event">
                <a class="link" href={eventPath(org, issueId, report.eventID)}>
                  <code>{report.eventID.slice(0, 8)}</code>
                </a>
              </Fact>
            </Words>
          </li>
        ))}
      </ol>
      {(previous !== null || next !== null) && (
        <p class="pager">
          <button class="button small" type="button" disabled={previous === null} onClick={() => setQuery({ cursor: previous })}>
            <Icon name="chevron-left" small />
            Newer
          </button>
          <button class="button small" type="button" disabled={next === null} onClick={() => setQuery({ cursor: next })}>
            Older
            <Icon name="chevron-right" small />
          </button>
        </p>
      )}
    </>
  );
}
