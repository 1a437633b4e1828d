import { globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));

interface Room {
  /** Other rooms it may import from. `result.ts` is open to all. */
  rooms: string[];
  /** Packages, by the beginning of their name. */
  packages: string[];
  /** No bindings, no clock, no randomness, no network: the same input gives the same output, in a test, a Worker and a browser. */
  pure?: true;
}

/** What each folder under worker/ may import. Tests and fixtures may import more, but nothing may import them. */
const rooms: Record<string, Room> = {
  ingest: {
    rooms: [
      'env',
      'envelope',
      'event',
      'filters',
      'grouping',
      'issue',
      'limits',
      'minidump',
      'mirror',
      'apple-report',
      'unreal',
      'msgpack',
      'multipart',
      'ownership',
      'scrubbing',
      'settings',
      'storage',
      'telemetry',
    ],
    packages: ['hono', 'node:zlib', 'node:crypto', 'node:stream', 'cloudflare:workers'],
  },
  loader: { rooms: ['env', 'ingest', 'settings'], packages: [] },
  feedback: { rooms: ['env', 'envelope', 'ingest', 'storage'], packages: [] },
  envelope: { rooms: [], packages: [], pure: true },
  multipart: { rooms: [], packages: [], pure: true },
  minidump: { rooms: [], packages: [], pure: true },
  unreal: { rooms: [], packages: [], pure: true },
  'apple-report': { rooms: [], packages: [], pure: true },
  msgpack: { rooms: [], packages: [], pure: true },
  event: { rooms: [], packages: [], pure: true },
  filters: { rooms: ['event', 'settings'], packages: [], pure: true },
  telemetry: { rooms: ['envelope', 'event'], packages: ['node:zlib'], pure: true },
  limits: { rooms: ['envelope', 'settings'], packages: [], pure: true },
  grouping: { rooms: ['event'], packages: ['node:crypto'], pure: true },
  ownership: { rooms: ['event', 'grouping'], packages: [], pure: true },
  scrubbing: { rooms: ['event', 'telemetry'], packages: ['node:crypto'], pure: true },
  search: { rooms: [], packages: [], pure: true },
  // Shown by the dashboard and told to assistants: whoever reads an event reads the same.
  reading: { rooms: ['contract'], packages: [], pure: true },
  settings: { rooms: [], packages: [], pure: true },
  issue: { rooms: ['event', 'grouping', 'search'], packages: ['node:zlib'], pure: true },
  ageing: { rooms: ['env', 'issue', 'storage'], packages: [] },
  retention: { rooms: ['env', 'issue', 'mirror', 'storage'], packages: [] },
  alerts: { rooms: ['env', 'issue', 'storage'], packages: [] },
  // What it takes from ingest is how bodies are decompressed.
  mirror: { rooms: ['envelope', 'event', 'ingest', 'scrubbing'], packages: [], pure: true },
  live: { rooms: [], packages: [], pure: true },
  identity: { rooms: ['env', 'storage'], packages: ['hono', 'node:crypto', 'zod'] },
  storage: {
    rooms: ['env', 'event', 'issue', 'live', 'mirror', 'ownership', 'search', 'settings', 'telemetry'],
    packages: ['drizzle-orm', 'drizzle-kit', 'node:crypto', 'node:zlib'],
  },
  api: {
    rooms: [
      'env',
      'contract',
      'envelope',
      'event',
      'feedback',
      'filters',
      'grouping',
      'identity',
      'issue',
      'live',
      'mirror',
      'ownership',
      'scrubbing',
      'search',
      'settings',
      'storage',
    ],
    packages: ['hono', 'zod'],
  },
  // Calls the routes of the API, so that what an assistant may see and do is decided there.
  mcp: { rooms: ['env', 'api', 'contract', 'identity', 'oauth', 'reading'], packages: ['hono', 'zod'] },
  oauth: { rooms: ['env', 'api', 'identity', 'storage'], packages: ['hono', 'zod', 'node:crypto'] },
  contract: { rooms: [], packages: ['zod/mini'], pure: true },
  conformance: { rooms: ['contract', 'commands'], packages: ['node:', '@sentry/', 'vitest'] },
  bench: {
    rooms: ['commands', 'contract', 'envelope', 'event', 'grouping', 'ingest', 'issue', 'scrubbing', 'settings', 'storage', 'env', 'index'],
    packages: ['node:', 'miniflare', 'wrangler', 'cloudflare:workers'],
  },
  commands: { rooms: ['contract'], packages: ['node:', '@sentry/', '@sparticuz/chromium', 'miniflare', 'playwright-core', 'vite', 'wrangler'] },
};

/** Files that are the one place for something their room otherwise may not touch. */
const exceptions: Record<string, Room> = {
  'worker/issue/issue-object.ts': { rooms: ['env', 'event', 'storage'], packages: ['cloudflare:workers'] },
  'worker/issue/courier-object.ts': { rooms: ['env'], packages: ['cloudflare:workers'] },
  'worker/telemetry/telemetry-object.ts': { rooms: ['env', 'storage'], packages: ['cloudflare:workers'] },
  'worker/limits/limit-object.ts': { rooms: ['env'], packages: ['cloudflare:workers'] },
  'worker/mirror/mirror-object.ts': { rooms: ['env'], packages: ['cloudflare:workers'] },
  'worker/live/live-object.ts': { rooms: ['env', 'contract', 'identity', 'storage'], packages: ['cloudflare:workers'] },
  'worker/live/outlet.ts': { rooms: [], packages: [] },
  'worker/live/publish.ts': { rooms: ['env'], packages: [] },
  'worker/storage/projector-object.ts': { rooms: ['env', 'issue', 'live'], packages: ['cloudflare:workers'] },
};

/** Where SQL text may stand: questions to D1, and the commands that prepare or look into a local one. */
const sqlPlaces = ['worker/storage/', 'worker/commands/', 'worker/bench/'];

const workerFiles = sourceFiles('worker/**/*.ts');
const webFiles = sourceFiles('web/**/*.{ts,tsx}');

describe('the house', () => {
  it('has a row in the table for every folder under worker/', () => {
    const folders = readdirSync(`${root}worker`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(folders.filter((name) => !(name in rooms))).toEqual([]);
  });

  it.each(Object.keys(rooms))('%s imports only what its row allows', (name) => {
    const forbidden = workerFiles
      .filter((file) => roomOf(file) === name)
      .flatMap((file) =>
        importsOf(file)
          .filter((specifier) => !allows(exceptions[file] ?? rooms[name], file, specifier))
          .map((specifier) => `${file} imports ${specifier}`),
      );
    expect(forbidden).toEqual([]);
  });

  it('keeps the pure rooms free of clock, randomness, network and console', () => {
    const impure =
      /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandom(UUID|Bytes|Values)\b|\bgetRandomValues\b|\bperformance\.now\(|(?<![.\w])fetch\(|\bconsole\.|\bsetTimeout\(/;
    const pureFiles = workerFiles.filter((file) => (exceptions[file] ?? rooms[roomOf(file)])?.pure);
    expect(pureFiles.flatMap((file) => linesMatching(file, impure))).toEqual([]);
  });

  it('has SQL text only where data is kept', () => {
    const statement = /['"`]\s*(select\s[^'"`]*\sfrom\s|insert\s+(or \w+ )?into\s|update\s+\w+\s+set\s|delete\s+from\s|create\s+table\s)/i;
    const others = workerFiles.filter((file) => !sqlPlaces.some((place) => file.startsWith(place)));
    expect(others.flatMap((file) => linesMatching(file, statement))).toEqual([]);
  });

  it('never imports a test or a fixture into what ships', () => {
    const found = [...workerFiles, ...webFiles].flatMap((file) =>
      importsOf(file)
        .filter((specifier) => /\.(test|fixture)\.|\/fixtures\b/.test(specifier))
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(found).toEqual([]);
  });
});

describe('web', () => {
  it('takes nothing from the Worker but the contract of the API, how it is read, and the query language, which a search bar reads as one types', () => {
    const shared = ['worker/api/contract/', 'worker/reading/', 'worker/search/'];
    const found = webFiles.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => {
          const target = targetOf(file, specifier);
          return specifier.startsWith('.') && target.startsWith('worker/') && !shared.some((folder) => target.startsWith(folder));
        })
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(found).toEqual([]);
  });

  it('talks to the API in one file', () => {
    // The guides show code of other people's apps; the function is a Worker.
    const others = webFiles.filter((file) => file !== 'web/api.ts' && !/^web\/(functions|install\/guides)\//.test(file));
    expect(others.flatMap((file) => linesMatching(file, /(?<![.\w])fetch\(|\bXMLHttpRequest\b|\bsendBeacon\b/))).toEqual([]);
  });
});

/** Paths from the root of the repository, with `/`, of what ships: no tests, no fixtures, no builds. */
function sourceFiles(pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude: ['**/dist', '**/node_modules'] })
    .map((file) => file.split(sep).join('/'))
    .filter((file) => !/\.test\.tsx?$|fixtures?\.ts$|\/fixtures\/|\/vite\.config\.ts$/.test(file))
    .sort();
}

/** The folder under worker/ that a path belongs to; the contract is a room of its own, and a file beside the folders is named by itself. */
function roomOf(path: string): string {
  if (path.startsWith('worker/api/contract/')) return 'contract';
  return path.split('/')[1]?.replace(/\.ts$/, '') ?? '';
}

function importsOf(file: string): string[] {
  const source = readFileSync(root + file, 'utf8');
  return [...source.matchAll(/(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)].map(
    (found) => found[1] ?? found[2] ?? '',
  );
}

function allows(room: Room | undefined, file: string, specifier: string): boolean {
  if (!room) return false;
  if (!specifier.startsWith('.')) return room.packages.some((name) => specifier.startsWith(name));
  const target = targetOf(file, specifier);
  return target === 'worker/result.ts' || roomOf(target) === roomOf(file) || room.rooms.includes(roomOf(target));
}

function targetOf(file: string, specifier: string): string {
  return relative(root, join(root, dirname(file), specifier))
    .split(sep)
    .join('/');
}

function linesMatching(file: string, pattern: RegExp): string[] {
  return readFileSync(root + file, 'utf8')
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) && !/^\s*(\*|\/\/|\/\*)/.test(line) ? [`${file}:${index + 1}: ${line.trim()}`] : []));
}
