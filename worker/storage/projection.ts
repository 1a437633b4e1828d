import type { EventSummary } from '../event/summarize.ts';
import type { IssueState } from '../issue/issue.ts';

/** Issue ids are `project · 10⁹ + number`. */
export const issueIdsPerProject = 1_000_000_000;

/** Rows that one `json_each` statement carries: far below D1's 2 MB for a parameter even with large tags. */
export const maxEventsPerProjection = 200;

/**
 * Writes an issue and some of its events to D1 in one batch and returns the issue's id. Counters are absolute and carry the version of the state, events are
 * inserted once, so repeating a projection, or losing its answer, changes nothing. The first projection of a hash draws the issue's number.
 * `obsoleteEventId`: an event that was listed as the newest and whose body is kept no longer.
 */
export async function projectIssue(db: D1Database, state: IssueState, events: readonly EventSummary[], obsoleteEventId: string | null): Promise<number> {
  const statements = state.issueId === null ? [drawNumber(db, state), insertIssue(db, state)] : [upsertIssue(db, state, state.issueId)];
  if (obsoleteEventId !== null) statements.push(db.prepare('delete from events where project_id = ? and event_id = ?').bind(state.projectId, obsoleteEventId));
  if (events.length > 0) statements.push(insertEvents(db, state, events));
  if (state.issueId !== null) {
    await db.batch(statements);
    return state.issueId;
  }
  statements.push(db.prepare('select id from issues where project_id = ? and hash = ?').bind(state.projectId, state.hash));
  const results = await db.batch<{ id: number }>(statements);
  const id = results.at(-1)?.results[0]?.id;
  if (id === undefined) throw new Error(`The issue ${state.hash} of project ${state.projectId} is missing right after its insertion`);
  return id;
}

/** Removes some events of an issue from D1 and returns their ids; an empty answer means that none is left. */
export async function takeEvents(db: D1Database, issueId: number, limit: number): Promise<{ eventIds: string[]; forget: () => Promise<void> }> {
  const { results } = await db
    .prepare('select project_id, event_id from events where issue_id = ? limit ?')
    .bind(issueId, limit)
    .all<{ project_id: number; event_id: string }>();
  const eventIds = results.map((row) => row.event_id);
  const forget = async () => {
    await db
      .prepare('delete from events where project_id = ? and event_id in (select value from json_each(?))')
      .bind(results[0]?.project_id ?? 0, JSON.stringify(eventIds))
      .run();
  };
  return { eventIds, forget };
}

export async function removeIssue(db: D1Database, issueId: number): Promise<void> {
  await db.prepare('delete from issues where id = ?').bind(issueId).run();
}

function drawNumber(db: D1Database, { projectId, hash }: IssueState): D1PreparedStatement {
  return db
    .prepare(
      `insert into issue_counters (project_id, number)
       select ?1, 1 where not exists (select 1 from issues where project_id = ?1 and hash = ?2)
       on conflict do update set number = number + 1`,
    )
    .bind(projectId, hash);
}

/** In the order of the columns in `issueColumns`. */
function issueValues(state: IssueState): unknown[] {
  return [
    state.projectId,
    state.hash,
    state.mechanism,
    state.status,
    state.substatus,
    state.title,
    state.culprit,
    state.level,
    state.type,
    state.platform,
    state.logger,
    JSON.stringify(state.metadata),
    state.isUnhandled ? 1 : 0,
    state.eventCount,
    state.userCount,
    state.firstSeenAt,
    state.lastSeenAt,
    state.firstRelease,
    state.lastRelease,
    JSON.stringify(state.trend),
    JSON.stringify(state.activity),
    state.version,
  ];
}

const issueColumns = [
  'project_id',
  'hash',
  'mechanism',
  'status',
  'substatus',
  'title',
  'culprit',
  'level',
  'type',
  'platform',
  'logger',
  'metadata',
  'is_unhandled',
  'event_count',
  'user_count',
  'first_seen_at',
  'last_seen_at',
  'first_release',
  'last_release',
  'trend',
  'activity',
  'version',
];
const parameters = issueColumns.map((_, index) => `?${index + 1}`).join(', ');
const assignments = issueColumns
  .filter((column) => column !== 'project_id' && column !== 'hash')
  .map((column) => `${column} = excluded.${column}`)
  .join(', ');

/** The number drawn just before becomes the issue's; when the hash has an issue already, only the state is brought up to date. */
function insertIssue(db: D1Database, state: IssueState): D1PreparedStatement {
  return db
    .prepare(
      `insert into issues (id, number, ${issueColumns.join(', ')})
       select c.project_id * ${issueIdsPerProject} + c.number, c.number, ${parameters} from issue_counters c where c.project_id = ?1
       on conflict (project_id, hash) do update set ${assignments} where excluded.version > issues.version`,
    )
    .bind(...issueValues(state));
}

/** Inserts as well, so that an issue whose row was lost comes back with its next event. */
function upsertIssue(db: D1Database, state: IssueState, issueId: number): D1PreparedStatement {
  return db
    .prepare(
      `insert into issues (id, number, ${issueColumns.join(', ')})
       select ${issueId}, ${issueId % issueIdsPerProject}, ${parameters} where true
       on conflict (id) do update set ${assignments} where excluded.version > issues.version`,
    )
    .bind(...issueValues(state));
}

function insertEvents(db: D1Database, state: IssueState, events: readonly EventSummary[]): D1PreparedStatement {
  const rows = events.map((event) => [
    event.eventId,
    event.occurredAt,
    event.receivedAt,
    event.title,
    event.culprit,
    event.level,
    event.type,
    event.platform,
    event.release,
    event.environment,
    event.user && JSON.stringify(event.user),
    JSON.stringify(event.tags),
  ]);
  return db
    .prepare(
      `insert or ignore into events
         (project_id, issue_id, event_id, occurred_at, received_at, title, culprit, level, type, platform, release, environment, user, tags)
       select ?1, (select id from issues where project_id = ?1 and hash = ?2), value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,
         value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, value ->> 11
       from json_each(?3)`,
    )
    .bind(state.projectId, state.hash, JSON.stringify(rows));
}
