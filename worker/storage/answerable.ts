import type { SQL } from 'drizzle-orm';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import { fail, ok, type Result } from '../result.ts';
import type { QueryNode } from '../search/tree.ts';
import { Unanswerable, type WrongPlace } from './event-condition.ts';

const dialect = new SQLiteAsyncDialect();
/** D1 takes 100 parameters and 100 kB; the statement around the condition has its own. */
const maxParameters = 80;
const maxStatement = 80_000;

/** What a query comes to, or why it cannot be answered and where in it that stands. */
export function answerable<Plan extends { condition: SQL }>(root: QueryNode | null, make: () => Plan): Result<Plan, WrongPlace> {
  try {
    const plan = make();
    const { start = 0, end = 0 } = root ?? {};
    return isTooLong(plan.condition) ? fail({ message: 'These are too many conditions for one search.', start, end }) : ok(plan);
  } catch (error) {
    if (error instanceof Unanswerable) return fail(error.place);
    throw error;
  }
}

function isTooLong(condition: SQL): boolean {
  const query = dialect.sqlToQuery(condition);
  return query.params.length > maxParameters || query.sql.length > maxStatement;
}
