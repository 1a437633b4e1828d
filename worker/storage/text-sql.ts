import { type SQL, sql } from 'drizzle-orm';
import { lowerCase } from '../search/terms.ts';
import type { TextValue, WildcardValue } from '../search/tree.ts';

/** D1 takes patterns of at most 50 bytes. */
const maxPatternBytes = 50;

/** That a text is the value, as a whole; the empty value is that there is none. */
export function isText(expression: SQL, value: TextValue | WildcardValue): SQL {
  if (value.type === 'wildcard') return matches(expression, value.literals);
  return value.text === '' ? sql`coalesce(${expression}, '') = ''` : sql`${expression} = ${value.text}`;
}

/** That a text holds the value somewhere, without regard to case. A pattern is one whose first and last literal need not be at the ends. */
export function containsText(expression: SQL, value: TextValue | WildcardValue): SQL {
  if (value.type === 'wildcard') return matches(expression, ['', ...value.literals, '']);
  return sql`instr(lower(${expression}), ${lowerCase(value.text)}) > 0`;
}

/** That a text begins with the first literal, ends with the last, and has the others between them in their order, without regard to case. */
export function matches(expression: SQL, literals: readonly string[]): SQL {
  const lower = literals.map(lowerCase).filter((literal, at, all) => literal !== '' || at === 0 || at === all.length - 1);
  const pattern = lower.map((literal) => literal.replaceAll(/[*?[]/g, '[$&]')).join('*');
  if (new TextEncoder().encode(pattern).length <= maxPatternBytes) return sql`lower(${expression}) glob ${pattern}`;

  const [first = '', last = ''] = [lower[0], lower.at(-1)];
  const text = sql`lower(${expression})`;
  const length = lower.reduce((sum, literal) => sum + [...literal].length, 0);
  const atEnds = sql`length(${text}) >= ${length} and substr(${text}, 1, ${[...first].length}) = ${first} and (${last} = '' or substr(${text}, -${[...last].length}) = ${last})`;
  const rest = sql`substr(${text}, ${[...first].length + 1}, length(${text}) - ${[...first].length + [...last].length})`;
  return sql`(${atEnds} and ${inOrder(rest, lower.slice(1, -1))})`;
}

/** By a walk, so that it takes no longer however many literals there are. */
function inOrder(text: SQL, literals: readonly string[]): SQL {
  if (literals.length === 0) return sql`1`;
  return sql`exists (
    with recursive l (nth, rest) as (
      select 0, ${text}
      union all
      select nth + 1, substr(rest, instr(rest, t.literals ->> nth) + length(t.literals ->> nth))
      from l cross join (select ${JSON.stringify(literals)} as literals) t where nth < ${literals.length} and instr(rest, t.literals ->> nth) > 0
    ) select 1 from l where nth = ${literals.length})`;
}

/** As `or`, so nested that no expression grows deep: D1 takes a depth of 100. Of nothing: false. */
export function anyOf(conditions: readonly SQL[]): SQL {
  return join(conditions, 'or', sql`0`);
}

export function allOf(conditions: readonly SQL[]): SQL {
  return join(conditions, 'and', sql`1`);
}

function join(conditions: readonly SQL[], word: 'and' | 'or', ofNothing: SQL): SQL {
  const [first] = conditions;
  if (!first) return ofNothing;
  if (conditions.length === 1) return first;
  const middle = Math.ceil(conditions.length / 2);
  return sql`(${join(conditions.slice(0, middle), word, ofNothing)} ${sql.raw(word)} ${join(conditions.slice(middle), word, ofNothing)})`;
}
