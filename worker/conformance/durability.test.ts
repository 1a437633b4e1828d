import { globSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually, type Picket, startPicket } from '../commands/harness.ts';
import { expectEachOnce } from './each-once.fixture.ts';
import { type LoadEvent, makeEvents, sendEvents } from './load.fixture.ts';

let picket: Picket;

beforeAll(async () => {
  picket = await startPicket();
});
afterAll(() => picket?.stop());

const acknowledged: string[] = [];
const sent: LoadEvent[] = [];
const rounds = 3;

it('keeps every event it has acknowledged when it is killed in the midst of a load, and counts it once', async () => {
  for (let round = 1; round <= rounds; round += 1) {
    const events = makeEvents(300);
    const killAfter = 20 + Math.floor(Math.random() * 200);
    let killed: Promise<void> | undefined;
    const tally = await sendEvents(picket, events, (answered) => {
      if (answered.acknowledged.length === killAfter) killed = picket.kill();
    });
    await killed;
    expect(tally.refused, `round ${round}, killed after ${killAfter} answers`).toEqual([]);
    expect(tally.unanswered.length).toBeGreaterThan(0);
    acknowledged.push(...tally.acknowledged);
    sent.push(...events);
    await picket.restart();
  }
  await eventually(() => expectEachOnce(picket, { acknowledged, sent }), 30_000);
});

it('counts an event once that is sent three times at once, and again after a restart', async () => {
  const events = makeEvents(60);
  const thrice = events.flatMap((event) => [event, event, event]);
  expect(await sendEvents(picket, thrice)).toMatchObject({ refused: [], unanswered: [] });
  await picket.kill();
  await picket.restart();

  // What was sent before and never answered is what an SDK would send again.
  sent.push(...events);
  expect(await sendEvents(picket, sent)).toMatchObject({ refused: [], unanswered: [] });
  await eventually(() => expectEachOnce(picket, { acknowledged: sent.map(({ id }) => id), sent }), 30_000);
});

it('has on disk what it shows, in D1 and in the objects of the issues', async () => {
  await picket.kill();
  const ids = sent.map(({ id }) => id).sort();
  const [d1, ...others] = databasesWith('events');
  expect(others).toEqual([]);
  expect(d1 && columnOf(d1, 'select event_id from events order by 1')).toEqual(ids);
  expect(d1 && columnOf(d1, 'select sum(event_count) from issues')).toEqual([ids.length]);

  // Key-value storage of Durable Objects is a table of this name; what is in it is told in issue/issue-store.ts.
  const keys = databasesWith('_cf_KV').flatMap((database) => columnOf(database, "select key from _cf_KV where key like '%/event/%'"));
  expect(keys.map((key) => String(key).split('/').at(-1)).sort()).toEqual(ids);
});

/** All databases in the data folder that have this table: those of D1 and of Durable Objects are SQLite files alike. */
function databasesWith(table: string): DatabaseSync[] {
  return globSync(`${picket.dataFolder}/v3/**/*.sqlite`)
    .map((path) => new DatabaseSync(path))
    .filter((database) => columnOf(database, 'select name from sqlite_master').includes(table));
}

function columnOf(database: DatabaseSync, query: string): unknown[] {
  return database
    .prepare(query)
    .all()
    .map((row) => Object.values(row)[0]);
}
