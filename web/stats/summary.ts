import type { OutcomeName, Stats } from '../../worker/api/contract/stats.ts';

/** In the order of the legend, and of the fills of the chart. */
export const outcomes = ['accepted', 'filtered', 'rate_limited', 'invalid', 'abuse', 'client_discard'] as const satisfies readonly OutcomeName[];

export interface ReasonSum {
  /** Empty for none. */
  reason: string;
  quantity: number;
}

export interface OutcomeSum {
  outcome: OutcomeName;
  quantity: number;
  /** Largest first. */
  reasons: ReasonSum[];
  /** By bucket. */
  series: number[];
}

export interface Summary {
  total: number;
  kept: number;
  /** Those that happened, in the order of `outcomes`. */
  sums: OutcomeSum[];
  /** Start of each bucket, Unix milliseconds, and of the one that would follow. */
  starts: number[];
}

const field = 'sum(quantity)';

/** What a reader wants to know of the API's groups by outcome and reason. */
export function summarize({ intervals, end, groups }: Stats): Summary {
  const sums = outcomes.flatMap((outcome): OutcomeSum[] => {
    const own = groups.filter(({ by }) => by.outcome === outcome);
    if (own.length === 0) return [];
    const reasons = own.map(({ by, totals }) => ({ reason: String(by.reason ?? ''), quantity: totals[field] ?? 0 }));
    return [
      {
        outcome,
        quantity: reasons.reduce((sum, { quantity }) => sum + quantity, 0),
        reasons: reasons.sort((one, other) => other.quantity - one.quantity),
        series: intervals.map((_, index) => own.reduce((sum, { series }) => sum + (series[field]?.[index] ?? 0), 0)),
      },
    ];
  });
  return {
    total: sums.reduce((sum, { quantity }) => sum + quantity, 0),
    kept: sums.find(({ outcome }) => outcome === 'accepted')?.quantity ?? 0,
    sums,
    starts: [...intervals, end].map((time) => Date.parse(time)),
  };
}

/** `84.9 %`. Never 100 % while something is missing, and never 0 % while there is something. */
export function percent(part: number, whole: number): string {
  if (whole === 0) return '0 %';
  const share = (part / whole) * 100;
  if (part < whole && share > 99.9) return '99.9 %';
  if (part > 0 && share < 0.1) return '< 0.1 %';
  return `${Number(share.toFixed(1))} %`;
}
