import { below, either, pick, randomFrom, skewedBelow } from './random.ts';
import { errorTypes, folders, messages, nouns, verbs } from './vocabulary.ts';

const dayMs = 24 * 3_600_000;
/** How far back events reach. */
const spanMs = 30 * dayMs;
/** Popularity of issues: at a million events one in seven is of the first, and about half of 50,000 issues have but one. */
const exponent = 1.1;

export interface DataSetSize {
  events: number;
  issues: number;
  projects: number;
}

export type Platform = 'javascript' | 'node' | 'python';

/** What an issue of the data set will be, before any event of it is made. */
export interface IssuePlan {
  /** Of all issues, 0 that with most events; also what its chance comes from. */
  rank: number;
  /** Place of the project. */
  project: number;
  platform: Platform;
  events: number;
  /** Unix milliseconds. */
  firstSeenAt: number;
  lastSeenAt: number;
  errorType: string;
  message: string;
  filename: string;
  function: string;
  fate: 'unresolved' | 'resolved' | 'archived';
  isAssigned: boolean;
}

/** The full size, or that of fewer events, with as many issues in proportion. */
export function sizeOf(events: number): DataSetSize {
  return { events, issues: Math.max(1, Math.round(events / 20)), projects: 40 };
}

/** In the order in which they were first seen, which is the order of their numbers. */
export function planIssues(size: DataSetSize, now: number): IssuePlan[] {
  const plans = eventsByRank(size).map((events, rank) => planIssue(size, rank, events, now));
  return plans.sort((one, other) => one.firstSeenAt - other.firstSeenAt || one.rank - other.rank);
}

export function platformOf(project: number): Platform {
  return (['javascript', 'node', 'python'] as const)[project % 3] ?? 'javascript';
}

/** Exactly as many as asked for: what rounding leaves over or takes is the first issue's. */
function eventsByRank({ events, issues }: DataSetSize): number[] {
  const weights = Array.from({ length: issues }, (_, rank) => (rank + 1) ** -exponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const counts = weights.map((weight) => Math.max(1, Math.floor((weight / total) * events)));
  const left = events - counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count, rank) => (rank === 0 ? Math.max(1, count + left) : count));
}

function planIssue(size: DataSetSize, rank: number, events: number, now: number): IssuePlan {
  const random = randomFrom(1, rank);
  const project = projectOf(size, random());
  // Denser towards now: as many issues begin in the last week as in the two before.
  const firstAge = spanMs * (events > 1000 ? 1 : random() ** 1.5);
  const lastAge = events === 1 ? firstAge : firstAge * (events > 1000 ? 0 : random() ** 2);
  const noun = pick(random, nouns);
  const verb = pick(random, verbs);
  const message = pick(random, messages)
    .replace('{noun}', noun)
    .replace('{verb}', verb)
    .replace('{number}', String(below(random, 10_000)));
  const fate = random();
  return {
    rank,
    project,
    platform: platformOf(project),
    events,
    firstSeenAt: Math.floor(now - firstAge),
    lastSeenAt: Math.floor(now - lastAge),
    errorType: errorTypes[skewedBelow(random, errorTypes.length)] ?? 'Error',
    message,
    filename: `${pick(random, folders)}/${noun}/${pick(random, nouns)}.${platformOf(project) === 'python' ? 'py' : 'ts'}`,
    function: `${verb}${capital(pick(random, nouns))}`,
    fate: fate < 0.6 ? 'unresolved' : fate < 0.85 ? 'resolved' : 'archived',
    isAssigned: either(random, 0.2, true, false),
  };
}

/** The first project has some twenty times the issues of the last. */
function projectOf({ projects }: DataSetSize, chance: number): number {
  const weights = Array.from({ length: projects }, (_, place) => (place + 1) ** -0.8);
  let left = chance * weights.reduce((sum, weight) => sum + weight, 0);
  const place = weights.findIndex((weight) => (left -= weight) < 0);
  return place < 0 ? projects - 1 : place;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
