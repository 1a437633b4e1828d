import type { DateValue, Operator, RelativeDateValue } from './tree.ts';

/** Unix milliseconds, `from` included and `before` not. Null where it is open. */
export interface DateRange {
  from: number | null;
  before: number | null;
}

/**
 * The times that a filter of dates asks for, as seen at `now`. Without a comparison a day is the whole of it, and an instant the minutes around it, since no one knows the
 * millisecond in which something happened.
 *
 * Source: getsentry/sentry src/sentry/api/event_search.py (`visit_specific_date_filter`), src/sentry/search/utils.py.
 */
export function dateRange(operator: Operator, value: DateValue | RelativeDateValue, now: number): DateRange {
  if (value.type === 'relative_date') {
    const at = now - value.agoMilliseconds;
    return value.direction === 'since' ? { from: at, before: null } : { from: null, before: at + 1 };
  }
  const { at, precision } = value;
  switch (operator) {
    case '=':
      return precision === 'day' ? { from: at, before: at + 24 * 60 * minute } : { from: at - 5 * minute, before: at + 6 * minute };
    case '>':
      return { from: at + 1, before: null };
    case '>=':
      return { from: at, before: null };
    case '<':
      return { from: null, before: at };
    case '<=':
      return { from: null, before: at + 1 };
  }
}

const minute = 60_000;
