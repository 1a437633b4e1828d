import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Issue } from '../api/contract/issue.ts';
import type { Commit, Deploy, Release } from '../api/contract/release.ts';
import { eventually } from '../commands/harness.ts';
import { type Instance, startInstance } from './instance.fixture.ts';
import { runSentryCli } from './sentry-cli.fixture.ts';

/* What CI does with a release, by the real sentry-cli. */

const version = 'shop@2.0.0';
let instance: Instance;
let folder: string;
beforeAll(async () => {
  instance = await startInstance();
  folder = mkdtempSync(join(tmpdir(), 'picket-releases-'));
  git('init', '--quiet');
  git('remote', 'add', 'origin', 'git@github.com:acme/shop.git');
});
afterAll(async () => {
  await instance.stop();
  rmSync(folder, { recursive: true, force: true });
});

function git(...parameters: string[]): string {
  const author = ['-c', 'user.name=Jane', '-c', 'user.email=jane@example.com', '-c', 'commit.gpgsign=false'];
  const env = { ...process.env, HOME: folder, GIT_CONFIG_NOSYSTEM: '1' };
  return execFileSync('git', [...author, ...parameters], { cwd: folder, env, encoding: 'utf8' }).trim();
}

/** Answers the id of the commit. */
function commit(message: string): string {
  writeFileSync(join(folder, 'total.js'), message);
  git('add', '.');
  git('commit', '--quiet', '--message', message);
  return git('rev-parse', 'HEAD');
}

function cli(...parameters: string[]): Promise<string> {
  const { url, token, org, project } = instance;
  return runSentryCli(parameters, { SENTRY_URL: url, SENTRY_AUTH_TOKEN: token, SENTRY_ORG: org, SENTRY_PROJECT: project }, folder);
}

/** An issue of its own, once lists show it. */
async function anIssue(message: string): Promise<Issue> {
  const event = { message, release: 'shop@1.0.0', environment: 'production' };
  const sent = await fetch(`${instance.url}/api/1/store/?sentry_key=${instance.publicKey}`, { method: 'POST', body: JSON.stringify(event) });
  expect(sent.status).toBe(200);
  return eventually(async () => {
    const [issue] = await instance.api<Issue[]>(`/organizations/${instance.org}/issues/?query=${message}`);
    if (!issue) throw new Error(`The issue ${message} is not listed`);
    return issue;
  });
}

const readIssue = ({ id }: Issue) => instance.api<Issue>(`/organizations/${instance.org}/issues/${id}/`);
const readRelease = <Part = Release>(part = '') => instance.api<Part>(`/organizations/${instance.org}/releases/${version}/${part}`);

it('announces, commits, deploys and finalizes, and what the commits solve is resolved in that release', async () => {
  const [waiting, named, other] = [await anIssue('waiting'), await anIssue('named'), await anIssue('other')];
  const first = commit('Add the total');
  const second = commit(`Total in euros: ünïcode\n\nFixes ${named.shortId}`);
  const inCommit = { commit: first.slice(0, 12), repository: 'acme/shop' };
  await instance.api(`/organizations/${instance.org}/issues/${waiting.id}/`, {
    method: 'PUT',
    body: JSON.stringify({ status: 'resolved', statusDetails: { inCommit } }),
  });
  expect(await readIssue(waiting)).toMatchObject({ status: 'resolved', statusDetails: { inCommit } });

  expect(await cli('releases', 'new', version, '--url', 'https://ci.example/1')).toContain(`Created release ${version}`);
  expect(await cli('releases', 'set-commits', version, '--local')).toContain('Success');
  await cli('releases', 'finalize', version);
  await cli('deploys', 'new', '--release', version, '--env', 'production', '--name', 'the first');
  expect(await cli('releases', 'list')).toContain(version);
  expect(await cli('releases', 'info', version)).toContain(version);
  expect(await cli('deploys', 'list', '--release', version)).toContain('production');

  expect(await readRelease()).toMatchObject({
    version,
    url: 'https://ci.example/1',
    dateReleased: expect.stringMatching(/Z$/),
    commitCount: 2,
    lastCommit: { id: second, repository: { name: 'origin' } },
    authors: [{ name: 'Jane', email: 'jane@example.com' }],
    deployCount: 1,
    lastDeploy: { environment: 'production', name: 'the first' },
    projects: [{ slug: instance.project }],
  });
  expect((await readRelease<Commit[]>('commits/')).map(({ id }) => id)).toEqual([second, first]);
  expect(await readRelease<Deploy[]>('deploys/')).toHaveLength(1);
  for (const issue of [waiting, named]) expect(await readIssue(issue)).toMatchObject({ status: 'resolved', statusDetails: { inRelease: version } });
  expect(await readIssue(other)).toMatchObject({ status: 'unresolved' });
});

it('finds the commits since the last release by itself', async () => {
  const third = commit('Add the cart');
  await cli('releases', 'new', 'shop@3.0.0');
  await cli('releases', 'set-commits', 'shop@3.0.0', '--auto');
  const commits = await instance.api<Commit[]>(`/organizations/${instance.org}/releases/shop@3.0.0/commits/`);
  expect(commits.map(({ id }) => id)).toEqual([third]);
});
