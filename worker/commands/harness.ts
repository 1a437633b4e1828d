import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SetupReply } from '../api/contract/organization.ts';
import { root } from './tool.ts';

export const setupToken = 'setup-token-of-the-tests';

/** A set-up installation, and what its owner knows. */
export interface Installation {
  /** Without a slash at the end. */
  url: string;
  /** API token of the owner. */
  token: string;
  dsn: string;
  /** Slugs. */
  org: string;
  project: string;
  /** Email and password of the owner. */
  owner: { email: string; password: string };
  /** Calls `/api/0` + path as the owner and answers the JSON. Throws unless the status is 2xx. */
  api<Reply>(path: string, init?: RequestInit): Promise<Reply>;
}

export interface Picket extends Installation {
  dataFolder: string;
  /** SIGKILL for the runtime and everything around it, as a power cut would. The data stays. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data, after `kill`. Answers what it printed. */
  restart(): Promise<string>;
  /** Stops it and removes the data. */
  stop(): Promise<void>;
}

/** A real `npm start` on a free port with a data folder of its own, already set up, for black-box tests. */
export async function startPicket(options: { platform?: string } = {}): Promise<Picket> {
  const port = await freePort();
  const dataFolder = mkdtempSync(join(tmpdir(), 'picket-test-'));
  const args = ['--port', String(port), '--persist-to', dataFolder];
  let instance = await runStart(args, { SETUP_TOKEN: setupToken });

  return {
    ...(await setUp(`http://localhost:${port}`, options.platform)),
    dataFolder,
    kill: () => instance.kill(),
    async restart() {
      instance = await runStart(args, { SETUP_TOKEN: setupToken });
      return instance.output();
    },
    async stop() {
      await instance.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Makes the first organization, owner and project of an installation that was started with the harness's `setupToken`. */
export async function setUp(url: string, platform = 'node'): Promise<Installation> {
  const owner = { email: 'owner@example.com', password: 'correct horse battery staple' };
  const reply = await fetch(`${url}/api/0/setup/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      setupToken,
      organization: { name: 'Acme' },
      user: { name: 'Olivia Owner', ...owner },
      project: { name: 'Shop', platform },
    }),
  });
  if (reply.status !== 201) throw new Error(`Set-up answered ${reply.status}: ${await reply.text()}`);
  const { token, dsn, organization, project }: SetupReply = await reply.json();
  return {
    url,
    token,
    dsn: dsn.public,
    org: organization.slug,
    project: project.slug,
    owner,
    async api<Reply>(path: string, init: RequestInit = {}): Promise<Reply> {
      const headers = new Headers(init.headers);
      headers.set('authorization', `Bearer ${token}`);
      const answer = await fetch(`${url}/api/0${path}`, { ...init, headers });
      if (!answer.ok) throw new Error(`${init.method ?? 'GET'} ${path} answered ${answer.status}: ${await answer.text()}`);
      return answer.json();
    },
  };
}

export interface StartedCommand {
  /** Everything it has printed so far. */
  output(): string;
  kill(): Promise<void>;
  /** Ends it as Ctrl+C does. Answers its exit code. */
  stop(): Promise<number>;
}

/** Runs `npm start` with these arguments until it serves. */
export function runStart(args: string[], environment: Record<string, string> = {}): Promise<StartedCommand> {
  return runUntilReady('start', args, environment);
}

/** Runs a command that stays, until it says that it serves. Throws with its output when it ends before that. */
export async function runUntilReady(name: 'start' | 'dev', args: string[], environment: Record<string, string> = {}): Promise<StartedCommand> {
  // A process group of its own, so that `kill` takes workerd too; the channel makes it end should this process die.
  const child = spawn(process.execPath, [`${root}worker/commands/${name}.ts`, ...args], {
    cwd: root,
    env: { ...process.env, ...environment },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  const ready = new Promise<void>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Press Ctrl+C')) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}:\n${output}`)));
  });
  await ready;
  return {
    output: () => output,
    async kill() {
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
      await ended(child);
    },
    async stop() {
      child.kill('SIGTERM');
      await ended(child);
      return child.exitCode ?? 1;
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}

/** A port that nothing listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('No free port');
  return address.port;
}

/** Opens a socket at an address, as the owner, and closes it again. Answers the status: 101 where it opened. */
export async function socketStatus(url: string, { org, token }: Pick<Installation, 'org' | 'token'>): Promise<number | undefined> {
  const handshake = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' };
  const request = get(`${url}/api/0/organizations/${org}/live/`, { headers: { ...handshake, authorization: `Bearer ${token}` } });
  return new Promise((resolve, reject) => {
    request.once('error', reject);
    request.once('response', (answer) => resolve(answer.resume().statusCode));
    request.once('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode);
    });
  });
}

/** Asks until the answer is there. Fails with the last error after `timeoutMs`. */
export async function eventually<Answer>(ask: () => Promise<Answer>, timeoutMs = 10_000): Promise<Answer> {
  const giveUpAt = Date.now() + timeoutMs;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > giveUpAt) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
