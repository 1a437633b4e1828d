import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { aProject } from './ingest.fixture.ts';
import { countOutcomes, flushOutcomes } from './outcomes.ts';

/** What is gathered before it is written, at ten events a second. */
const eventsOfAFlush = 40;

it('adds at most 0.1 billable rows an event under steady load, attachments and client reports counted', async () => {
  // What tests of other files counted.
  await flushOutcomes(env);
  const project = await aProject();
  let rows = 0;
  const counting = {
    ...env,
    DB: new Proxy(env.DB, {
      get: (db, name) =>
        name === 'prepare'
          ? (query: string) => ({
              bind: (...values: unknown[]) => ({
                run: async () => {
                  const result = await db
                    .prepare(query)
                    .bind(...values)
                    .run();
                  rows += result.meta.rows_written;
                  return result;
                },
              }),
            })
          : Reflect.get(db, name),
    }),
  };
  const context = createExecutionContext();
  for (let nth = 0; nth < eventsOfAFlush; nth += 1) {
    const accepted = { outcome: 'accepted' } as const;
    const outcomes = [
      { outcome: accepted, category: 'error', quantity: 1 },
      { outcome: accepted, category: 'attachment', quantity: 500 },
      { outcome: { outcome: 'client_discard', reason: 'before_send' }, category: 'error', quantity: 1 },
    ] as const;
    countOutcomes(counting, context, project, outcomes, Date.now());
  }
  await flushOutcomes(counting);
  console.warn(`LEDGER ${JSON.stringify({ case: 'outcomes of steady load', events: eventsOfAFlush, objectRows: 0, d1Rows: rows, r2Operations: 0 })}`);
  expect(rows).toBeGreaterThan(0);
  expect(rows / eventsOfAFlush).toBeLessThanOrEqual(0.1);
});
