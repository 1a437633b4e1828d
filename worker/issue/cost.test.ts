import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { normalizeEvent } from '../event/normalize.ts';
import { summarizeEvent } from '../event/summarize.ts';
import { describeEvent } from '../grouping/describe.ts';
import { anEventId, aProject, type TestProject } from '../ingest/ingest.fixture.ts';
import { encodeBody } from './body.ts';
import { projectorName } from '../storage/projector-object.ts';

/*
 * The cost ledger: billable rows written, Durable Object and D1 together, index entries and alarms counted, and R2 operations. The bill per million events in the
 * README follows from these figures; `npm run bench` prints them.
 */

interface Bill {
  objectRows: number;
  d1Rows: number;
  r2Operations: number;
}

/** Records events on a new issue, all in one burst, and adds up what was written until D1 had everything. */
async function billOf(events: number, userOf: (nth: number) => number): Promise<Bill> {
  const project = await aProject();
  // A project has a row of its own once it has an issue.
  await runInDurableObject(env.ISSUES.getByName(`${project.projectId}:${'e'.repeat(32)}`), async (instance) => {
    instance.record(...recording(project, 1, 'e'.repeat(32)));
    await instance.project();
  });
  const projector = env.PROJECTORS.getByName(projectorName(project.shard));
  const bill: Bill = { objectRows: 0, d1Rows: 0, r2Operations: 0 };
  await runInDurableObject(projector, (instance) => {
    Object.defineProperty(instance, 'env', { configurable: true, value: { ...env, DB: counting(env.DB, bill) } });
  });
  await runInDurableObject(env.ISSUES.getByName(`${project.projectId}:${'c'.repeat(32)}`), async (instance, state) => {
    Object.defineProperty(instance, 'env', { value: { ...env, FILES: refusing(bill) } });
    // SQLite's own count covers every table of the object, the alarm's too; none of them has an index beside its key.
    const written = () => state.storage.sql.exec<{ n: number }>('select total_changes() as n').one().n;
    const before = written();
    for (let nth = 0; nth < events; nth += 1) {
      instance.record(...recording(project, userOf(nth)));
      // The first event is projected at once, the others together.
      if (nth === 0) await instance.project();
    }
    await instance.project();
    // What is only noted in memory until then is written by the alarm.
    await instance.alarm();
    bill.objectRows = written() - before;
  });
  // A copy: the projector goes on counting.
  return { ...bill };
}

function counting(db: D1Database, bill: Bill): Pick<D1Database, 'prepare' | 'batch'> {
  return {
    prepare: (query) => db.prepare(query),
    async batch<Row>(statements: D1PreparedStatement[]) {
      const results = await db.batch<Row>(statements);
      for (const { meta } of results) bill.d1Rows += meta.rows_written;
      return results;
    },
  };
}

function refusing(bill: Bill): object {
  return new Proxy({}, { get: () => () => (bill.r2Operations += 1) });
}

function recording({ organizationId, projectId, shard }: TestProject, user: number, hash = 'c'.repeat(32)): [occurrence: string, body: Uint8Array] {
  const payload = { exception: { values: [{ type: 'TypeError', value: 'boom' }] }, user: { id: user }, tags: { region: 'eu' } };
  const event = normalizeEvent(payload, { eventId: anEventId(), receivedAt: Date.now(), sentAt: null, clientIp: null, userAgent: null, client: null });
  // As of most events: that of the stack trace with the frames of libraries.
  const furtherHash = `d${hash.slice(1)}`;
  const origin = { organizationId, projectId, shard, hash, furtherHashes: [furtherHash], mechanism: 'picket:test' };
  return [JSON.stringify({ origin, owner: null, event: summarizeEvent(event, describeEvent(event)) }), encodeBody(event)];
}

it('writes at most 12 rows for the first event of an issue', async () => {
  const bill = await billOf(1, () => 1);
  console.warn(`LEDGER ${JSON.stringify({ case: 'first event of an issue', events: 1, ...bill })}`);
  expect(bill.objectRows + bill.d1Rows).toBeLessThanOrEqual(12);
  expect(bill.r2Operations).toBe(0);
});

it('writes at most 5 rows an event in a burst of 100 on one issue', async () => {
  const bill = await billOf(100, (nth) => nth % 10);
  console.warn(`LEDGER ${JSON.stringify({ case: 'burst of 100 from 10 users', events: 100, ...bill })}`);
  expect((bill.objectRows + bill.d1Rows) / 100).toBeLessThanOrEqual(5);
  expect(bill.r2Operations).toBe(0);
});

it('writes one row more for each user that is new', async () => {
  const [same, different] = [await billOf(100, () => 1), await billOf(100, (nth) => nth)];
  console.warn(`LEDGER ${JSON.stringify({ case: 'burst of 100 from 100 users', events: 100, ...different })}`);
  // And one for their counts, which are too many to travel with the state.
  expect(different.objectRows - same.objectRows).toBe(99 + 1);
  // So many users raise the priority, which is a line in the history; and each of two batches tells the search index of them.
  expect(different.d1Rows - same.d1Rows).toBe(3);
});
