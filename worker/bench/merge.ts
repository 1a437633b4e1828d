import { setTimeout as sleep } from 'node:timers/promises';
import { shots } from './envelopes.ts';
import { load } from './load.ts';
import { startBench } from './runtimes.ts';

export interface MergeFigures {
  issues: number;
  /** From the request until a list shows one issue with all events, ms. */
  shownMs: number;
  isExact: boolean;
}

const eventsPerIssue = 3;

/** Merges a hundred issues of a few events each by the API, as the dashboard does, and asks for the list until it shows what came of it. */
export async function measureMerge(issues = 100): Promise<MergeFigures> {
  const bench = await startBench();
  try {
    const events = shots(issues * eventsPerIssue, (nth) => nth % issues);
    await load(() => bench.ingestUrl, events, 16);
    const { setup, runtime } = bench;
    const list = async (): Promise<{ id: string; count: string }[]> => {
      const reply = await fetch(`${runtime.url}/api/0/organizations/${setup.organization.slug}/issues/?limit=100`, {
        headers: { authorization: `Bearer ${setup.token}` },
      });
      return reply.json();
    };
    const counted = async () => (await list()).reduce((sum, { count }) => sum + Number(count), 0);
    while ((await counted()) < events.length) await sleep(100);
    const ids = (await list()).map(({ id }) => `id=${id}`);

    const startedAt = performance.now();
    const reply = await fetch(`${runtime.url}/api/0/organizations/${setup.organization.slug}/issues/?${ids.join('&')}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${setup.token}`, 'content-type': 'application/json' },
      body: '{"merge":1}',
    });
    if (!reply.ok) throw new Error(`Merging answered ${reply.status}: ${await reply.text()}`);
    let shown = await list();
    while (shown.length > 1 && performance.now() - startedAt < 30_000) {
      await sleep(20);
      shown = await list();
    }
    return { issues: ids.length, shownMs: performance.now() - startedAt, isExact: Number(shown[0]?.count) === events.length };
  } finally {
    await bench.stop();
  }
}
