import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Event } from '../../worker/api/contract/event.ts';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { Assignee } from '../../worker/api/contract/issue-change.ts';
import type { Resource } from '../cache.ts';
import { releasePath } from '../places.ts';
import { lazily } from '../ui/lazy.tsx';
import { counted } from '../ui/numbers.ts';
import { TimeAgo } from '../ui/time-ago.tsx';
import { assigneeName, AssigneeMark } from './actions/assignee-mark.tsx';
import { keyOf } from './actions/find-assignee.ts';
import type { People } from './actions/people.ts';
import { suggestedBy } from './actions/suggested.ts';
import { Pairs } from './event/pairs.tsx';
import { Guard } from './event/part.tsx';
import { CutText } from './event/text.tsx';
import { owners } from './store.ts';
import { eventsOfValue } from './tags/value-places.ts';

const TagsCard = lazily(async () => (await import('./tags/tags-card.tsx')).TagsCard);
const AsideActivity = lazily(async () => (await import('./aside-activity.tsx')).AsideActivity);

/** Tags that say where it happened, in the order in which they help. `release` and `level` are told elsewhere. */
const tellingTags = ['environment', 'transaction', 'url', 'server_name', 'browser', 'os', 'device', 'runtime', 'client_os', 'handled', 'mechanism'];
/** So much of each stands beside the event; the whole has a part of its own. */
const maxTags = 7;
const maxSuggested = 2;

interface AsideProps {
  org: string;
  issue: Issue;
  event: Event | null;
  people: People;
  resource: Pick<Resource<Issue>, 'value' | 'put'>;
  /** Where the tab shows it, it is not here. */
  hasActivity: boolean;
  onAssign: (anchor: HTMLElement) => void;
  /** Gives it to somebody at once. */
  onTake: (assignee: Assignee) => void;
}

/** Who has it, which release, who was hit, where it ran, and what happened to the issue. */
export function Aside({ org, issue, event, people, resource, hasActivity, onAssign, onTake }: AsideProps): JSX.Element {
  return (
    <aside class="aside" aria-label="Owner, release, people, tags and activity">
      <Guard>
        <Owner org={org} issue={issue} event={event} onAssign={onAssign} onTake={onTake} />
      </Guard>
      <Guard>
        <Releases org={org} issue={issue} event={event} />
      </Guard>
      <Guard>
        <People issue={issue} event={event} />
      </Guard>
      <Guard>
        <TagsCard org={org} issue={issue} />
      </Guard>
      {event !== null && (
        <Guard>
          <Tags org={org} event={event} />
        </Guard>
      )}
      {hasActivity && (
        <section class="activity" aria-label="Activity">
          <h2>Activity</h2>
          <AsideActivity org={org} issue={issue} people={people} resource={resource} />
        </section>
      )}
    </aside>
  );
}

/** Who has it; while nobody has, who the rules say should. */
function Owner({ org, issue, event, onAssign, onTake }: Pick<AsideProps, 'org' | 'issue' | 'event' | 'onAssign' | 'onTake'>): JSX.Element {
  const { assignedTo, project } = issue;
  const eventId = event?.eventID ?? null;
  const found = useMemo(() => (eventId === null ? null : owners.visit(org, project.slug, eventId)), [org, project.slug, eventId]);
  const suggested = suggestedBy(found?.value.value ?? null).filter(({ assignee }) => assignedTo === null || keyOf(assignee) !== keyOf(assignedTo));
  return (
    <section aria-label="Owner">
      <h2>Owner</h2>
      <p class="owner">
        <AssigneeMark assignee={assignedTo} />
        <span class="clip" aria-hidden="true">
          {assignedTo === null ? <span class="faint-text">Nobody yet</span> : <strong>{assigneeName(assignedTo)}</strong>}
        </span>
        <button class="button small quiet" type="button" aria-haspopup="dialog" onClick={(press) => onAssign(press.currentTarget)}>
          {assignedTo === null ? 'Assign' : 'Change'}
        </button>
      </p>
      {suggested.slice(0, maxSuggested).map(({ assignee, why }) => (
        <p class="owner" key={keyOf(assignee)}>
          <AssigneeMark assignee={assignee} />
          <span class="clip">
            <span aria-hidden="true">{assigneeName(assignee)}</span>
            <span class="why clip">
              <CutText value={why} max={200} />
            </span>
          </span>
          <button class="button small quiet" type="button" aria-label={`Assign to ${assigneeName(assignee)}`} onClick={() => onTake(assignee)}>
            Assign
          </button>
        </p>
      ))}
    </section>
  );
}

function Releases({ org, issue, event }: Pick<AsideProps, 'org' | 'issue' | 'event'>): JSX.Element {
  const last = issue.lastRelease ?? null;
  const first = issue.firstRelease ?? null;
  const shown = event?.release ?? null;
  const known = [
    { release: last, what: 'last seen', at: issue.lastSeen },
    { release: first, what: 'first seen', at: issue.firstSeen },
  ].flatMap(({ release, what, at }) => (release === null ? [] : [{ version: release.version, what, at }]));
  const releases = first?.version === last?.version ? known.slice(1) : known;
  const isOther = shown !== null && !known.some(({ version }) => version === shown.version);
  return (
    <section aria-label="Release">
      <h2>Release</h2>
      {known.length === 0 && !isOther ? (
        <p class="faint-text">
          None. Set <code>release</code> in the SDK to see which version broke it.
        </p>
      ) : (
        <ol class="releases">
          {releases.map(({ version, what, at }) => (
            <li key={version}>
              <strong class="clip" title={version.slice(0, 500)}>
                <a class="link" href={releasePath(org, version)}>
                  <CutText value={version} max={200} />
                </a>
              </strong>
              <span class="faint-text">
                {known.length > releases.length ? (
                  'first and last seen'
                ) : (
                  <>
                    {what} <TimeAgo at={at} />
                  </>
                )}
              </span>
            </li>
          ))}
          {isOther && (
            <li>
              <strong class="clip">
                <CutText value={shown.version} max={200} />
              </strong>
              <span class="faint-text">this event</span>
            </li>
          )}
        </ol>
      )}
    </section>
  );
}

function People({ issue, event }: { issue: Issue; event: Event | null }): JSX.Element | null {
  const user = event?.user ?? null;
  const names = user === null ? [] : [user.name, user.email, user.username, user.id, user.ip_address].filter((name) => name !== null && name !== '');
  if (issue.userCount === 0 && names.length === 0) return null;
  const [name, detail] = names;
  return (
    <section aria-label="People">
      <h2>{issue.userCount > 0 ? `${counted(issue.userCount, 'user')} hit` : 'User of this event'}</h2>
      {name !== undefined && (
        <p class="person">
          <span>
            <strong>
              <CutText value={name} max={100} />
            </strong>
            <span class="faint-text">{detail === undefined ? 'in this event' : <CutText value={detail} max={100} />}</span>
          </span>
        </p>
      )}
    </section>
  );
}

function Tags({ org, event }: { org: string; event: Event }): JSX.Element | null {
  const told = event.tags.filter((tag) => tag.key !== 'release' && tag.key !== 'level');
  const rank = (key: string): number => {
    const position = tellingTags.indexOf(key);
    return position < 0 ? tellingTags.length : position;
  };
  const shown = told.toSorted((a, b) => rank(a.key) - rank(b.key)).slice(0, maxTags);
  if (shown.length === 0) return null;
  return (
    <section aria-label="Tags of this event">
      <h2>Tags of this event</h2>
      <Pairs
        pairs={shown.map((tag): [string, unknown] => [tag.key, tag.value])}
        isPlain
        eventsOf={(name, value) => eventsOfValue(org, event.groupID, name, value)}
      />
      {event.tags.length > shown.length && (
        <p>
          <a class="link" href="#tags-title" onClick={showAllTags}>
            All {event.tags.length}
          </a>
        </p>
      )}
    </section>
  );
}

/** Without an entry in the history, since the address means the event. */
function showAllTags(click: MouseEvent): void {
  click.preventDefault();
  document.getElementById('tags-title')?.scrollIntoView({ block: 'start' });
}
