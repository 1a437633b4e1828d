import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { anEventId, aProject, eventually, type TestProject } from '../ingest/ingest.fixture.ts';
import { objectOf, type Row, rowsOf, send, settle, shown } from './family.fixture.ts';

/*
 * Merging, unmerging, discarding, restarts of objects and a database that fails, all while events pour in over sixteen connections; some events twice, as SDKs send
 * them again. In the end every event is counted exactly once, in the issue that its hash belongs to, and D1 says the same as the objects.
 */

const connections = 16;
const users = 40;

/** Seeded, so that a failure can be had again: mulberry32. */
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below) | 0;
  };
}

interface Ledger {
  events: Map<string, Set<string>>;
  users: Map<string, Set<string>>;
}

/** Sends until told to stop, and notes what was acknowledged. What was not is sent again, as an SDK does. */
async function pour(project: TestProject, hashes: readonly string[], ledger: Ledger, random: (below: number) => number, isOver: () => boolean): Promise<void> {
  // Of a thousand events an hour of one hash all bodies are kept, so that all can be looked for.
  for (let nth = 0; nth < 300 && !isOver(); nth += 1) {
    await scheduler.wait(5 + random(50));
    const hash = hashes[random(hashes.length)] ?? '';
    const eventId = anEventId();
    const user = String(random(users));
    const times = random(5) === 0 ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const result = await send(project, { hash, eventId, user }).catch(() => send(project, { hash, eventId, user }));
      if (result === 'discarded') continue;
      expect(result === 'accepted' || result === 'duplicate').toBe(true);
      ledger.events.get(hash)?.add(eventId);
      ledger.users.get(hash)?.add(user);
    }
  }
}

function union(sets: readonly (Set<string> | undefined)[]): Set<string> {
  return new Set(sets.flatMap((set) => [...(set ?? [])]));
}

function familyOf(head: Row, rows: readonly Row[]): string[] {
  return rows.filter(({ id, merged_into }) => id === head.id || merged_into === head.id).map(({ hash }) => hash);
}

it.each([1])(
  'counts every event exactly once, whatever is merged, unmerged and restarted meanwhile (seed %i)',
  async (seed) => {
    const random = randomOf(seed);
    const project = await aProject();
    const hashes = Array.from({ length: 8 }, (_, index) => String(index + 1).repeat(32));
    const ledger: Ledger = { events: new Map(hashes.map((hash) => [hash, new Set()])), users: new Map(hashes.map((hash) => [hash, new Set()])) };
    for (const hash of hashes) {
      const eventId = anEventId();
      await send(project, { hash, eventId, user: '0' });
      ledger.events.get(hash)?.add(eventId);
      ledger.users.get(hash)?.add('0');
    }
    await settle(project, hashes);

    let isOver = false;
    let evictions = 0;
    const pouring = Array.from({ length: connections }, () => pour(project, hashes, ledger, random, () => isOver));
    const any = () => hashes[random(hashes.length)] ?? '';
    for (let turn = 0; turn < 20; turn += 1) {
      const [one, other, third] = [any(), any(), any()];
      switch (random(5)) {
        case 0:
        case 1:
          await objectOf(project, one)
            .merge(
              [...new Set([other, third])].filter((hash) => hash !== one),
              1,
              Date.now(),
            )
            .catch(() => undefined);
          break;
        case 2:
          await objectOf(project, one)
            .unmerge([other, third], 1, Date.now())
            .catch(() => undefined);
          break;
        case 3:
          // It waits until nothing is under way there, which takes a while.
          evictions += 1;
          if (evictions <= 2) await evictDurableObject(objectOf(project, one)).catch(() => undefined);
          break;
        default:
          await Promise.all([objectOf(project, one).merge([other], 1, Date.now()), objectOf(project, other).merge([one], 1, Date.now())]).catch(
            () => undefined,
          );
      }
    }
    isOver = true;
    await Promise.all(pouring);

    const sent = union([...ledger.events.values()]).size;
    await eventually(
      () => settle(project, hashes),
      (rows) => shown(rows).reduce((sum, { event_count }) => sum + event_count, 0) === sent,
    );
    const rows = await rowsOf(project);
    const heads = shown(rows);
    for (const head of heads) {
      const family = familyOf(head, rows);
      const expected = {
        event_count: union(family.map((hash) => ledger.events.get(hash))).size,
        user_count: union(family.map((hash) => ledger.users.get(hash))).size,
      };
      expect(head, `${head.hash[0]} with ${family.map((hash) => hash[0]).join('')}`).toMatchObject(expected);
    }
    expect(heads.flatMap((head) => familyOf(head, rows)).sort()).toEqual(hashes);
    // And by hash: nobody lost or took what is another's.
    for (const { hash, event_count } of rows.filter(({ status }) => status === 'merged')) expect(event_count).toBe(ledger.events.get(hash)?.size);
    const { results } = await env.DB.prepare('select event_id from events where project_id = ?').bind(project.projectId).all<{ event_id: string }>();
    expect(new Set(results.map(({ event_id }) => event_id))).toEqual(union([...ledger.events.values()]));
  },
  60_000,
);

it('leaves nothing of what is discarded, and counts the rest, while events pour in', async () => {
  const random = randomOf(7);
  const project = await aProject();
  const hashes = ['1', '2', '3', '4'].map((digit) => digit.repeat(32));
  const [first, second, third, fourth] = hashes;
  const ledger: Ledger = { events: new Map(hashes.map((hash) => [hash, new Set()])), users: new Map(hashes.map((hash) => [hash, new Set()])) };
  let isOver = false;
  const pouring = Array.from({ length: connections }, () => pour(project, hashes, ledger, random, () => isOver));
  await eventually(
    () => rowsOf(project),
    (rows) => rows.length === 4,
  );
  await objectOf(project, first ?? '').merge([second ?? '', third ?? ''], 1, Date.now());
  expect(await objectOf(project, first ?? '').remove(1, true)).toBe(true);
  await eventually(
    async () => Promise.all([first, second, third].map((hash) => send(project, { hash: hash ?? '' }))),
    (results) => results.every((result) => result === 'discarded'),
  );
  isOver = true;
  await Promise.all(pouring);

  await eventually(
    async () => {
      await settle(project, hashes);
      const { results } = await env.DB.prepare('select event_id from events where project_id = ?').bind(project.projectId).all<{ event_id: string }>();
      return results.map(({ event_id }) => event_id).sort();
    },
    (listed) => JSON.stringify(listed) === JSON.stringify([...(ledger.events.get(fourth ?? '') ?? [])].sort()),
  );
  expect(await rowsOf(project)).toMatchObject([{ hash: fourth, event_count: ledger.events.get(fourth ?? '')?.size }]);
}, 60_000);
