import type { SQL } from 'drizzle-orm';
import { SQLiteAsyncDialect } from 'drizzle-orm/sqlite-core';
import { fail, ok, type Result } from '../result.ts';
import type { QueryNode } from '../search/tree.ts';
import { Unanswerable, type WrongPlace } from './event-condition.ts';

const dialect = new SQLiteAsyncDialect();
/** D1 takes 100 parameters and 100 kB; the statement around the condition has its own. */
const maxParameters = 80;
const maxStatement = 80_000;

/**
 * Parentheses in each other. D1 takes expressions of a depth of 100, and counts what stands in queries within queries once more for each of them: a condition of issues
 * stands in three. What stands in the innermost parentheses may have a depth of ten.
 */
export const maxDepth = { events: 70, issues: 22 };

/** What a query comes to, or why it cannot be answered and where in it that stands. */
export function answerable<Plan extends { condition: SQL }>(root: QueryNode | null, deepest: number, make: () => Plan): Result<Plan, WrongPlace> {
  try {
    const plan = make();
    const { start = 0, end = 0 } = root ?? {};
    return isTooLong(plan.condition, deepest)
      ? fail({ message: 'These are too many conditions, or too many in each other, for one search.', start, end })
      : ok(plan);
  } catch (error) {
    if (error instanceof Unanswerable) return fail(error.place);
    throw error;
  }
}

/** Whether D1 would refuse a statement with this in it. */
export function isTooLong(part: SQL, deepest: number): boolean {
  const query = dialect.sqlToQuery(part);
  return query.params.length > maxParameters || query.sql.length > maxStatement || depthOf(query.sql) > deepest;
}

/** Each `and` and `or` has parentheses around it, which is what makes an expression deep. No literal of ours has one of them alone. */
function depthOf(statement: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [parenthesis] of statement.matchAll(/[()]/g)) {
    depth += parenthesis === '(' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
