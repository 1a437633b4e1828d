/**
 * `npm run deploy`: from a clone to a running Picket in one's own Cloudflare account. Creates what is missing there, migrates, deploys the Worker and then
 * the dashboard, and prints where to go. Every step looks before it acts, so running it again is the upgrade.
 *
 * `npm run deploy -- --dry-run` needs no account and no network: it builds and checks all that a deployment would send.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { experimental_readRawConfig as readConfig } from 'wrangler';
import { type Account, deployConfig, neededResources, planCreation, type Resources, type WorkerConfig } from './deploy-plan.ts';
import { readOptions } from './options.ts';
import { newSetupToken } from './setup-token.ts';
import { stopWith } from './stop-with.ts';
import { root, runTool } from './tool.ts';

const options = readOptions('npm run deploy [-- --dry-run]', { 'dry-run': { type: 'boolean', default: false } });
const config: WorkerConfig = readConfig({ config: `${root}wrangler.toml` }).rawConfig;
// The Deploy to Cloudflare button runs this in Workers Builds, whose token may not touch Pages. The Worker serves the same dashboard.
const needed = neededResources(config, { pages: !process.env.WORKERS_CI });
/** Holds the generated configuration, the first secret while it is sent, and what wrangler reports. */
const scratch = mkdtempSync(join(tmpdir(), 'picket-deploy-'));
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));

await step('Build the dashboard', 'vite', ['build', '--config', 'web/vite.config.ts', '--logLevel', 'warn']);
if (options['dry-run']) await checkAll();
else await deployAll();

async function checkAll(): Promise<void> {
  const everything: Account = { databases: new Map(), buckets: [], queues: [], pagesProjects: [] };
  for (const { title } of planCreation(needed, everything)) console.log(`  would ${title.charAt(0).toLowerCase()}${title.slice(1)}, unless it exists`);
  const configFile = writeConfig(new Map(needed.databases.map((name) => [name, name])));
  for (const name of needed.databases) {
    await step(`Migrate ${name} (a local copy)`, 'wrangler', [
      'd1',
      'migrations',
      'apply',
      name,
      '--local',
      '--persist-to',
      join(scratch, 'data'),
      '-c',
      configFile,
    ]);
  }
  await step('Build the Worker', 'wrangler', ['deploy', '--dry-run', '--outdir', join(scratch, 'worker'), '-c', configFile]);
  await step('Build the Pages function', 'wrangler', ['pages', 'functions', 'build', 'functions', '--outdir', join(scratch, 'pages')], { cwd: `${root}web` });
  console.log('\nEverything that needs no account is in order.');
}

async function deployAll(): Promise<void> {
  const login: { loggedIn: boolean } = JSON.parse((await runTool('wrangler', ['whoami', '--json'])).stdout || '{"loggedIn":false}');
  if (!login.loggedIn) stopWith('Sign in to Cloudflare first: npx wrangler login. In CI, set CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID.');

  for (const { title, args, hint } of planCreation(needed, await readAccount(needed))) await step(title, 'wrangler', args, { hint });
  const configFile = writeConfig(await databaseIds());
  for (const name of needed.databases) await step(`Migrate ${name}`, 'wrangler', ['d1', 'migrations', 'apply', name, '--remote', '-c', configFile]);

  const firstToken = (await hasSetupToken()) ? null : (process.env.SETUP_TOKEN ?? newSetupToken());
  const secret = firstToken ? ['--secrets-file', writePrivate('secrets.json', JSON.stringify({ SETUP_TOKEN: firstToken }))] : [];
  const report = join(scratch, 'report.ndjson');
  await step('Deploy the Worker', 'wrangler', ['deploy', '-c', configFile, ...secret], { env: { WRANGLER_OUTPUT_FILE_PATH: report } });
  const workerUrl = deployedUrl(report);
  if (needed.pagesProject) {
    const pagesArgs = ['pages', 'deploy', 'dist', '--project-name', needed.pagesProject, '--branch', 'main', '--commit-dirty=true'];
    await step('Deploy the dashboard', 'wrangler', pagesArgs, { cwd: `${root}web` });
  }
  const url = (await pagesUrl()) ?? workerUrl;
  if (!firstToken && (!workerUrl || (await isSetUp(workerUrl)))) {
    console.log(`\nPicket is deployed.\n\n  Sign in: ${url}/sign-in`);
    return;
  }
  const token = firstToken ?? (await renewToken(configFile));
  console.log(`\nPicket is deployed.\n\n  Set up: ${url}/setup?token=${encodeURIComponent(token)}`);
}

/** A token of an earlier run cannot be read back. Nobody has used it yet, so a new one takes its place. */
async function renewToken(configFile: string): Promise<string> {
  const token = process.env.SETUP_TOKEN ?? newSetupToken();
  await step('Renew the setup token', 'wrangler', ['secret', 'put', 'SETUP_TOKEN', '-c', configFile], { input: token });
  return token;
}

/** What there is in the account, of the things that are needed. */
async function readAccount(wanted: Resources): Promise<Account> {
  console.log('→ Look up what exists');
  const [buckets, queues, databases, projects] = await Promise.all([
    existing(wanted.buckets, (name) => ['r2', 'bucket', 'info', name, '--json']),
    existing(wanted.queues, (name) => ['queues', 'info', name]),
    databaseIds(),
    wanted.pagesProject ? pagesProjects() : [],
  ]);
  return { databases, buckets, queues, pagesProjects: projects.map((project) => project['Project Name']) };
}

/** Those of the names that wrangler can describe. */
async function existing(names: string[], describe: (name: string) => string[]): Promise<string[]> {
  const runs = await Promise.all(names.map((name) => runTool('wrangler', describe(name))));
  return names.filter((_, index) => runs[index]?.exitCode === 0);
}

async function databaseIds(): Promise<Map<string, string>> {
  const databases: { name: string; uuid: string }[] = JSON.parse(await query('databases', ['d1', 'list', '--json']));
  return new Map(databases.map(({ name, uuid }) => [name, uuid]));
}

async function pagesProjects(): Promise<{ 'Project Name': string; 'Project Domains': string }[]> {
  return JSON.parse(await query('Pages projects', ['pages', 'project', 'list', '--json']));
}

/** The first of the project's domains: its own, or the one under pages.dev, which carries a suffix where the plain name was taken. */
async function pagesUrl(): Promise<string | null> {
  if (!needed.pagesProject) return null;
  const project = (await pagesProjects()).find((candidate) => candidate['Project Name'] === needed.pagesProject);
  const domain = project?.['Project Domains'].split(',')[0]?.trim();
  return domain ? `https://${domain}` : null;
}

/** False, too, when the Worker was never deployed. */
async function hasSetupToken(): Promise<boolean> {
  const { exitCode, stdout } = await runTool('wrangler', ['secret', 'list', '--name', config.name, '--format', 'json']);
  if (exitCode !== 0) return false;
  const secrets: { name: string }[] = JSON.parse(stdout);
  return secrets.some((secret) => secret.name === 'SETUP_TOKEN');
}

/** Where wrangler's report says that the Worker answers. Null when it has neither a workers.dev address nor a domain. */
function deployedUrl(report: string): string | null {
  const lines: { type: string; targets?: string[] }[] = readFileSync(report, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return lines.find((line) => line.type === 'deploy')?.targets?.find((target) => target.startsWith('https://')) ?? null;
}

/** Asks the Worker that was just deployed. A new address may take some seconds to be known everywhere. */
async function isSetUp(url: string): Promise<boolean> {
  const giveUpAt = Date.now() + 10_000;
  for (;;) {
    const reply = await fetch(`${url}/api/0/`).catch(() => null);
    if (reply?.ok) {
      const index: { isSetUp: boolean } = await reply.json();
      return index.isSetUp;
    }
    if (Date.now() > giveUpAt)
      stopWith(`Picket is deployed, but ${url} ${reply ? `answers ${reply.status}` : 'does not answer'}. Its log: npx wrangler tail ${config.name}`);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

function writeConfig(ids: Map<string, string>): string {
  return writePrivate('wrangler.json', JSON.stringify(deployConfig(config, ids, root), null, 2));
}

function writePrivate(name: string, content: string): string {
  const file = join(scratch, name);
  mkdirSync(scratch, { recursive: true });
  writeFileSync(file, content, { mode: 0o600 });
  return file;
}

/** Answers what wrangler prints as JSON. */
async function query(what: string, args: string[]): Promise<string> {
  const { exitCode, stdout, output } = await runTool('wrangler', args);
  if (exitCode !== 0) stopWith(`${output}\nThe ${what} could not be looked up.`);
  return stdout;
}

/** Runs a tool under a title. The first one that fails ends the deployment, with all it said. */
async function step(
  title: string,
  tool: string,
  args: string[],
  extra: { cwd?: string; env?: Record<string, string>; input?: string; hint?: string | undefined } = {},
): Promise<void> {
  console.log(`→ ${title}`);
  const { hint, ...runOptions } = extra;
  const { exitCode, output } = await runTool(tool, args, runOptions);
  if (exitCode !== 0) stopWith(`${output}\n${title} failed.${hint ? ` ${hint}` : ''}`);
}
