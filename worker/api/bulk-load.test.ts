import { runInDurableObject } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import { eventually } from '../ingest/ingest.fixture.ts';
import { sweepOverflow } from '../ingest/overflow.ts';
import type { IssueState } from '../issue/issue.ts';
import { issueObjectName } from '../issue/object-name.ts';
import { changeSome, listOf, searchOf } from './commands.fixture.ts';
import type { IssueChange, IssuesChanged } from './contract/issue-change.ts';
import { aKey, anIssue, aTenant, hexId, origin, send, type Tenant } from './fixtures.ts';

/*
 * Bulk changes, by id and by query, while events come in over sixteen connections by the front door, some of them twice, and objects crash with calls under
 * way. In the end every event is counted once, every change of an issue is in its history once, D1 says what the objects say, and whoever asked was told
 * of each issue whether it was changed.
 */

const connections = Array.from({ length: 16 }, (_, connection) => connection);
/** Of each connection while a step of the changes is under way. No timers set the pace: they do not fire as long as objects are busy with each other. */
const eventsPerStep = 4;
const users = 30;
const names = Array.from({ length: 40 }, (_, nth) => `issue ${nth}`);
const doomed = Array.from({ length: 4 }, (_, nth) => `doomed ${nth}`);

interface Ledger {
  events: Set<string>;
  users: Set<string>;
}

interface Row {
  id: number;
  hash: string;
  title: string;
  status: string;
  substatus: string | null;
  priority: string;
  assignee: string | null;
  event_count: number;
  user_count: number;
  first_seen_at: number;
  last_seen_at: number;
  version: number;
}

interface Activity {
  id: string;
  type: string;
  data: string;
}

const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined);

async function post({ project }: Tenant, key: string, name: string, eventId: string, user: string): Promise<void> {
  const body = JSON.stringify({ event_id: eventId, message: name, fingerprint: [name], user: { id: user } });
  const answer = await exports.default.fetch(`${origin}/api/${project.id}/store/?sentry_key=${key}`, { method: 'POST', body });
  expect([answer.status, await answer.text()]).toEqual([200, JSON.stringify({ id: eventId })]);
}

/** Every connection sends to issues in an order of its own. */
async function pour(tenant: Tenant, key: string, connection: number, step: number, ledgers: ReadonlyMap<string, Ledger>): Promise<void> {
  for (let nth = step * eventsPerStep; nth < (step + 1) * eventsPerStep; nth += 1) {
    const name = names[(connection * 7 + nth * 11) % names.length] ?? '';
    const eventId = hexId();
    const user = String((connection + nth * 3) % users);
    await Promise.all(Array.from({ length: nth % 5 === 0 ? 2 : 1 }, () => post(tenant, key, name, eventId, user)));
    ledgers.get(name)?.events.add(eventId);
    ledgers.get(name)?.users.add(user);
  }
}

async function rowsOf({ project }: Tenant): Promise<Row[]> {
  const { results } = await env.DB.prepare('select * from issues where project_id = ? order by id').bind(project.id).all<Row>();
  return results;
}

const objectOf = ({ project }: Tenant, hash: string) => env.ISSUES.getByName(issueObjectName(project.id, hash));

/** Whoever waits for an answer of it hears that it is gone, and nothing that was not on disk is left. */
async function crash(tenant: Tenant, hash: string): Promise<void> {
  await runInDurableObject(objectOf(tenant, hash), (_, state) => state.abort('crashed, as the test wants it')).catch(() => undefined);
}

/** What it has on disk cannot be read any more. */
async function breakObject(tenant: Tenant, hash: string): Promise<void> {
  const state = { version: 0, projectedVersion: 0, outbox: [], unclaimedHashes: [] };
  await runInDurableObject(objectOf(tenant, hash), (_, { storage }) => storage.kv.put('root', { state }));
  await crash(tenant, hash);
}

/** What the object itself has on disk, counted entry by entry. */
function ownOf(tenant: Tenant, hash: string): Promise<{ state: IssueState; events: string[]; users: number }> {
  return runInDurableObject(objectOf(tenant, hash), (_, { storage: { kv } }) => {
    const root = kv.get<{ state: IssueState; generation: number }>('root');
    if (!root) throw new Error(`${hash} has nothing`);
    const under = (kind: string) => Array.from(kv.list({ prefix: `${root.generation}/${kind}/` }), ([key]) => key.split('/')[2] ?? '');
    return { state: root.state, events: under('event'), users: under('user').length };
  });
}

interface Standing {
  status: string;
  priority: string | null;
  isAssigned: boolean;
}

/** Which status, priority and assignee a history leads to. Throws where an entry says what was so before: then it was told twice, or one between was lost. */
function replay(history: readonly Activity[]): Standing {
  return history.reduce<Standing>(
    (before, activity) => {
      const now = { ...before, ...toldBy(activity) };
      const isRegression = activity.type === 'set_regression';
      if (JSON.stringify(now) === JSON.stringify(before) || (isRegression && before.status !== 'resolved'))
        throw new Error(`${activity.id} cannot follow in ${JSON.stringify(history)}`);
      return now;
    },
    { status: 'unresolved', priority: null, isAssigned: false },
  );
}

function toldBy({ type, data }: Activity): Partial<Standing> {
  switch (type) {
    case 'set_resolved':
      return { status: 'resolved' };
    case 'set_ignored':
      return { status: 'ignored' };
    case 'set_regression':
    case 'set_unresolved':
      return { status: 'unresolved' };
    case 'set_priority':
      return { priority: JSON.parse(data).priority };
    case 'assigned':
    case 'unassigned':
      return { isAssigned: type === 'assigned' };
    default:
      throw new Error(`nobody asked for ${type}`);
  }
}

it('ends with every event and every change once, and tells of every issue what became of it', async () => {
  const tenant = await aTenant();
  const key = await aKey(tenant.project);
  const ledgers = new Map([...names, ...doomed, 'dead'].map((name): [string, Ledger] => [name, { events: new Set(), users: new Set() }]));
  await Promise.all(
    Array.from(ledgers, async ([name, ledger]) => {
      const eventId = hexId();
      await post(tenant, key, name, eventId, '0');
      ledger.events.add(eventId);
      ledger.users.add('0');
    }),
  );
  const began = await eventually(
    () => rowsOf(tenant),
    (rows) => rows.length === ledgers.size,
  );
  const idsOf = (some: readonly string[]) => some.map((name) => String(began.find(({ title }) => title === name)?.id));
  const hashes = names.map((name) => began.find(({ title }) => title === name)?.hash ?? '');
  // One whose object cannot be reached, and one that is in the list but has none.
  await breakObject(tenant, began.find(({ title }) => title === 'dead')?.hash ?? '');
  const gone = await anIssue(tenant.project, { number: 900 });
  const unchangeable = [...idsOf(['dead']), String(gone.id)];
  const all = [...idsOf(names), ...unchangeable];

  /** Nobody may be passed over in silence. */
  const toldOf = ({ before, failed }: IssuesChanged) => [...before, ...failed].map(({ id }) => id).sort();
  const byIds = async (ids: readonly string[], change: IssueChange): Promise<IssuesChanged> => {
    const reply = await changeSome(tenant, searchOf(ids), change);
    expect(toldOf(reply)).toEqual([...ids].sort());
    return reply;
  };
  const byQuery = async (query: string, change: IssueChange): Promise<IssuesChanged> => {
    const reply = await changeSome(tenant, `?query=${encodeURIComponent(query)}`, change);
    const told = toldOf(reply);
    expect(told).toEqual([...new Set(told)]);
    // Their rows stay as they are, so that every query finds them.
    expect(told).toEqual(expect.arrayContaining(unchangeable));
    return reply;
  };

  const assignee = `user:${tenant.owner.id}`;
  const acknowledged = () => [...ledgers.values()].reduce((sum, { events }) => sum + events.size, 0);
  let step = 0;
  /** What is done while events come in. */
  const amid = async <Done>(doing: Promise<Done>): Promise<Done> => {
    const before = acknowledged();
    const pouring = Promise.all(connections.map((connection) => pour(tenant, key, connection, step, ledgers)));
    step += 1;
    const done = await doing;
    expect(acknowledged()).toBeGreaterThan(before);
    await pouring;
    return done;
  };
  const crashSome = async (from: number) => {
    for (let nth = 0; nth < 12; nth += 1) await crash(tenant, hashes[(from + nth) % hashes.length] ?? '');
  };
  await amid(Promise.all([byIds(all.slice(0, 25), { status: 'resolved' }), byIds(all.slice(0, 25), { status: 'resolved', priority: 'low' }), crashSome(0)]));
  await amid(Promise.all([byQuery('is:unresolved', { status: 'ignored', assignedTo: assignee }), crashSome(12)]));
  // Those that ask for opposite things meet at the same objects.
  await amid(
    Promise.all([
      byQuery('', { status: 'unresolved' }),
      byIds(all, { status: 'resolved' }),
      byQuery('', { priority: 'medium' }),
      byIds(all.slice(5, 30), { status: 'ignored', assignedTo: null }),
    ]),
  );
  await amid(byQuery('', { status: 'resolved' }));
  // Deleted and changed at once: each is either changed or said to be gone, and none comes back.
  const doomedIds = idsOf(doomed);
  const remove = () =>
    send('DELETE', `/organizations/${tenant.organization.slug}/issues/${searchOf([...doomedIds, String(gone.id)])}`, { token: tenant.token });
  const [deletion] = await amid(Promise.all([remove(), byIds(doomedIds, { status: 'resolved' }), byIds(doomedIds, { status: 'ignored' })]));
  expect([deletion.status, await deletion.json()]).toEqual([200, { failed: [expect.objectContaining({ id: String(gone.id) })] }]);
  const last = await amid(byIds(all, { priority: 'high', assignedTo: assignee, hasSeen: true, isBookmarked: true }));
  const lastByQuery = await amid(byQuery('', { status: 'resolved' }));
  expect([...last.failed, ...lastByQuery.failed].map(({ id }) => id).sort()).toEqual([...unchangeable, ...unchangeable].sort());

  // Events and changes were under way to objects that crashed.
  expect(warned).toHaveBeenCalledWith(expect.stringContaining('overflow'), expect.anything());

  const poured = names.flatMap((name) => [...(ledgers.get(name)?.events ?? [])]);
  const alive = await eventually(
    async () => {
      // What crashed objects did not take waits there.
      await sweepOverflow(env, Date.now() + 600_000);
      await Promise.all(hashes.map((hash) => objectOf(tenant, hash).project()));
      return (await rowsOf(tenant)).filter(({ id }) => !unchangeable.includes(String(id)));
    },
    (rows) => rows.length === names.length && rows.reduce((sum, { event_count }) => sum + event_count, 0) === poured.length,
  );
  for (const row of alive) {
    const ledger = ledgers.get(row.title);
    const { state, events, users: ownUsers } = await ownOf(tenant, row.hash);
    expect(events.sort()).toEqual([...(ledger?.events ?? [])].sort());
    expect(row).toMatchObject({ event_count: ledger?.events.size, user_count: ledger?.users.size });
    expect({ events: state.eventCount, users: ownUsers }).toEqual({ events: row.event_count, users: row.user_count });
    const { life } = state;
    expect(row).toMatchObject({ status: life.status, substatus: life.substatus, priority: life.priority.level, assignee: life.assignee });
    expect(row).toMatchObject({ version: state.version, first_seen_at: state.firstSeenAt, last_seen_at: state.lastSeenAt, priority: 'high', assignee });

    const { results: history } = await env.DB.prepare('select id, type, data from activities where issue_id = ? order by cast(id as integer)')
      .bind(row.id)
      .all<Activity>();
    // The first is its being seen, which its dates tell.
    expect(history.map(({ id }) => Number(id))).toEqual(Array.from({ length: state.happenings - 1 }, (_, nth) => nth + 2));
    expect(replay(history)).toEqual({ status: row.status, priority: 'high', isAssigned: true });
  }
  const { results } = await env.DB.prepare('select e.event_id from events e join issues i on i.id = e.issue_id where e.project_id = ? and i.title like ?')
    .bind(tenant.project.id, 'issue %')
    .all<{ event_id: string }>();
  expect(results.map(({ event_id }) => event_id).sort()).toEqual(poured.sort());
  expect(
    (await listOf(tenant))
      .filter(({ isBookmarked, hasSeen }) => isBookmarked && hasSeen)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(idsOf(names).sort());
}, 60_000);
