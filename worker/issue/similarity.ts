/** Why two issues are alike. */
export interface Similarity {
  /** 0 to 1. */
  score: number;
  /** What both have, most telling first, without the mark of its kind. */
  frames: string[];
  words: string[];
}

/** An issue, or one hash of it, with what likenessOf found. */
export interface Candidate {
  issueId: number;
  features: readonly string[];
}

export interface Similar extends Similarity {
  issueId: number;
}

/** A function on the stack says as much as three words. */
const frameWeight = 3;

/**
 * Below this, two issues have little to do with each other. Of the events of shared/cases/grouping all that are near have more than 0.26, all others less than 0.22: see
 * similarity-cases.node.test.ts.
 */
export const minScore = 0.25;

/**
 * The candidates most like an issue, which is given hash by hash, best first. Each feature weighs the more the fewer of the candidates have it, and a frame more
 * than a word; the score is the weight of what both have by the mean weight of what each has. Of an issue of several hashes the best one counts.
 */
export function findSimilar(own: readonly Candidate[], candidates: readonly Candidate[], limit: number): Similar[] {
  const weightOf = weigher([...own, ...candidates]);
  const ownIds = new Set(own.map(({ issueId }) => issueId));
  const best = new Map<number, Similar>();
  for (const { issueId, features } of candidates) {
    if (ownIds.has(issueId)) continue;
    for (const { features: ownFeatures } of own) {
      const similarity = compare(ownFeatures, features, weightOf);
      if (similarity.score >= minScore && similarity.score > (best.get(issueId)?.score ?? 0)) best.set(issueId, { issueId, ...similarity });
    }
  }
  return [...best.values()].sort((one, other) => other.score - one.score || other.issueId - one.issueId).slice(0, limit);
}

function compare(own: readonly string[], other: readonly string[], weightOf: (feature: string) => number): Similarity {
  const known = new Set(other);
  const shared = own.filter((feature) => known.has(feature)).sort((one, another) => weightOf(another) - weightOf(one));
  const all = sum(own, weightOf) + sum(other, weightOf);
  return { score: all === 0 ? 0 : (2 * sum(shared, weightOf)) / all, frames: namesOf(shared, 'f:'), words: namesOf(shared, 'w:') };
}

/** What all have tells nothing, what one alone has tells most: between 0 and 1, times what its kind is worth. */
function weigher(all: readonly Candidate[]): (feature: string) => number {
  const holders = new Map<string, number>();
  for (const { features } of all) for (const feature of new Set(features)) holders.set(feature, (holders.get(feature) ?? 0) + 1);
  const most = Math.log(1 + all.length);
  return (feature) => (Math.log(1 + all.length / (holders.get(feature) ?? 1)) / most) * (feature.startsWith('f:') ? frameWeight : 1);
}

function namesOf(features: readonly string[], kind: string): string[] {
  return features.filter((feature) => feature.startsWith(kind)).map((feature) => feature.slice(kind.length));
}

function sum(features: readonly string[], weightOf: (feature: string) => number): number {
  return features.reduce((total, feature) => total + weightOf(feature), 0);
}
