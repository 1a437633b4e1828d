import { sql, type SQL } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';

/**
 * Sets some options of a JSON column and leaves the others, in the statement itself, so that two who change different ones at once do not undo each other. Null
 * drops an option: it then has its default. Lists are replaced as a whole.
 */
export function patchOf(column: AnySQLiteColumn, options: object): SQL {
  return sql`json_patch(${column}, ${JSON.stringify(options)})`;
}
