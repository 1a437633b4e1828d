import type { Issue } from '../../worker/api/contract/issue.ts';
import type { Stats } from '../../worker/api/contract/stats.ts';

/** How a project is, in the last day. */
export interface Health {
  /** Events that were kept, by hour, oldest first. */
  series: number[];
  events: number;
  /** How many times as many as the day before; null where there is too little to compare. */
  growth: number | null;
  /** 0 to 1: what was sent and not kept. */
  lost: number;
}

const hours = 24;
const field = 'sum(quantity)';

/** Two days of what was sent, by hour, project and outcome. */
export const healthSearch = new URLSearchParams([
  ['field', field],
  ['groupBy', 'project'],
  ['groupBy', 'outcome'],
  ['statsPeriod', '48h'],
  ['interval', '1h'],
  ...['error', 'default', 'security'].map((category) => ['category', category]),
]).toString();

/** By id of the project; those that sent nothing are not in it. */
export function healthByProject({ groups }: Stats): Map<string, Health> {
  const ofProject = Map.groupBy(groups, ({ by }) => String(by['project']));
  return new Map([...ofProject].map(([id, own]) => [id, healthOf(own)]));
}

function healthOf(groups: Stats['groups']): Health {
  const seriesOf = (isMeant: (outcome: string | number | undefined) => boolean): number[] => {
    const meant = groups.filter(({ by }) => isMeant(by['outcome']));
    const length = Math.max(0, ...groups.map(({ series }) => series[field]?.length ?? 0));
    return Array.from({ length }, (_, hour) => meant.reduce((sum, { series }) => sum + (series[field]?.[hour] ?? 0), 0));
  };
  const kept = seriesOf((outcome) => outcome === 'accepted');
  const events = totalOf(kept.slice(-hours));
  const lost = totalOf(seriesOf((outcome) => outcome !== 'accepted').slice(-hours));
  return {
    series: kept.slice(-hours),
    events,
    growth: growthOf(events, totalOf(kept.slice(-2 * hours, -hours))),
    lost: lost === 0 ? 0 : lost / (lost + events),
  };
}

/** Fewer events than this are chance. */
const leastEvents = 20;

function growthOf(events: number, before: number): number | null {
  return before > 0 && events + before >= leastEvents ? events / before : null;
}

/** `3×` for a project that grew to a multiple, `+40 %` for less; null for what is as it was, or less. */
export function growthText(growth: number | null): string | null {
  if (growth === null || growth < 1.25) return null;
  return growth >= 2 ? `${growth >= 10 ? Math.round(growth).toLocaleString() : growth.toFixed(1).replace('.0', '')}×` : `+${Math.round((growth - 1) * 100)} %`;
}

/** Unresolved issues of the last day. */
export const newIssuesQuery = 'is:unresolved firstSeen:-24h';

/** By slug of the project. `isAll`: the list ends there; else there may be more of each. */
export function newIssuesText(issues: readonly Pick<Issue, 'project'>[], isAll: boolean, slug: string): string {
  const count = issues.filter(({ project }) => project.slug === slug).length;
  return `${count}${isAll ? '' : '+'}`;
}

function totalOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
