import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { root } from './tool.ts';

it('checks, without an account, all that a deployment would send', () => {
  const { status, stdout, stderr } = runDeploy(['--dry-run']);
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

it('fails on the first step that does', () => {
  const { status, stderr } = runDeploy(['--dry-run'], { NODE_OPTIONS: '--require=/nowhere/to-be-found.cjs' });
  expect(stderr).toContain('to-be-found');
  expect(status).toBe(1);
});

it('asks for a sign-in before it touches anything', () => {
  const { status, stderr } = runDeploy([], { CLOUDFLARE_API_TOKEN: '', HOME: '/nowhere', XDG_CONFIG_HOME: '/nowhere' });
  expect(stderr).toContain('Sign in to Cloudflare first: npx wrangler login');
  expect(status).toBe(1);
});

function runDeploy(args: string[], environment: Record<string, string> = {}) {
  return spawnSync(process.execPath, [`${root}worker/commands/deploy.ts`, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    timeout: 55_000,
  });
}
