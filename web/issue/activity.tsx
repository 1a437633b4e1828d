import type { JSX } from 'preact';
import type { Activity, Issue } from '../../worker/api/contract/issue.ts';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon-names.ts';
import { TimeAgo } from '../ui/time-ago.tsx';
import { CutText } from './event/text.tsx';
import { asLabel } from './event/value.ts';

/** What happened to an issue, newest first. */
export function ActivityList({ issue, max }: { issue: Issue; max?: number }): JSX.Element {
  const acts = (issue.activity ?? []).slice(0, max);
  if (acts.length === 0) return <p class="faint-text">Nobody has touched it yet.</p>;
  return (
    <ol class="acts">
      {acts.map((act) => (
        <li key={act.id}>
          <span class="act-icon">
            <Icon name={iconOf(act.type)} small />
          </span>
          <p>
            <ActivityText act={act} /> <TimeAgo at={act.dateCreated} />
          </p>
        </li>
      ))}
    </ol>
  );
}

function ActivityText({ act }: { act: Activity }): JSX.Element {
  const version = asLabel(act.data['version']);
  const release = version !== null && (
    <>
      {' in '}
      <CutText value={version} max={200} />
    </>
  );
  const who = <strong>{act.user?.name || act.user?.email || 'Picket'}</strong>;
  switch (act.type) {
    case 'first_seen':
      return <>First event{release}</>;
    case 'set_regression':
      return <>Came back{release}</>;
    case 'set_resolved':
      return (
        <>
          {who} resolved it{release}
        </>
      );
    case 'set_ignored':
      return <>{who} archived it</>;
    case 'set_unresolved':
      return <>{who} reopened it</>;
    default:
      return <>{act.type.replaceAll('_', ' ')}</>;
  }
}

function iconOf(type: Activity['type']): IconName {
  switch (type) {
    case 'first_seen':
      return 'sparkles';
    case 'set_regression':
      return 'rotate-ccw';
    case 'set_resolved':
      return 'check';
    case 'set_ignored':
      return 'archive';
    case 'set_unresolved':
      return 'inbox';
    default:
      return 'braces';
  }
}
