/** The parts of wrangler.toml that a deployment reads. */
export interface WorkerConfig {
  name: string;
  main: string;
  assets: { directory: string; [option: string]: unknown };
  d1_databases: { binding: string; database_name: string; database_id: string; migrations_dir: string }[];
  r2_buckets: { binding: string; bucket_name: string }[];
  queues: { producers: { queue: string }[]; consumers: { queue: string; dead_letter_queue?: string }[] };
  [option: string]: unknown;
}

/** What a deployment needs to exist, by name. */
export interface Resources {
  databases: string[];
  buckets: string[];
  queues: string[];
  /** Null where the dashboard comes from the Worker alone. */
  pagesProject: string | null;
}

/** What exists in the account. */
export interface Account {
  /** Id by name, of all databases. */
  databases: Map<string, string>;
  buckets: string[];
  queues: string[];
  pagesProjects: string[];
}

/** One thing to create. */
export interface Step {
  title: string;
  /** Arguments for wrangler. */
  args: string[];
  /** What to tell when it fails and the reason is most likely this. */
  hint?: string;
}

/** Everything that wrangler.toml names: each database shard, bucket and queue, dead-letter queues too, and a Pages project named as the Worker. */
export function neededResources(config: WorkerConfig, options: { pages: boolean }): Resources {
  const queues = [
    ...config.queues.producers.map((producer) => producer.queue),
    ...config.queues.consumers.flatMap((consumer) => [consumer.queue, consumer.dead_letter_queue ?? []].flat()),
  ];
  return {
    databases: config.d1_databases.map((database) => database.database_name),
    buckets: config.r2_buckets.map((bucket) => bucket.bucket_name),
    queues: [...new Set(queues)],
    pagesProject: options.pages ? config.name : null,
  };
}

/** What is needed and not there yet. Nothing, when it all stands: a second deployment is an upgrade. */
export function planCreation(needed: Resources, account: Account): Step[] {
  return [
    ...missing(needed.databases, [...account.databases.keys()]).map((name) => ({ title: `Create D1 database ${name}`, args: ['d1', 'create', name] })),
    ...missing(needed.buckets, account.buckets).map((name) => ({
      title: `Create R2 bucket ${name}`,
      args: ['r2', 'bucket', 'create', name],
      hint: 'R2 has to be switched on once for an account: https://dash.cloudflare.com/?to=/:account/r2',
    })),
    ...missing(needed.queues, account.queues).map((name) => ({ title: `Create queue ${name}`, args: ['queues', 'create', name] })),
    ...missing(needed.pagesProject ? [needed.pagesProject] : [], account.pagesProjects).map((name) => ({
      title: `Create Pages project ${name}`,
      args: ['pages', 'project', 'create', name, '--production-branch', 'main'],
    })),
  ];
}

function missing(names: string[], existing: string[]): string[] {
  return names.filter((name) => !existing.includes(name));
}

/**
 * The configuration that wrangler gets: wrangler.toml with the account's database ids filled in, and with paths that hold wherever the file lies.
 * Throws when a database has no id.
 */
export function deployConfig(config: WorkerConfig, databaseIds: Map<string, string>, root: string): WorkerConfig {
  return {
    ...config,
    main: root + config.main,
    assets: { ...config.assets, directory: root + config.assets.directory },
    d1_databases: config.d1_databases.map((database) => {
      const id = databaseIds.get(database.database_name);
      if (!id) throw new Error(`D1 database ${database.database_name} is not in the account`);
      return { ...database, database_id: id, migrations_dir: root + database.migrations_dir };
    }),
  };
}
