import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { eventually } from '../commands/harness.ts';
import { runTool } from '../commands/tool.ts';
import { expectEachOnce } from './each-once.fixture.ts';
import { type Instance, startInstance } from './instance.fixture.ts';
import { type LoadEvent, makeEvents, readIssues, sendEvents } from './load.fixture.ts';

let bundle: string;
let instance: Instance;
const sent: LoadEvent[] = [];

beforeAll(async () => {
  // What the Worker complains about is what is done to it here.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  bundle = await bundleFaultyWorker();
  instance = await startInstance({ bundle });
});
afterAll(async () => {
  await instance?.stop();
  rmSync(bundle, { recursive: true, force: true });
});

it('accepts events while D1 is away, and shows each once when it is back', async () => {
  // From here on the Worker knows the key.
  await expectAccepted(makeEvents(20));
  await renameTables('', '_away');
  await expect(readIssues(instance)).rejects.toThrow('answered 5');

  await expectAccepted(makeEvents(100));
  // Longer than the alarm waits that watches over projections: it comes, and fails as well. Then come issues that D1 has never heard of.
  await wait(10_500);
  await expectAccepted(makeEvents(100, 'new issue'));
  await renameTables('_away', '');
  await expectEachShownOnce();
});

it.each([
  ['refuse events', 'throw', 200],
  ['do not answer', 'hang', 30],
  ['crash when they have recorded an event', 'crash', 200],
])('accepts events whose issue objects %s, and shows each once when they are well again', async (_, fault, count) => {
  const files = await instance.runtime.miniflare.getR2Bucket('FILES');
  const countWaiting = async () => (await files.list({ prefix: 'overflow/' })).objects.length;
  await files.put('conformance/fault', fault);
  const load = expectAccepted(makeEvents(count));
  await eventually(async () => expect(await countWaiting()).toBeGreaterThan(0));
  await load;

  await files.delete('conformance/fault');
  await expectEachShownOnce();
  await eventually(async () => expect(await countWaiting()).toBe(0), 30_000);
});

async function expectAccepted(events: readonly LoadEvent[]): Promise<void> {
  sent.push(...events);
  expect(await sendEvents(instance, events)).toMatchObject({ refused: [], unanswered: [] });
}

function expectEachShownOnce(): Promise<void> {
  return eventually(() => expectEachOnce(instance, { acknowledged: sent.map(({ id }) => id), sent }), 45_000);
}

/** Nothing that asks for one of them works until they are renamed back. */
async function renameTables(from: string, to: string): Promise<void> {
  const db = await instance.runtime.miniflare.getD1Database('DB');
  await db.batch(['issues', 'events', 'project_keys'].map((table) => db.prepare(`alter table ${table}${from} rename to ${table}${to}`)));
}

/** Answers the folder of the bundle. */
async function bundleFaultyWorker(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'picket-faulty-'));
  const script = 'worker/conformance/faulty-worker.fixture.ts';
  const { exitCode, output } = await runTool('wrangler', ['deploy', script, '--dry-run', '--outdir', folder, '--assets', folder]);
  if (exitCode !== 0) throw new Error(`The faulty Worker did not build:\n${output}`);
  renameSync(`${folder}/faulty-worker.fixture.js`, `${folder}/index.js`);
  return folder;
}
