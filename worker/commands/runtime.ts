import { Log, LogLevel, Miniflare, convertV4MiniflareOptions } from 'miniflare';
import { unstable_getMiniflareWorkerOptions as getWorkerOptions } from 'wrangler';
import { migrate } from './migrate.ts';
import { listProcesses, type RunningProcess } from './processes.ts';
import { root } from './tool.ts';

export interface RuntimeOptions {
  /** 0 takes a free one. */
  port: number;
  /** Address to listen on. */
  host?: string;
  /** Folder for D1, R2 and the Durable Objects, laid out as `wrangler dev --persist-to` does. */
  persistTo: string;
  setupToken: string;
  /** Where the JS loader gets the SDK from; by default where a deployment does. */
  sdkCdn?: string | undefined;
  /** Folder of the bundled Worker, see builds.ts. */
  bundle: string;
  /** Folder of the built dashboard; null serves none, and takes the emulation of static assets out of the way of every request. */
  dashboard: string | null;
  /** Another Worker of the same account, which may be bound to this one as `picket`. */
  neighbour?: Extract<Parameters<typeof convertV4MiniflareOptions>[0], { workers: unknown[] }>['workers'][number] | undefined;
  /** Told of every process of workerd once it runs: another bundle gets another one. */
  onStarted?: (workerd: RunningProcess) => void;
}

export interface Runtime {
  /** Without a slash at the end. */
  url: string;
  /** Process id of workerd, for measuring it. Needs /proc or `ps`. */
  pid(): number;
  miniflare: Miniflare;
  /** Puts another bundle in place, on the same port and data. */
  reload(bundle: string): Promise<void>;
  stop(): Promise<void>;
}

const everyMinute = '* * * * *';

/**
 * Starts the Workers runtime on this machine, with the bindings that wrangler reads from wrangler.toml, and without wrangler's dev proxy, which rewrites
 * addresses and caps the rate. Databases are migrated before this resolves. Only errors and warnings of the Worker are printed.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const miniflare = new Miniflare(miniflareOptions(options));
  const { port } = await miniflare.ready;
  tellStarted(options);
  for (const binding of databaseBindings()) await migrate(await miniflare.getD1Database(binding));

  // At once, too: what an interrupted run left behind should not wait.
  void runScheduled(miniflare);
  const cron = setInterval(() => void runScheduled(miniflare), 60_000);
  return {
    url: `http://localhost:${port}`,
    pid() {
      const workerd = newestWorkerd();
      if (!workerd) throw new Error('There is no process of workerd to be seen');
      return workerd.pid;
    },
    miniflare,
    async reload(bundle) {
      await miniflare.setOptions(miniflareOptions({ ...options, bundle, port: Number(port) }));
      tellStarted(options);
    },
    async stop() {
      clearInterval(cron);
      await miniflare.dispose();
    },
  };
}

/** Names of all D1 bindings in wrangler.toml: `DB` and the further shards. */
export function databaseBindings(): string[] {
  return Object.keys(getWorkerOptions(`${root}wrangler.toml`).workerOptions.d1Databases ?? {});
}

function miniflareOptions(options: RuntimeOptions) {
  const overrides = options.dashboard === null ? {} : { assets: { directory: options.dashboard } };
  // The rules say how to find modules, and the bundle is named whole below.
  const { modulesRules: _, ...worker } = getWorkerOptions(`${root}wrangler.toml`, undefined, { overrides }).workerOptions;
  if (options.dashboard === null) delete worker.assets;
  const picket = {
    ...worker,
    name: 'picket',
    modulesRoot: options.bundle,
    modules: [{ type: 'ESModule' as const, path: `${options.bundle}/index.js` }],
    bindings: Object.assign({}, worker.bindings, { SETUP_TOKEN: options.setupToken }, options.sdkCdn === undefined ? {} : { SDK_CDN: options.sdkCdn }),
  };
  return convertV4MiniflareOptions({
    workers: options.neighbour ? [picket, options.neighbour] : [picket],
    host: options.host ?? '127.0.0.1',
    port: options.port,
    resourcePersistencePath: `${options.persistTo}/v3`,
    // Nothing is known of senders here; `false` would tell of a city in Texas.
    cf: {},
    log: new Log(LogLevel.ERROR),
    handleStructuredLogs: ({ level, message }) => {
      if (level === 'error' || level === 'warn') console.error(message);
    },
    telemetry: { enabled: false },
  });
}

/** A cron that fails is a bug to be seen, but no reason to stop serving. */
async function runScheduled(miniflare: Miniflare): Promise<void> {
  try {
    const worker = await miniflare.getWorker();
    await worker.scheduled({ cron: everyMinute });
  } catch (error) {
    console.error('The scheduled handler failed:', error);
  }
}

function tellStarted({ onStarted }: RuntimeOptions): void {
  const workerd = onStarted && newestWorkerd();
  if (workerd) onStarted(workerd);
}

/** Miniflare does not tell the process. With several runtimes in one process this is the one started last. Undefined where processes cannot be seen. */
function newestWorkerd(): RunningProcess | undefined {
  const ours = listProcesses().filter(({ parentPid, command }) => parentPid === process.pid && /\bworkerd(\.exe)? serve\b/.test(command));
  return ours.sort((one, other) => one.pid - other.pid).at(-1);
}
