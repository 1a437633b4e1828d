import { readdirSync, readFileSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { buildDashboard, bundleWorker } from '../commands/builds.ts';
import { shots } from './envelopes.ts';
import { startBench } from './runtimes.ts';

export interface ColdStart {
  /** Bytes of the Worker's bundle. */
  bundleBytes: number;
  bundleGzipBytes: number;
  /** From the first request to a freshly started runtime to its answer, on the ingest path, ms. Includes compiling and evaluating the bundle. */
  firstAnswerMs: number;
  /** The second request, for comparison, ms. */
  secondAnswerMs: number;
}

export interface DashboardSize {
  /** What the first screen loads: the entry and what it imports at once. */
  firstLoadScriptGzipBytes: number;
  firstLoadStyleGzipBytes: number;
  /** The largest chunk that is loaded later. */
  largestChunk: { name: string; gzipBytes: number };
}

export async function measureColdStart(): Promise<ColdStart> {
  const bundle = `${await bundleWorker()}/index.js`;
  const picket = await startBench();
  try {
    // A reload gives a new isolate: nothing is compiled, evaluated or remembered.
    await picket.runtime.reload(await bundleWorker());
    const [first, second] = shots(2, () => 0);
    if (!first || !second) throw new Error('no envelopes');
    return {
      bundleBytes: statSync(bundle).size,
      bundleGzipBytes: gzipSync(readFileSync(bundle)).length,
      firstAnswerMs: await timed(picket.ingestUrl, first.body),
      secondAnswerMs: await timed(picket.ingestUrl, second.body),
    };
  } finally {
    await picket.stop();
  }
}

export async function measureDashboard(): Promise<DashboardSize> {
  const folder = await buildDashboard();
  const html = readFileSync(`${folder}/index.html`, 'utf8');
  const assets = readdirSync(`${folder}/assets`);
  const size = (name: string) => gzipSync(readFileSync(`${folder}/assets/${name}`)).length;
  const isFirst = (name: string) => html.includes(`assets/${name}`);
  const sum = (extension: string) => assets.filter((name) => name.endsWith(extension) && isFirst(name)).reduce((total, name) => total + size(name), 0);
  const later = assets.filter((name) => name.endsWith('.js') && !isFirst(name)).map((name) => ({ name, gzipBytes: size(name) }));
  const largestChunk = later.toSorted((one, other) => other.gzipBytes - one.gzipBytes)[0] ?? { name: 'none', gzipBytes: 0 };
  return { firstLoadScriptGzipBytes: sum('.js'), firstLoadStyleGzipBytes: sum('.css'), largestChunk };
}

async function timed(url: string, body: Buffer): Promise<number> {
  const startedAt = performance.now();
  await new Promise<void>((resolve, reject) => {
    const sending = request(url, { method: 'POST' }, (answer) => {
      answer.resume();
      answer.on('end', resolve);
    });
    sending.on('error', reject);
    sending.end(body);
  });
  return performance.now() - startedAt;
}
