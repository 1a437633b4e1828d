import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort } from './harness.ts';
import { runningInstance } from './instance.ts';

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

function note(instance: { pid: number; url: string; claimedAt: number }): void {
  writeFileSync(`${folder}/instance.json`, JSON.stringify(instance));
}
