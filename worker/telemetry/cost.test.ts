import { runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { aProject } from '../ingest/ingest.fixture.ts';
import { encodeBatch, telemetryObjectName } from './batch.ts';

/*
 * The cost ledger of telemetry: billable rows written in an object, alarms counted, and R2 operations, from the first request until all of it is files. D1 is not
 * asked at all. See worker/issue/cost.test.ts for events.
 */

async function billOf(requests: number): Promise<{ objectRows: number; r2Operations: number }> {
  const { projectId } = await aProject();
  const object = env.TELEMETRY.getByName(telemetryObjectName(projectId, 0));
  let r2Operations = 0;
  return runInDurableObject(object, async (instance, state) => {
    const put = async (key: string, value: string) => {
      r2Operations += 1;
      return env.FILES.put(key, value);
    };
    Object.defineProperty(instance, 'env', { value: { ...env, FILES: { put } } });
    // SQLite's own count covers every table of the object, the alarm's too; none of them has an index beside its key.
    const written = () => state.storage.sql.exec<{ n: number }>('select total_changes() as n').one().n;
    const before = written();
    for (let nth = 0; nth < requests; nth += 1) {
      const spans = Array.from({ length: 10 }, (_, index) => ({ kind: 'span' as const, id: `${nth}:${index}`, json: JSON.stringify({ name: 'GET /' }) }));
      const { ids, bytes, body } = encodeBatch([...spans, { kind: 'log', id: null, json: '{}' }]);
      instance.append(JSON.stringify({ projectId, part: 0, receivedAt: Date.now(), ids, bytes }), body);
    }
    await instance.flush();
    return { objectRows: written() - before, r2Operations };
  });
}

it('writes two rows a request, and a file of each kind for all of a minute', async () => {
  const bill = await billOf(100);
  console.warn(`LEDGER ${JSON.stringify({ case: 'telemetry of 100 requests', events: 100, d1Rows: 0, ...bill })}`);
  expect(bill.objectRows / 100).toBeLessThanOrEqual(2.1);
  expect(bill.r2Operations).toBe(2);
});

it('writes at most five rows for a request by itself', async () => {
  const bill = await billOf(1);
  console.warn(`LEDGER ${JSON.stringify({ case: 'telemetry of one request', events: 1, d1Rows: 0, ...bill })}`);
  expect(bill.objectRows).toBeLessThanOrEqual(5);
});
