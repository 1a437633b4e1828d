import { createHash } from 'node:crypto';
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { root } from '../../commands/tool.ts';
import { projectIssues } from '../../storage/projection.ts';
import { type Bench, startBench } from '../runtimes.ts';
import { platformOf, sizeOf } from './plan.ts';
import { tellIssues } from './tell-issues.ts';

const cache = `${root}.picket/bench/`;
const dayMs = 24 * 3_600_000;
/** Questions for the last fourteen days find less with every day that passes. */
const maxAgeDays = 2;

/** Picket with the data set of so many events, which is made where the cache has none. */
export async function startFilled(events: number): Promise<Bench> {
  mkdirSync(cache, { recursive: true });
  const today = Math.floor(Date.now() / dayMs);
  const hash = hashOfSources();
  const name = `${hash}-${events}-`;
  const isFresh = (entry: string) => entry.startsWith(`${hash}-`) && today - Number(entry.split('-').at(-1)) <= maxAgeDays;
  for (const entry of readdirSync(cache)) if (!isFresh(entry)) rmSync(cache + entry, { recursive: true, force: true });
  const known = readdirSync(cache).find((entry) => entry.startsWith(name));
  if (known) return startBench({ keptIn: cache + known });

  const unfinished = mkdtempSync(`${cache}unfinished-`);
  await fill(unfinished, events);
  renameSync(unfinished, `${cache}${name}${today}`);
  return startBench({ keptIn: `${cache}${name}${today}` });
}

/** What is written here is what the issue objects' projections write, by the same SQL; the objects themselves, which hold the bodies of events, stay empty. */
async function fill(folder: string, events: number): Promise<void> {
  const bench = await startBench({ keptIn: folder });
  try {
    const size = sizeOf(events);
    const db = await bench.runtime.miniflare.getD1Database('DB');
    const startedAt = performance.now();
    const place = {
      organizationId: Number(bench.setup.organization.id),
      userId: Number(bench.setup.user.id),
      projects: await createProjects(bench, size.projects),
      now: Date.now(),
    };
    let written = 0;
    let shownAt = startedAt;
    for (const batch of tellIssues(size, place)) {
      const ids = await projectIssues(
        db,
        batch.map(({ projection }) => projection),
      );
      for (const [index, { projection, learn }] of batch.entries()) {
        learn(ids[index] ?? 0);
        written += projection.eventRows.length;
      }
      if (performance.now() - shownAt < 15_000) continue;
      shownAt = performance.now();
      console.log(`  ${written.toLocaleString('en')} of ${events.toLocaleString('en')} events, ${Math.round((shownAt - startedAt) / 1000)} s`);
    }
    // What time does to issues was done above: the cron would ask objects for it that know nothing.
    await db.prepare('insert into grown_up_to (project_id, number) select project_id, max(number) from issues group by project_id').run();
    console.log(`  made the data set in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  } finally {
    await bench.stop();
  }
}

/** By the API, beside the one of the set-up, so that they have keys and names as any. */
async function createProjects({ runtime, setup }: Bench, count: number): Promise<{ projectId: number; shard: number }[]> {
  const ids = [Number(setup.project.id)];
  while (ids.length < count) {
    const name = `Shop ${ids.length}`;
    const reply = await fetch(`${runtime.url}/api/0/organizations/${setup.organization.slug}/projects/`, {
      method: 'POST',
      headers: { authorization: `Bearer ${setup.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ name, platform: platformOf(ids.length) }),
    });
    if (reply.status !== 201) throw new Error(`Creating ${name} answered ${reply.status}: ${await reply.text()}`);
    const project: { id: string } = await reply.json();
    ids.push(Number(project.id));
  }
  return ids.map((projectId) => ({ projectId, shard: 0 }));
}

/** Of all that decides what the rows are: the tables, what makes events, and what makes rows of them. */
function hashOfSources(): string {
  const patterns = ['migrations/*.sql', 'worker/bench/data-set/*.ts', 'worker/issue/**/*.ts', 'worker/search/terms.ts', 'worker/storage/projection.ts'];
  const files = globSync(patterns, { cwd: root, exclude: ['**/*.test.ts', '**/*.fixture.ts'] }).sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(root + file));
  return hash.digest('hex').slice(0, 12);
}
