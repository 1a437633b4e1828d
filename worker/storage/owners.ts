import type { Directory } from '../ownership/directory.ts';

/**
 * All teams and members of an organization that may be meant by one of the keys; ownership/directory.ts decides who is. Not scoped, since ingest asks it as well: whoever
 * has a key or a scope of the organization may know its id.
 */
export async function readDirectory(db: D1Database, organizationId: number, keys: readonly string[]): Promise<Directory> {
  if (keys.length === 0) return { teams: [], members: [] };
  const json = JSON.stringify(keys);
  const [teams, members] = await db.batch<{ id: number; slug: string; email: string; name: string }>([
    db
      .prepare(
        `select id, slug, name from teams where organization_id = ?1
         and (slug in ${wanted} or ${spellings('name')})`,
      )
      .bind(organizationId, json),
    db
      .prepare(
        `select u.id, u.email, u.name from members m join users u on u.id = m.user_id where m.organization_id = ?1
         and (u.email in ${wanted} or substr(u.email, 1, instr(u.email, '@') - 1) in ${wanted} or ${spellings('u.name')})`,
      )
      .bind(organizationId, json),
  ]);
  return { teams: teams?.results ?? [], members: members?.results ?? [] };
}

const wanted = '(select value from json_each(?2))';

/** Names as ownership/directory.ts spells them to be found by. */
function spellings(column: string): string {
  return `replace(lower(${column}), ' ', '') in ${wanted} or replace(lower(${column}), ' ', '-') in ${wanted}`;
}
