import { setTimeout as sleep } from 'node:timers/promises';
import { type Shot, shots, skewed } from './envelopes.ts';
import { load, type LoadResult } from './load.ts';
import { type Bench, startBench, startFloor } from './runtimes.ts';

const connections = 16;
const rounds = 3;
const warmUpIssue = 1_000_000;

export interface Throughput {
  name: string;
  parse: LoadResult;
  durable: LoadResult;
  picket: LoadResult;
  /** Median of the rounds: Picket's rate ÷ the durable floor's. */
  ratio: number;
  /** Events that D1 counts at the end ÷ events answered 200. */
  projected: number;
  /** From the last answer until D1 had all of them, ms. */
  projectionLagMs: number;
}

/** Runs floors and Picket by turns on the same envelopes, since the machine's speed drifts; the round with the median ratio is reported. */
export async function measureThroughput(name: string, eventsPerRound: number, issues: number | 'all new'): Promise<Throughput> {
  const floor = await startFloor();
  const picket = await startBench();
  try {
    // Code that has run a while is what serves a load; the issue is one of its own, so that nothing of it counts below.
    const warmUp = shots(600, () => warmUpIssue, 'f');
    await fire(floor.url, '/durable/warm', warmUp);
    await load(() => picket.ingestUrl, warmUp, connections);
    await waitForProjection(picket, warmUp.length);
    const results: Omit<Throughput, 'name' | 'projected' | 'projectionLagMs'>[] = [];
    const choose = issues === 'all new' ? null : skewed(issues);
    const all = shots(eventsPerRound * rounds, (nth) => (choose ? choose(nth) : nth));
    let sent = warmUp.length;
    for (let round = 0; round < rounds; round += 1) {
      const batch = all.slice(round * eventsPerRound, (round + 1) * eventsPerRound);
      const parse = await fire(floor.url, '/parse', batch);
      const durable = await load((shot) => `${floor.url}/durable/${shot.issue}`, batch, connections);
      const result = await load(() => picket.ingestUrl, batch, connections);
      if (result.statuses[200] !== batch.length) throw new Error(`Picket did not accept everything: ${JSON.stringify(result.statuses)}`);
      sent += batch.length;
      results.push({ parse, durable, picket: result, ratio: result.perSecond / durable.perSecond });
      if (round < rounds - 1) await waitForProjection(picket, sent);
    }
    const { inD1, lagMs } = await waitForProjection(picket, sent);
    results.sort((one, other) => one.ratio - other.ratio);
    const median = results[Math.floor(rounds / 2)];
    if (!median) throw new Error('no rounds');
    return { name, ...median, projected: inD1 / sent, projectionLagMs: lagMs };
  } finally {
    await floor.stop();
    await picket.stop();
  }
}

function fire(url: string, path: string, batch: readonly Shot[]): Promise<LoadResult> {
  return load(() => url + path, batch, connections);
}

async function waitForProjection(picket: Bench, sent: number): Promise<{ inD1: number; lagMs: number }> {
  const db = await picket.runtime.miniflare.getD1Database('DB');
  const since = performance.now();
  let inD1 = 0;
  while (performance.now() - since < 60_000) {
    // The issues' own counts, since the events of a hot issue are listed in part only.
    inD1 = (await db.prepare('select sum(event_count) as n from issues').first<number>('n')) ?? 0;
    if (inD1 >= sent) break;
    await sleep(100);
  }
  return { inD1, lagMs: performance.now() - since };
}
