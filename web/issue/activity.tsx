import type { JSX } from 'preact';
import type { Activity, Issue } from '../../worker/api/contract/issue.ts';
import type { Resource } from '../cache.ts';
import { eventPath, issuePath } from '../places.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import type { People } from './actions/people.ts';
import { activityIcon, activityWords, type Part } from './activity-words.ts';
import { Comment } from './comments/comment.tsx';
import { CutText } from './event/text.tsx';

export interface ActivityListProps {
  org: string;
  issue: Issue;
  acts: readonly Activity[];
  people: People;
  resource: Pick<Resource<Issue>, 'value' | 'put'>;
}

/** What happened to an issue, newest first. */
export function ActivityList({ org, issue, acts, people, resource }: ActivityListProps): JSX.Element {
  if (acts.length === 0) return <p class="faint-text">Nobody has touched it yet.</p>;
  return (
    <ol class="acts">
      {acts.map((act) =>
        act.type === 'note' ? (
          <li key={act.id} class="said">
            <Avatar name={act.user?.name || (act.user?.email ?? '?')} />
            <Comment org={org} issueId={issue.id} act={act} people={people} resource={resource} />
          </li>
        ) : (
          <li key={act.id}>
            <span class="act-icon">
              <Icon name={activityIcon(act.type)} small />
            </span>
            <p>
              <Sentence org={org} issueId={issue.id} act={act} people={people} /> <TimeAgo at={act.dateCreated} />
            </p>
          </li>
        ),
      )}
    </ol>
  );
}

function Sentence({ org, issueId, act, people }: { org: string; issueId: string; act: Activity; people: People }): JSX.Element {
  const { who, parts } = activityWords(act, people.nameOf);
  return (
    <>
      {who !== null && (
        <>
          <strong>
            <CutText value={who} max={100} />
          </strong>{' '}
        </>
      )}
      {parts.map((part, index) => (
        <Piece key={index} org={org} issueId={issueId} part={part} />
      ))}
    </>
  );
}

function Piece({ org, issueId, part }: { org: string; issueId: string; part: Part }): JSX.Element {
  if (typeof part === 'string') return <>{part}</>;
  if ('name' in part)
    return (
      <strong>
        <CutText value={part.name} max={200} />
      </strong>
    );
  if ('code' in part)
    return (
      <code>
        <CutText value={part.code} max={100} />
      </code>
    );
  if ('eventId' in part)
    return (
      <a class="link" href={eventPath(org, issueId, part.eventId)}>
        <code>{part.eventId.slice(0, 8)}</code>
      </a>
    );
  return (
    <a class="link" href={issuePath(org, part.issueId)}>
      <CutText value={part.title} max={80} />
    </a>
  );
}
