import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freePort, runStart, setUp, setupToken, startPicket, type StartedCommand } from './harness.ts';
import { type Instance, isListening } from './instance.ts';
import { root } from './tool.ts';

let dataFolder: string;
let port: number;
const running: StartedCommand[] = [];

beforeEach(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'picket-start-'));
  port = await freePort();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((instance) => instance.stop()));
  rmSync(dataFolder, { recursive: true, force: true });
});

describe('npm start', () => {
  it('serves everything on one origin and prints a setup link whose token only the owner of the folder can read', async () => {
    const instance = await start(['--port', String(port), '--persist-to', dataFolder]);
    const link = /http:\/\/\S+\/setup\?token=(\S+)/.exec(instance.output());
    expect(link?.[0]).toMatch(`http://localhost:${port}/setup?token=`);
    expect(link?.[1]).toBe(readFileSync(`${dataFolder}/setup-token`, 'utf8'));
    expect(statSync(`${dataFolder}/setup-token`).mode & 0o777).toBe(0o600);

    const page = await fetch(link?.[0] ?? '');
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await (await fetch(`http://localhost:${port}/api/0/`)).json()).toMatchObject({ isSetUp: false });
  });

  it('keeps its token when it is started again', async () => {
    const tokenOf = (instance: StartedCommand) => /token=(\S+)/.exec(instance.output())?.[1];
    const first = await start(['--port', String(port), '--persist-to', dataFolder]);
    await first.stop();
    const second = await start(['--port', String(port), '--persist-to', dataFolder]);
    expect(tokenOf(second)).toBe(tokenOf(first));
  });

  it('takes SETUP_TOKEN from the environment', async () => {
    const instance = await start(['--port', String(port), '--persist-to', dataFolder], { SETUP_TOKEN: 'from the environment' });
    expect(instance.output()).toContain(`/setup?token=from%20the%20environment`);
  });

  it('runs two instances side by side that share nothing', async () => {
    const other = await startPicket();
    try {
      await start(['--port', String(port), '--persist-to', dataFolder]);
      expect(await (await fetch(`http://localhost:${port}/api/0/`)).json()).toMatchObject({ isSetUp: false });
      expect(await (await fetch(`${other.url}/api/0/`)).json()).toMatchObject({ isSetUp: true });
    } finally {
      await other.stop();
    }
  });

  it('says so when the port is taken', async () => {
    await start(['--port', String(port), '--persist-to', dataFolder]);
    const second = startAndFail(['--port', String(port), '--persist-to', `${dataFolder}-other`]);
    expect(second).toEqual({ exitCode: 1, output: `Port ${port} is taken. Stop what runs there, or choose another: npm start -- --port ${port + 1}\n` });
  });

  it('refuses a data folder that another instance has open', async () => {
    await start(['--port', String(port), '--persist-to', dataFolder]);
    const second = startAndFail(['--port', String(await freePort()), '--persist-to', dataFolder]);
    expect(second.exitCode).toBe(1);
    expect(second.output).toContain(`${dataFolder} is already served at http://localhost:${port}`);
  });

  it('ends the runtime of an instance that was killed without it, and goes on with its data on another port', async () => {
    await start(['--port', String(port), '--persist-to', dataFolder], { SETUP_TOKEN: setupToken });
    const before = await setUp(`http://localhost:${port}`);
    const note: Instance = JSON.parse(readFileSync(`${dataFolder}/instance.json`, 'utf8'));
    process.kill(note.pid, 'SIGKILL');
    try {
      // Why all this: it serves on, and has the data open.
      expect((await fetch(`http://localhost:${port}/api/0/`)).status).toBe(200);

      const otherPort = await freePort();
      await start(['--port', String(otherPort), '--persist-to', dataFolder]);
      await expect(fetch(`http://localhost:${port}/api/0/`)).rejects.toThrow('fetch failed');
      const headers = { authorization: `Bearer ${before.token}` };
      const organizations = await (await fetch(`http://localhost:${otherPort}/api/0/organizations/`, { headers })).json();
      expect(organizations).toMatchObject([{ slug: before.org }]);
    } finally {
      if (await isListening(port)) process.kill(note.workerd?.pid ?? 0, 'SIGKILL');
    }
  });

  it('says so when the data folder cannot be made', () => {
    const { exitCode, output } = startAndFail(['--port', String(port), '--persist-to', '/dev/null/picket']);
    expect(exitCode).toBe(1);
    expect(output).toMatch(/^The data folder cannot be used: .+\/dev\/null\/picket.+\n$/);
  });

  it('refuses a port that is none', () => {
    expect(startAndFail(['--port', 'eighty'])).toEqual({ exitCode: 1, output: '--port must be a number from 1 to 65535, not eighty.\n' });
  });

  it('ends with 0 on a signal and frees its port', async () => {
    const instance = await start(['--port', String(port), '--persist-to', dataFolder]);
    expect(await instance.stop()).toBe(0);
    await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow('fetch failed');
  });
});

it('shows the sign-in link and keeps the data after it was killed', async () => {
  const picket = await startPicket();
  try {
    const before = await picket.api('/organizations/');
    await picket.kill();
    await expect(fetch(picket.url)).rejects.toThrow('fetch failed');
    const output = await picket.restart();
    expect(output).toContain(`Sign in: ${picket.url}/sign-in`);
    expect(await picket.api('/organizations/')).toEqual(before);
  } finally {
    await picket.stop();
  }
});

async function start(args: string[], environment: Record<string, string> = {}): Promise<StartedCommand> {
  const instance = await runStart(args, environment);
  running.push(instance);
  return instance;
}

function startAndFail(args: string[]): { exitCode: number | null; output: string } {
  const { status, stderr } = spawnSync(process.execPath, [`${root}worker/commands/start.ts`, ...args], { encoding: 'utf8', timeout: 30_000 });
  return { exitCode: status, output: stderr };
}
