import { fail, ok, type Result } from '../result.ts';
import { isAggregate } from './aggregates.ts';
import { readKey } from './read-key.ts';
import type { AggregateKey, FieldKey, TagKey } from './tree.ts';

/** A column of a table of events: the value of a field or tag, or what many events come to. */
export type ExploreColumn = ValueColumn | AggregateColumn;

export interface ValueColumn {
  type: 'value';
  /** As it was asked for: what the reply calls it. */
  name: string;
  key: FieldKey | TagKey;
}

export interface AggregateColumn {
  type: 'aggregate';
  name: string;
  function: AggregateName;
  /** Of what; null where it counts events. */
  of: FieldKey | TagKey | null;
  /** Of `percentile(x, 0.95)` and the like: 0 to 1. */
  share: number | null;
  /** Of `count_if(x, equals, y)`. */
  condition: { operator: '=' | '<>' | '>' | '>=' | '<' | '<='; value: string } | null;
}

export type AggregateName = 'count' | 'count_unique' | 'count_if' | 'min' | 'max' | 'sum' | 'avg' | 'any' | 'percentile' | 'epm' | 'eps';

/** Reads `browser.name`, `tags[level]`, `count()`, `p95(x)`; the error is for people. */
export function readColumn(text: string): Result<ExploreColumn, string> {
  const read = readKey(text, 0, 'events');
  if (!read || read.key.end !== text.length) return fail(`Invalid field: ${JSON.stringify(text.slice(0, 100))}`);
  const { key } = read;
  if (key.type === 'aggregate') return readAggregate(text, key);
  if (key.type === 'flag') return fail('Feature flags are not searched yet.');
  return ok({ type: 'value', name: text, key });
}

function readAggregate(name: string, { name: called, args }: AggregateKey): Result<AggregateColumn, string> {
  const [first, second, third] = args;
  const column = (fn: AggregateName, more: Partial<AggregateColumn> = {}): Result<AggregateColumn, string> => {
    const of = more.of ?? (first === undefined ? null : keyOf(first));
    if (of === null && needsArgument.has(fn)) return fail(`${called}() needs a field in its parentheses.`);
    return ok({ type: 'aggregate', name, function: fn, of, share: null, condition: null, ...more });
  };
  const named = byName.get(called);
  if (named) return column(named);
  const place = /^p(50|75|90|95|99|100)$/.exec(called)?.[1];
  if (place !== undefined) return column('percentile', { share: Number(place) / 100 });
  switch (called) {
    case 'first_seen':
      return column('min', { of: timestamp });
    case 'last_seen':
      return column('max', { of: timestamp });
    case 'percentile': {
      const share = Number(second);
      return share >= 0 && share <= 1 ? column('percentile', { share }) : fail('percentile() needs a field and a share from 0 to 1.');
    }
    case 'count_if': {
      const operator = operators.get(second ?? '');
      return operator && third !== undefined
        ? column('count_if', { condition: { operator, value: third } })
        : fail('count_if() needs a field, an operator such as equals, and a value.');
    }
    default:
      return fail(isAggregate(called) ? `${called}() is not supported for errors.` : `${called}() is no function.`);
  }
}

const timestamp: FieldKey = { type: 'field', name: 'timestamp', start: 0, end: 0 };

const byName: ReadonlyMap<string, AggregateName> = new Map<string, AggregateName>([
  ['count', 'count'],
  ['count_unique', 'count_unique'],
  ['uniq', 'count_unique'],
  ['min', 'min'],
  ['max', 'max'],
  ['sum', 'sum'],
  ['avg', 'avg'],
  ['any', 'any'],
  ['epm', 'epm'],
  ['eps', 'eps'],
]);

const needsArgument = new Set<AggregateName>(['count_unique', 'count_if', 'min', 'max', 'sum', 'avg', 'any', 'percentile']);

const operators: ReadonlyMap<string, '=' | '<>' | '>' | '>=' | '<' | '<='> = new Map([
  ['equals', '='],
  ['notEquals', '<>'],
  ['greater', '>'],
  ['greaterOrEquals', '>='],
  ['less', '<'],
  ['lessOrEquals', '<='],
] as const);

function keyOf(text: string): FieldKey | TagKey | null {
  const read = readKey(text, 0, 'events');
  return read && (read.key.type === 'field' || read.key.type === 'tag') && read.key.end === text.length ? read.key : null;
}
