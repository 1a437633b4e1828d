import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorker } from '../commands/builds.ts';
import { type Installation, setUp, setupToken } from '../commands/harness.ts';
import { type Runtime, type RuntimeOptions, startRuntime } from '../commands/runtime.ts';
import { recordedKey } from './recordings.fixture.ts';

export interface Instance extends Installation {
  /** Its bindings are at hand: what is behind the Worker can be looked at, or broken. */
  runtime: Runtime;
  /** 32 hex digits: the user part of the DSN. */
  publicKey: string;
  /** Stops it and removes the data. */
  stop(): Promise<void>;
}

/**
 * The Worker in its runtime inside this process, already set up, without the dashboard. `bundle` puts another Worker in its place; a `neighbour` may be bound to it
 * as `picket`.
 */
export async function startInstance({ bundle, ...others }: { bundle?: string } & Pick<RuntimeOptions, 'neighbour' | 'sdkCdn'> = {}): Promise<Instance> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'picket-conformance-'));
  const runtime = await startRuntime({ port: 0, persistTo: dataFolder, setupToken, bundle: bundle ?? (await bundleWorker()), dashboard: null, ...others });
  const installation = await setUp(runtime.url);
  return {
    ...installation,
    runtime,
    publicKey: new URL(installation.dsn).username,
    async stop() {
      await runtime.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Where the project's envelopes go, with its key. */
export function envelopeUrl(installation: Installation): string {
  const { origin, pathname, username } = new URL(installation.dsn);
  return `${origin}/api${pathname}/envelope/?sentry_key=${username}&sentry_version=7`;
}

/** An instance that takes recorded requests as they are: a new installation's first project is project 1, and it gets the recorded key as a second one. */
export async function startRecordedInstance(): Promise<Instance> {
  const instance = await startInstance();
  const db = await instance.runtime.miniflare.getD1Database('DB');
  await db.prepare("insert into project_keys (public_key, secret_key, project_id, name, created_at) values (?, '', 1, 'Recorded', 0)").bind(recordedKey).run();
  return instance;
}
