import type { Tag } from '../../worker/api/contract/tag.ts';
import type { Series } from './chart.ts';

/** Where on the chart a release first brought the issue. */
export interface ReleaseMark {
  version: string;
  /** Unix milliseconds. */
  at: number;
  /** 0 at the oldest interval, 1 at now. */
  place: number;
}

/** More lie over one another. */
const maxMarks = 8;

/** The releases that first brought the issue in the time of the chart, oldest first; of many the newest. Intervals are of equal length. */
export function releasesOnChart(release: Pick<Tag, 'topValues'> | null, series: Series): ReleaseMark[] {
  const [first, second] = series;
  if (!release || !first || !second) return [];
  const start = first[0] * 1_000;
  const length = (second[0] - first[0]) * 1_000 * series.length;
  return release.topValues
    .map(({ value, firstSeen }) => ({ version: value, at: Date.parse(firstSeen), place: (Date.parse(firstSeen) - start) / length }))
    .filter(({ version, place }) => version !== '' && place >= 0 && place <= 1)
    .sort((one, other) => one.at - other.at)
    .slice(-maxMarks);
}
