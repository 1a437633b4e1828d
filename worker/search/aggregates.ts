import { findKey, type ScalarKind } from './keys.ts';

/** Whether it is a function of Sentry's. Other names are left to whoever evaluates the query. */
export function isAggregate(name: string): boolean {
  return countings.has(name) || kindOfFunction.has(name) || ofArgument.test(name);
}

/** What a function yields, which decides how the value beside it is read. */
export function kindOfAggregate(name: string, args: readonly string[]): ScalarKind {
  if (countings.has(name)) return 'number';
  const kind = kindOfFunction.get(name);
  if (kind) return kind;
  const kinds = args.map((arg) => findKey(arg, 'events')?.kind);
  const measured = kinds.find((one) => one === 'duration' || one === 'size' || one === 'date');
  // Percentiles of nothing in particular are those of the duration.
  return measured ?? (args.length === 0 && /^p\d/.test(name) ? 'duration' : 'number');
}

const countings = new Set(['count', 'count_unique', 'count_if', 'count_miserable', 'count_web_vitals', 'uniq', 'eps', 'epm', 'tps', 'tpm', 'apdex']);

const kindOfFunction: ReadonlyMap<string, ScalarKind> = new Map<string, ScalarKind>([
  ['last_seen', 'date'],
  ['first_seen', 'date'],
  ['percentage', 'percentage'],
  ['failure_rate', 'percentage'],
]);

const ofArgument = /^(p50|p75|p90|p95|p99|p100|percentile|min|max|avg|sum|first|last|any|stddev|var|corr|cov)$/;
