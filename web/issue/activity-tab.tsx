import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Activity, Issue } from '../../worker/api/contract/issue.ts';
import { listActivities } from '../api.ts';
import type { Resource } from '../cache.ts';
import { showToast } from '../ui/toast.tsx';
import { absoluteTime } from '../ui/times.ts';
import type { People } from './actions/people.ts';
import { ActivityList } from './activity.tsx';
import { NewComment } from './comments/new-comment.tsx';
import { Faces } from './faces.tsx';
import { Guard } from './event/part.tsx';

/** The issue itself brings as many; before them there may be more. */
const inIssue = 100;

interface ActivityTabProps {
  org: string;
  issue: Issue;
  people: People;
  resource: Pick<Resource<Issue>, 'value' | 'put'>;
}

/** Everything that happened and was said, who looks at it and who is told. */
export function ActivityTab({ org, issue, people, resource }: ActivityTabProps): JSX.Element {
  const newest = issue.activity ?? [];
  const older = useSignal<readonly Activity[]>([]);
  const cursor = useSignal<string | null>(null);
  const isRead = useSignal(newest.length < inIssue);
  const isLoading = useSignal(false);
  const known = new Set(newest.map(({ id }) => id));
  const beginning = newest.filter(({ type }) => type === 'first_seen');
  const acts =
    older.value.length === 0
      ? newest
      : [...newest.filter(({ type }) => type !== 'first_seen'), ...older.value.filter(({ id }) => !known.has(id)), ...beginning];

  const readOlder = async (): Promise<void> => {
    isLoading.value = true;
    const answer = await listActivities(org, issue.id, cursor.peek());
    isLoading.value = false;
    if (!answer.ok) {
      showToast({ icon: 'circle-alert', text: `What happened before could not be read. ${answer.failure.message}` });
      return;
    }
    older.value = [...older.peek(), ...answer.value.items];
    cursor.value = answer.value.next;
    isRead.value = answer.value.next === null;
  };

  const { participants = [], seenBy = [] } = issue;
  return (
    <div class="activity-page">
      <div class="watch">
        {participants.length > 0 && (
          <div>
            <h2>Told of it</h2>
            <Faces people={participants} />
          </div>
        )}
        {seenBy.length > 0 && (
          <div>
            <h2>Seen by</h2>
            <Faces people={seenBy.map((person) => ({ ...person, note: absoluteTime(Date.parse(person.lastSeen)) }))} />
          </div>
        )}
      </div>
      <NewComment org={org} issueId={issue.id} people={people} resource={resource} />
      <Guard>
        <ActivityList org={org} issue={issue} acts={acts} people={people} resource={resource} />
      </Guard>
      {!isRead.value && (
        <button class="button small older" type="button" disabled={isLoading.value} onClick={() => void readOlder()}>
          Show what happened before
        </button>
      )}
    </div>
  );
}
