import { readdirSync, readFileSync } from 'node:fs';
import { unstable_splitSqlQuery as splitSql } from 'wrangler';
import type { Miniflare } from 'miniflare';
import { root } from './tool.ts';

type Database = Awaited<ReturnType<Miniflare['getD1Database']>>;

/**
 * Applies what is missing of migrations/ to a local D1, each migration as one transaction. It keeps wrangler's own table, so `wrangler d1 migrations` sees
 * the same database in the same state. Answers the names of those that ran. Throws when one of them fails.
 */
export async function migrate(database: Database, folder = `${root}migrations`): Promise<string[]> {
  await database
    .prepare(
      'create table if not exists d1_migrations (id integer primary key autoincrement, name text unique, applied_at timestamp default current_timestamp not null)',
    )
    .run();
  const { results } = await database.prepare('select name from d1_migrations').all<{ name: string }>();
  const applied = new Set(results.map((row) => row.name));
  const missing = migrationNames(folder).filter((name) => !applied.has(name));
  for (const name of missing) {
    const statements = splitSql(readFileSync(`${folder}/${name}`, 'utf8')).map((statement) => database.prepare(statement));
    await database.batch([...statements, database.prepare('insert into d1_migrations (name) values (?)').bind(name)]);
  }
  return missing;
}

/** In the order in which they run. */
export function migrationNames(folder = `${root}migrations`): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
}
