import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort, runUntilReady, setUp, setupToken, socketStatus } from './harness.ts';

it('serves the dashboard as Vite sees it and the Worker on one address, and ends with both', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'picket-dev-'));
  const port = await freePort();
  const dev = await runUntilReady('dev', ['--port', String(port), '--persist-to', dataFolder], { SETUP_TOKEN: setupToken });
  try {
    expect(await (await fetch(`http://localhost:${port}/`)).text()).toContain('/@vite/client');
    expect(await (await fetch(`http://localhost:${port}/api/0/`)).json()).toMatchObject({ isSetUp: false });
    const installation = await setUp(`http://localhost:${port}`);
    expect(await socketStatus(installation.url, installation)).toBe(101);
    expect(await dev.stop()).toBe(0);
    await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow('fetch failed');
  } finally {
    await dev.stop();
    rmSync(dataFolder, { recursive: true, force: true });
  }
});
