import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { root, runTool, type ToolRun } from './tool.ts';

const cache = `${root}node_modules/.cache/picket/`;
/** Enough that no running instance loses the build it serves. */
const keptBuilds = 8;
/** After this long an unfinished build was interrupted. */
const abandonedAfterMs = 3_600_000;

/** Bundles the Worker just as a deployment would. Answers the folder that holds `index.js`. */
export async function bundleWorker(): Promise<string> {
  const inputs = [...sources('worker/**/*.ts'), 'wrangler.toml', 'package-lock.json'];
  return buildOnce('worker', inputs, (folder) => runTool('wrangler', ['deploy', '--dry-run', '--outdir', folder, '--assets', folder]));
}

/** Builds the dashboard. Answers the folder to serve. */
export async function buildDashboard(): Promise<string> {
  const inputs = [...sources('web/**/*'), ...sources('worker/api/contract/*.ts'), ...sources('worker/reading/*.ts'), 'package-lock.json'];
  return buildOnce('dashboard', inputs, (folder) => runTool('vite', ['build', '--config', 'web/vite.config.ts', '--outDir', folder, '--logLevel', 'warn']));
}

/**
 * A build is kept in a folder named by the hash of its inputs and never changes there: a second start finds it, and an instance that already runs keeps
 * its own. Two processes that build the same at once both finish; the later one throws its copy away.
 */
async function buildOnce(name: string, inputs: string[], build: (folder: string) => Promise<ToolRun>): Promise<string> {
  const folder = `${cache}${name}-${hashFiles(inputs)}`;
  if (!existsSync(folder)) {
    mkdirSync(cache, { recursive: true });
    const unfinished = mkdtempSync(`${cache}unfinished-`);
    const { exitCode, output } = await build(unfinished);
    if (exitCode !== 0) {
      rmSync(unfinished, { recursive: true });
      throw new Error(`The ${name} did not build:\n${output}`);
    }
    keepFirst(unfinished, folder);
  }
  const now = new Date();
  utimesSync(folder, now, now);
  removeOld(name);
  return folder;
}

function sources(pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude: ['**/dist', '**/node_modules', '**/*.test.ts', '**/*.test.tsx', '**/commands', '**/bench', '**/conformance'] })
    .filter((path) => statSync(root + path).isFile())
    .sort();
}

function hashFiles(paths: string[]): string {
  const hash = createHash('sha256');
  for (const path of paths) hash.update(`${path}\0`).update(readFileSync(root + path));
  return hash.digest('hex').slice(0, 16);
}

function keepFirst(unfinished: string, folder: string): void {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    rmSync(unfinished, { recursive: true });
  }
}

function removeOld(name: string): void {
  const lastUsed = (entry: string) => statSync(cache + entry, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const builds = readdirSync(cache)
    .filter((entry) => entry.startsWith(`${name}-`))
    .sort((one, other) => lastUsed(other) - lastUsed(one));
  const abandoned = readdirSync(cache).filter((entry) => entry.startsWith('unfinished-') && lastUsed(entry) < Date.now() - abandonedAfterMs);
  for (const entry of [...builds.slice(keptBuilds), ...abandoned]) rmSync(cache + entry, { recursive: true, force: true });
}
