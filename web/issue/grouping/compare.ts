import type { GroupingComponent, GroupingInfo, GroupingVariant } from '../../../worker/api/contract/grouping.ts';

export interface Comparison {
  /** The hash that both have; null where they are apart. */
  sharedHash: string | null;
  /** What counts in one of them alone, in order. Empty where they are together. */
  onlyHere: string[];
  onlyThere: string[];
}

/** Why two events are one issue or two: a hash in common puts them together, and what only one of them has keeps them apart. */
export function compareGroupings(here: GroupingInfo, there: GroupingInfo): Comparison {
  const known = new Set(hashesOf(there));
  const sharedHash = hashesOf(here).find((hash) => known.has(hash)) ?? null;
  if (sharedHash !== null) return { sharedHash, onlyHere: [], onlyThere: [] };
  const [ours, theirs] = [countingLines(mainVariant(here)), countingLines(mainVariant(there))];
  return { sharedHash, onlyHere: without(ours, theirs), onlyThere: without(theirs, ours) };
}

/** The look that names the issue: the first that counts. */
export function mainVariant({ variants }: GroupingInfo): GroupingVariant | null {
  return Object.values(variants).find(({ hash }) => hash !== null) ?? null;
}

/** Everything that is hashed, a line for each part: `function pay`. */
export function countingLines(variant: GroupingVariant | null): string[] {
  if (!variant) return [];
  if (variant.type === 'custom-fingerprint') return (variant.values ?? []).map((value) => `fingerprint ${value}`);
  const salt = (variant.values ?? []).filter((value) => !/^\{\{\s*default\s*\}\}$/.test(value)).map((value) => `fingerprint ${value}`);
  return [...salt, ...(variant.component ? linesOf(variant.component) : [])];
}

function linesOf(component: GroupingComponent): string[] {
  if (!component.contributes) return [];
  return component.values.flatMap((value) => (typeof value === 'string' ? [`${component.name ?? component.id} ${value}`] : linesOf(value)));
}

function hashesOf({ variants }: GroupingInfo): string[] {
  return Object.values(variants).flatMap(({ hash }) => (hash === null ? [] : [hash]));
}

/** Each line of `others` takes away one equal line. */
function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
