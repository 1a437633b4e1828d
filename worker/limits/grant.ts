/**
 * How many units a lease carries. Nobody gets more than an eighth of what is left beyond what is needed at once, so leases shrink towards the end of the quota:
 * the limit is never exceeded, and what isolates hold unused when the rest is spent stays small.
 */
export function grant(left: number, needed: number, wanted: number): number {
  if (left < needed) return 0;
  return Math.max(needed, Math.min(wanted, Math.ceil(left / 8)));
}
