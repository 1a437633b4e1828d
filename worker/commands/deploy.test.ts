import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeCloudflare, startCloudflare } from './cloudflare.fixture.ts';
import { root } from './tool.ts';

it('checks, without an account, all that a deployment would send', async () => {
  const { status, stdout, stderr } = await runDeploy(['--dry-run']);
  expect(stderr).toBe('');
  expect(stdout.trim().split('\n')).toEqual([
    '→ Build the dashboard',
    '  would create D1 database picket, unless it exists',
    '  would create R2 bucket picket-files, unless it exists',
    '  would create queue picket-effects, unless it exists',
    '  would create queue picket-overflow, unless it exists',
    '  would create queue picket-effects-dead, unless it exists',
    '  would create Pages project picket, unless it exists',
    '→ Migrate picket (a local copy)',
    '→ Build the Worker',
    '→ Build the Pages function',
    '',
    'Everything that needs no account is in order.',
  ]);
  expect(status).toBe(0);
});

it('fails on the first step that does', async () => {
  const { status, stderr } = await runDeploy(['--dry-run'], { NODE_OPTIONS: '--require=/nowhere/to-be-found.cjs' });
  expect(stderr).toContain('to-be-found');
  expect(status).toBe(1);
});

it('asks for a sign-in before it touches anything', async () => {
  const { status, stderr } = await runDeploy([], { CLOUDFLARE_API_TOKEN: '', HOME: '/nowhere', XDG_CONFIG_HOME: '/nowhere' });
  expect(stderr).toContain('Sign in to Cloudflare first: npx wrangler login');
  expect(status).toBe(1);
});

describe('in an account', { timeout: 180_000 }, () => {
  let cloudflare: FakeCloudflare;
  beforeAll(async () => {
    cloudflare = await startCloudflare();
  });
  afterAll(() => cloudflare.stop());

  it('creates what is missing, then deploys, and prints the setup link', async () => {
    const { status, stdout } = await runDeploy([], { ...cloudflare.environment, SETUP_TOKEN: 'of the deployer' });
    expect(stdout).toContain('Set up: https://picket.pages.dev/setup?token=of%20the%20deployer');
    expect(status).toBe(0);

    const changes = cloudflare.takeChanges();
    expect(changes.slice(0, 6)).toEqual(['POST /d1/database', 'POST /r2/buckets', 'POST /queues', 'POST /queues', 'POST /queues', 'POST /pages/projects']);
    const order = ['POST /d1/database/00000000-0000-4000-8000-000000000000/query', 'PUT /workers/scripts/picket', 'POST /pages/projects/picket/deployments'];
    expect(changes.filter((change, index) => order.includes(change) && changes.indexOf(change) === index)).toEqual(order);
  });

  it('creates nothing and leaves the secret alone when it runs again', async () => {
    const { stdout, stderr } = await runDeploy([], cloudflare.environment);
    expect(stdout).not.toContain('Create');
    const changes = cloudflare.takeChanges();
    expect(changes).toContain('PUT /workers/scripts/picket');
    expect(changes.filter((change) => /\/(database|buckets|queues|projects|secrets)$/.test(change))).toEqual([]);
    // The address of this account is made up, so the question whether it is set up stays open.
    expect(stderr).toContain('Picket is deployed, but https://picket.picket-has-no-such-address.workers.dev does not answer');
  });
});

/** Beside this process, since that may be the account the deployment talks to. */
async function runDeploy(args: string[], environment: Record<string, string> = {}): Promise<{ status: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [`${root}worker/commands/deploy.ts`, ...args], { env: { ...process.env, ...environment } });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  const status = await new Promise<number | null>((ended) => child.once('close', ended));
  return { status, ...output };
}
