import type { EventSummary } from '../event/summarize.ts';
import type { IssueState, PendingEffect } from '../issue/issue.ts';
import { ageingAt } from '../issue/life/time.ts';
import { statusDetailsOf } from '../issue/life/status-details.ts';
import type { Figures } from '../issue/merged.ts';
import type { TagCounts } from '../issue/tag-counts.ts';
import { sightingsOf } from './announce-releases.ts';
import { parametersOf } from './json-parameters.ts';

/** Issue ids are `project · 10⁹ + number`. */
export const issueIdsPerProject = 1_000_000_000;

/** What an issue object wants D1 to know. Rows are JSON already, so that they pass from object to object as plain strings. */
export interface Projection {
  organizationId: number;
  projectId: number;
  /** Data shard of the project. */
  shard: number;
  hash: string;
  /** Null until the issue has its number. */
  issueId: number | null;
  /** `[id or null, …issueColumns]` */
  issueRow: string;
  /** Events that are not listed yet: `[project, hash, …eventColumns]` */
  eventRows: readonly string[];
  /** Of the same events. */
  eventIds: readonly string[];
  /** An event that was listed as the newest and whose body is kept no longer. */
  obsoleteEventId: string | null;
  /** Further hashes that the issue claims, should they be nobody's. */
  furtherHashes: readonly string[];
  /** Id of the issue that it is a part of; null where it is one itself. */
  mergedInto: number | null;
  /** False for a part, and for what is to be an issue of its own whatever its hashes say. */
  mayJoin: boolean;
  /** What happened: `[project, hash, …activityColumns]` */
  activityRows: readonly string[];
  /** Releases of the events that are not listed yet, by environment: see announce-releases.ts. */
  releaseRows: readonly string[];
  /** Where it came back or escalates: `[project, hash, when it will be ongoing]` */
  ageingRow: string | null;
  /** What the search index does not know yet: `[project, hash, terms]` */
  termRow: string | null;
  /** What is to be told once D1 has the issue. */
  outbox: readonly PendingEffect[];
}

/** The issue of a hash as lists show it. */
export interface ShownIssue {
  state: IssueState;
  /** Figures of all its hashes. */
  whole: Figures;
  userCount: number;
  /** Id of the issue that it is a part of; null where it is one itself. */
  mergedInto: number | null;
  tagCounts: TagCounts;
}

export function projectionOf(issue: ShownIssue, events: readonly EventSummary[], obsoleteEventId: string | null, terms: string): Projection {
  const { organizationId, projectId, shard, hash, issueId, unclaimedHashes, isAlone, life, activity, outbox } = issue.state;
  const issueRow = JSON.stringify([issueId, ...issueValues(issue)]);
  const activityRows = activity.map(({ at, id, type, userId, data }) => JSON.stringify([projectId, hash, at, id, type, userId, JSON.stringify(data)]));
  const releaseRows = sightingsOf(projectId, events);
  const dueAt = issue.mergedInto === null ? ageingAt(life) : null;
  const ageingRow = dueAt === null ? null : JSON.stringify([projectId, hash, dueAt]);
  const termRow = terms === '' ? null : JSON.stringify([projectId, hash, terms]);
  const eventRows = events.map((event) => JSON.stringify([projectId, hash, ...eventValues(event)]));
  const eventIds = events.map(({ eventId }) => eventId);
  return {
    organizationId,
    projectId,
    shard,
    hash,
    issueId,
    issueRow,
    eventRows,
    eventIds,
    obsoleteEventId,
    furtherHashes: unclaimedHashes,
    mergedInto: issue.mergedInto,
    mayJoin: issue.mergedInto === null && !isAlone,
    activityRows,
    releaseRows,
    ageingRow,
    termRow,
    outbox,
  };
}

/**
 * Writes issues and some of their events to D1 in one batch and returns the issues' ids, in order. Counters are absolute and carry the version of the state,
 * events are inserted once, so repeating a projection, or losing its answer, changes nothing. The first projection of a hash draws the issue's number.
 * All rows travel as JSON, so that the number of statements does not depend on the number of issues: D1 charges time for each, and takes 100 parameters at most.
 * No two projections may be of the same issue.
 */
export async function projectIssues(db: D1Database, projections: readonly Projection[]): Promise<number[]> {
  if (projections.length === 0) return [];
  const rowsOf = (isNumbered: boolean) => projections.filter(({ issueId }) => (issueId !== null) === isNumbered).map(({ issueRow }) => issueRow);
  const obsolete = projections.flatMap(({ projectId, hash, obsoleteEventId }) =>
    obsoleteEventId === null ? [] : [JSON.stringify([projectId, obsoleteEventId, hash])],
  );
  const each = (query: string, rows: readonly string[]) => parametersOf(rows).map((parameter) => db.prepare(query).bind(parameter));
  const unnumbered = `[${rowsOf(false).join(',')}]`;

  const results = await db.batch<{ project_id: number; hash: string; id: number }>([
    ...(unnumbered === '[]' ? [] : [updateByHash, insertNumbered, insertCounters].map((query) => db.prepare(query).bind(unnumbered))),
    ...each(upsertById, rowsOf(true)),
    ...each(deleteEvents, obsolete),
    ...each(
      insertEvents,
      projections.flatMap(({ eventRows }) => eventRows),
    ),
    ...each(
      linkReports,
      projections.flatMap(({ projectId, eventIds }) => eventIds.map((eventId) => JSON.stringify([projectId, eventId]))),
    ),
    ...each(
      insertActivities,
      projections.flatMap(({ activityRows }) => activityRows),
    ),
    ...each(
      insertReleases,
      projections.flatMap(({ releaseRows }) => releaseRows),
    ),
    ...each(
      insertAgeing,
      projections.flatMap(({ ageingRow }) => ageingRow ?? []),
    ),
    ...each(
      insertTerms,
      projections.flatMap(({ termRow }) => termRow ?? []),
    ),
    db.prepare(idsOfHashes).bind(unnumbered),
  ]);
  const drawn = new Map(results.at(-1)?.results.map(({ project_id, hash, id }) => [`${project_id}:${hash}`, id]));
  return projections.map(({ projectId, hash, issueId }) => {
    const id = issueId ?? drawn.get(`${projectId}:${hash}`);
    if (id === undefined) throw new Error(`The issue ${hash} of project ${projectId} is missing right after its insertion`);
    return id;
  });
}

/**
 * Claims the further hashes of issues, and gives back, in order, the hash of the issue that a new one belongs to instead; null for those that go on as they are. Whoever
 * comes first has a hash; one that names an issue is that issue's.
 */
export async function claimHashes(db: D1Database, projections: readonly Projection[]): Promise<(string | null)[]> {
  const claims = projections.flatMap(({ projectId, hash, furtherHashes }) => furtherHashes.map((further) => JSON.stringify([projectId, further, hash])));
  const lookups = projections.flatMap(({ projectId, hash, issueId, mayJoin, furtherHashes }, position) =>
    issueId === null && mayJoin ? [hash, ...furtherHashes].map((asked) => JSON.stringify([position, projectId, hash, asked])) : [],
  );
  if (claims.length === 0 && lookups.length === 0) return projections.map(() => null);
  const results = await db.batch<{ position: number; owner: string | null }>([
    ...parametersOf(claims).map((parameter) => db.prepare(claimFurtherHashes).bind(parameter)),
    ...parametersOf(lookups).map((parameter) => db.prepare(ownersOfHashes).bind(parameter)),
  ]);
  const owners = results.flatMap(({ results: rows }) => rows).filter(({ owner }) => owner !== null);
  return projections.map((_, position) => owners.find((row) => row.position === position)?.owner ?? null);
}

/** Some events of an issue that is being deleted, and how to forget them in D1; an empty list means that none is left. */
export async function takeEvents(db: D1Database, issueId: number, limit: number): Promise<{ eventIds: string[]; forget: () => Promise<void> }> {
  const { results } = await db
    .prepare('select project_id, event_id from events where issue_id = ? limit ?')
    .bind(issueId, limit)
    .all<{ project_id: number; event_id: string }>();
  const forget = async () => {
    await db
      .prepare(forgetEvents)
      .bind(JSON.stringify(results.map((row) => [row.project_id, row.event_id])), issueId)
      .run();
  };
  return { eventIds: results.map((row) => row.event_id), forget };
}

/** Which of the ids are events of another issue as well, so that their attachments have to stay. */
export async function findEventsOfOthers(db: D1Database, projectId: number, issueId: number, eventIds: readonly string[]): Promise<Set<string>> {
  const { results } = await db
    .prepare('select event_id from events where project_id = ?1 and event_id in (select value from json_each(?2)) and issue_id <> ?3')
    .bind(projectId, JSON.stringify(eventIds), issueId)
    .all<{ event_id: string }>();
  return new Set(results.map((row) => row.event_id));
}

/** Gives free what an issue had claimed. */
export async function forgetClaims(db: D1Database, projectId: number, hash: string, furtherHashes: readonly string[]): Promise<void> {
  if (furtherHashes.length === 0) return;
  await db
    .prepare('delete from further_hashes where project_id = ?1 and hash in (select value from json_each(?2)) and head_hash = ?3')
    .bind(projectId, JSON.stringify(furtherHashes), hash)
    .run();
}

/** A hash that is turned away with those of a discarded issue is named with them, so that it is welcome again when they are. */
export async function joinTombstone(db: D1Database, projectId: number, hash: string, discardedWith: string | null): Promise<void> {
  if (discardedWith === null) return;
  await db
    .prepare(
      `update tombstones set hashes = json_insert(hashes, '$[#]', ?2)
       where project_id = ?1 and exists (select 1 from json_each(hashes) where value = ?3) and not exists (select 1 from json_each(hashes) where value = ?2)`,
    )
    .bind(projectId, hash, discardedWith)
    .run();
}

export async function removeIssue(db: D1Database, issueId: number): Promise<void> {
  const tables = ['user_reports where issue_id', 'activities where issue_id', 'participations where issue_id', 'issues where id'];
  await db.batch([advanceCounter, ...tables.map((rows) => `delete from ${rows} = ?`)].map((statement) => db.prepare(statement).bind(issueId)));
}

const issueColumns = [
  'project_id',
  'hash',
  'mechanism',
  'status',
  'substatus',
  'status_since',
  'merged_into',
  'priority',
  'assignee',
  'status_details',
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
  'version',
  'stack',
  'likeness',
  'tag_counts',
  'is_priority_set_by_member',
];

/** In the order of `issueColumns`. */
function issueValues({ state, whole, userCount, mergedInto, tagCounts }: ShownIssue): unknown[] {
  const { life } = state;
  return [
    state.projectId,
    state.hash,
    state.mechanism,
    mergedInto === null ? life.status : 'merged',
    mergedInto === null ? life.substatus : null,
    life.since,
    mergedInto,
    life.priority.level,
    life.assignee,
    JSON.stringify(mergedInto === null ? statusDetailsOf(life, life.by) : {}),
    whole.title,
    whole.culprit,
    whole.level,
    whole.type,
    whole.platform,
    whole.logger,
    JSON.stringify(whole.metadata),
    whole.isUnhandled ? 1 : 0,
    whole.eventCount,
    userCount,
    whole.firstSeenAt,
    whole.lastSeenAt,
    whole.firstRelease,
    whole.lastRelease,
    JSON.stringify(whole.trend),
    state.version,
    state.stack && JSON.stringify(state.stack),
    JSON.stringify(state.likeness),
    JSON.stringify(tagCounts),
    life.priority.isSetByMember ? 1 : 0,
  ];
}

const values = issueColumns.map((_, index) => `j.value ->> ${index + 1}`).join(', ');
const columns = `id, number, ${issueColumns.join(', ')}`;
const newerWins = `do update set ${issueColumns
  .filter((column) => column !== 'project_id' && column !== 'hash')
  // It is told but once.
  .map((column) => (column === 'stack' ? 'stack = coalesce(excluded.stack, issues.stack)' : `${column} = excluded.${column}`))
  .join(', ')} where excluded.version > issues.version`;

/** Inserts as well, so that an issue whose row was lost comes back with its next event. */
const upsertById = `
  insert into issues (${columns})
  select j.value ->> 0, (j.value ->> 0) % ${issueIdsPerProject}, ${values} from json_each(?) j where true
  on conflict (id) ${newerWins}`;

/** A hash that was projected before although its object does not know: the answer got lost. */
const updateByHash = `
  insert into issues (${columns})
  select i.id, i.number, ${values} from json_each(?) j join issues i on i.project_id = j.value ->> 1 and i.hash = j.value ->> 2 where true
  on conflict (id) ${newerWins}`;

const insertNumbered = `
  insert into issues (${columns})
  select n.project_id * ${issueIdsPerProject} + n.number, n.number, ${values}
  from (
    select j.key, j.value ->> 1 as project_id,
      max(
        coalesce((select number from issue_counters where project_id = j.value ->> 1), 0),
        coalesce((
          select max(id) % ${issueIdsPerProject} from issues where id > (j.value ->> 1) * ${issueIdsPerProject} and id < ((j.value ->> 1) + 1) * ${issueIdsPerProject}
        ), 0)
      ) + row_number() over (partition by j.value ->> 1 order by j.key) as number
    from json_each(?1) j
    where not exists (select 1 from issues i where i.project_id = j.value ->> 1 and i.hash = j.value ->> 2)
  ) n join json_each(?1) j on j.key = n.key`;

/** Written once a project: only what is deleted moves it. */
const insertCounters = `
  insert or ignore into issue_counters (project_id, number) select distinct value ->> 1, 0 from json_each(?)`;

/** Never backwards: numbers of deleted issues are not given out again. */
const advanceCounter = `
  insert into issue_counters (project_id, number) select project_id, number from issues where id = ?
  on conflict do update set number = excluded.number where excluded.number > issue_counters.number`;

const idsOfHashes = `
  select i.project_id, i.hash, i.id from json_each(?) j join issues i on i.project_id = j.value ->> 1 and i.hash = j.value ->> 2`;

/** Only of the issue itself: an event id that was sent twice with different content is an event of the other issue, too. */
const deleteEvents = `
  delete from events where (project_id, event_id) in (select value ->> 0, value ->> 1 from json_each(?1))
    and issue_id in (select i.id from json_each(?1) j join issues i on i.project_id = j.value ->> 0 and i.hash = j.value ->> 2)`;

const forgetEvents = 'delete from events where (project_id, event_id) in (select value ->> 0, value ->> 1 from json_each(?1)) and issue_id = ?2';

const eventColumns = [
  'event_id',
  'occurred_at',
  'received_at',
  'title',
  'culprit',
  'level',
  'type',
  'platform',
  'release',
  'environment',
  'user',
  'tags',
  'fields',
];

const insertEvents = `
  insert or ignore into events (project_id, issue_id, ${eventColumns.join(', ')})
  select j.value ->> 0, (select id from issues i where i.project_id = j.value ->> 0 and i.hash = j.value ->> 1),
    ${eventColumns.map((column, index) => (column === 'tags' || column === 'fields' ? `jsonb(j.value ->> ${index + 2})` : `j.value ->> ${index + 2}`)).join(', ')}
  from json_each(?) j`;

const claimFurtherHashes = `
  insert or ignore into further_hashes (project_id, hash, head_hash)
  select j.value ->> 0, j.value ->> 1, j.value ->> 2 from json_each(?) j
  where not exists (select 1 from issues i where i.project_id = j.value ->> 0 and i.hash = j.value ->> 1)
  order by j.key`;

const ownersOfHashes = `
  select j.value ->> 0 as position, coalesce(
    (select f.head_hash from further_hashes f where f.project_id = j.value ->> 1 and f.hash = j.value ->> 3 and f.head_hash <> j.value ->> 2),
    (select coalesce(head.hash, i.hash) from issues i left join issues head on head.id = i.merged_into
     where i.project_id = j.value ->> 1 and i.hash = j.value ->> 3 and i.hash <> j.value ->> 2)
  ) as owner
  from json_each(?) j order by j.key`;

const insertActivities = `
  insert or ignore into activities (issue_id, at, id, type, user_id, data)
  select (select id from issues i where i.project_id = j.value ->> 0 and i.hash = j.value ->> 1),
    j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5, j.value ->> 6
  from json_each(?) j`;

const insertReleases = `
  insert or ignore into releases (project_id, version, first_event_at)
  select j.value ->> 0, j.value ->> 1, j.value ->> 3 from json_each(?) j`;

/** Adds to the words of the issue: the index keeps no text, so that a row of it is only ever a number for some more words to lead to. */
const insertTerms = `
  insert into issue_search (rowid, terms)
  select i.id, j.value ->> 2 from json_each(?) j join issues i on i.project_id = j.value ->> 0 and i.hash = j.value ->> 1`;

const insertAgeing = `
  insert or ignore into ageing_issues (due_at, issue_id)
  select j.value ->> 2, i.id from json_each(?) j join issues i on i.project_id = j.value ->> 0 and i.hash = j.value ->> 1`;

/** Reports that came before their event. The plus keeps SQLite from going through all that wait. */
const linkReports = `
  update user_reports set issue_id = (
    select e.issue_id from events e where e.project_id = user_reports.project_id and e.event_id = user_reports.event_id order by e.received_at, e.issue_id limit 1
  )
  where (project_id, event_id) in (select value ->> 0, value ->> 1 from json_each(?)) and +issue_id is null`;

/** In the order of `eventColumns`. */
function eventValues(event: EventSummary): unknown[] {
  return [
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
    JSON.stringify(Object.fromEntries(event.tags)),
    JSON.stringify(event.fields),
  ];
}
