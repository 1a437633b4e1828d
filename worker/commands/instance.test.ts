import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { eventually, freePort } from './harness.ts';
import { endOrphan, type Instance, runningInstance } from './instance.ts';
import { listProcesses, type RunningProcess } from './processes.ts';

let folder: string;
let listening: Server;
let url: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'picket-instance-'));
  const port = await freePort();
  url = `http://localhost:${port}`;
  listening = createServer().listen(port, '127.0.0.1');
  await once(listening, 'listening');
});
afterEach(() => {
  listening.close();
  rmSync(folder, { recursive: true });
});

const longAgo = 0;

it('knows an instance that lives and answers', async () => {
  note({ pid: process.ppid, url, claimedAt: longAgo });
  expect(await runningInstance(folder)).toMatchObject({ url });
});

it('knows an instance that is still starting', async () => {
  note({ pid: process.ppid, url: `http://localhost:${await freePort()}`, claimedAt: Date.now() });
  expect(await runningInstance(folder)).not.toBeNull();
});

it.each([
  ['nobody left a note', () => undefined],
  ['the process is gone', () => note({ pid: 2 ** 22 + 1, url, claimedAt: longAgo })],
  ['its process id is now ours', () => note({ pid: process.pid, url, claimedAt: Date.now() })],
  ['its process id is now something that does not serve', () => note({ pid: process.ppid, url: 'http://localhost:1', claimedAt: longAgo })],
  ['the note is torn', () => writeFileSync(`${folder}/instance.json`, '{"pid":')],
])('knows none when %s', async (_, arrange) => {
  arrange();
  expect(await runningInstance(folder)).toBeNull();
});

describe('a runtime that was noted', () => {
  const gone = 2 ** 22 + 1;
  let runtime: ChildProcess;
  let workerd: RunningProcess;
  beforeEach(async () => {
    runtime = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(runtime, 'spawn');
    workerd = await eventually(async () => {
      const found = listProcesses().find(({ pid, command }) => pid === runtime.pid && command.includes('setInterval'));
      if (!found) throw new Error('it does not run yet');
      return found;
    });
  });
  afterEach(() => runtime.kill('SIGKILL'));

  it('is ended when its Node process is gone', async () => {
    note({ pid: gone, url, claimedAt: longAgo, workerd });
    expect(await endOrphan(folder)).toBe(true);
    expect(listProcesses().some(({ pid }) => pid === workerd.pid)).toBe(false);
  });

  it.each([
    ['its Node process is there', () => note({ pid: process.pid, url, claimedAt: longAgo, workerd })],
    ['another command has its process id now', () => note({ pid: gone, url, claimedAt: longAgo, workerd: { ...workerd, command: 'workerd serve' } })],
    ['its process was never seen', () => note({ pid: gone, url, claimedAt: longAgo })],
  ])('is left alone when %s', async (_, arrange) => {
    arrange();
    expect(await endOrphan(folder)).toBe(false);
    expect(listProcesses().some(({ pid }) => pid === workerd.pid)).toBe(true);
  });
});

function note(instance: Instance): void {
  writeFileSync(`${folder}/instance.json`, JSON.stringify(instance));
}
