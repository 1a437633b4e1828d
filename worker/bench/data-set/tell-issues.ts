import type { StackNames } from '../../event/search-fields.ts';
import type { EventSummary } from '../../event/summarize.ts';
import { indexingOf } from '../../issue/indexing.ts';
import { applyCommand, applyEvent, applyTime, type IssueState, type Origin } from '../../issue/issue.ts';
import type { LifeRequest } from '../../issue/life/life-command.ts';
import { addTags, cutTags, noTagCounts, sumTags, type TagCounts } from '../../issue/tag-counts.ts';
import { type Projection, projectionOf } from '../../storage/projection.ts';
import { makeEvents } from './make-events.ts';
import { type DataSetSize, type IssuePlan, planIssues } from './plan.ts';
import { hexDigits, randomFrom } from './random.ts';
import { folders, nouns } from './vocabulary.ts';

/** Where the issues of the data set are put. */
export interface Place {
  organizationId: number;
  /** In the order of their size. */
  projects: readonly { projectId: number; shard: number }[];
  /** Who resolves, archives and gets issues. */
  userId: number;
  /** When the newest events happened. Unix milliseconds. */
  now: number;
}

/** A projection, and whom to tell the id that it drew. */
export interface Told {
  projection: Projection;
  learn(issueId: number): void;
}

/** As many as the projector takes at once, and so many events that a batch stays some MB. */
const maxIssues = 100;
const maxEvents = 2000;
/** Of an issue at once. */
const eventsPerTelling = 1000;

/**
 * The whole data set, as issue objects would tell it: by the functions that make states, counts and words of the index of real events. A batch is for one data shard
 * and must be written before the next is asked for. First all issues in the order they were seen, then, again and again, those that have more events to tell.
 */
export function* tellIssues(size: DataSetSize, place: Place): Generator<Told[]> {
  let open = planIssues(size, place.now).map((plan) => new IssueOfDataSet(plan, place));
  while (open.length > 0) {
    for (const ofShard of Map.groupBy(open, ({ shard }) => shard).values()) yield* inBatches(ofShard);
    open = open.filter((issue) => !issue.isTold);
  }
}

function* inBatches(issues: readonly IssueOfDataSet[]): Generator<Told[]> {
  let batch: Told[] = [];
  let events = 0;
  for (const issue of issues) {
    const told = issue.tell();
    batch.push(told);
    events += told.projection.eventRows.length;
    if (batch.length < maxIssues && events < maxEvents) continue;
    yield batch;
    batch = [];
    events = 0;
  }
  if (batch.length > 0) yield batch;
}

/** What its object would remember. */
class IssueOfDataSet {
  readonly shard: number;
  isTold = false;
  readonly #plan: IssuePlan;
  readonly #place: Place;
  readonly #origin: Origin;
  readonly #users = new Set<string>();
  #events: Generator<EventSummary> | null = null;
  #left: number;
  #state: IssueState | null = null;
  #tagCounts: TagCounts = noTagCounts;

  constructor(plan: IssuePlan, place: Place) {
    const project = place.projects[plan.project];
    if (!project) throw new Error(`There is no place for project ${plan.project}`);
    this.shard = project.shard;
    this.#plan = plan;
    this.#place = place;
    this.#left = plan.events;
    const hash = hexDigits(randomFrom(3, plan.rank), 32);
    this.#origin = { organizationId: place.organizationId, ...project, hash, furtherHashes: [], mechanism: 'picket:bench' };
  }

  /** The next events, and with the last of them what members did. */
  tell(): Told {
    const events = this.#next();
    for (const event of events) this.#record(event);
    this.isTold = this.#left === 0;
    let state = this.#live();
    const { terms, indexed } = indexingOf(state.indexed, events, state.stack);
    const shown = { state, whole: state, userCount: this.#users.size, mergedInto: null, tagCounts: this.#tagCounts };
    const projection = projectionOf(shown, events, null, terms);
    state = { ...state, indexed, stack: null, activity: [], outbox: [], projectedVersion: state.version };
    this.#state = state;
    return { projection, learn: (issueId) => (this.#state = { ...state, issueId }) };
  }

  #next(): EventSummary[] {
    this.#events ??= makeEvents(this.#plan);
    const events: EventSummary[] = [];
    for (let next = this.#events.next(); !next.done; next = this.#events.next()) {
      events.push(next.value);
      if (events.length === eventsPerTelling) break;
    }
    this.#left -= events.length;
    this.#tagCounts = cutTags(sumTags([this.#tagCounts, events.reduce((counts, { tags, occurredAt }) => addTags(counts, tags, occurredAt), noTagCounts)]));
    return events;
  }

  #record(event: EventSummary): void {
    const isNewUser = event.userKey !== null && !this.#users.has(event.userKey);
    if (event.userKey !== null) this.#users.add(event.userKey);
    const { errorType, filename, message } = this.#plan;
    this.#state = applyEvent(this.#state, this.#origin, event, {
      isNewUser,
      isNewUserOfHash: isNewUser,
      userCount: this.#users.size,
      owner: null,
      merged: null,
      isPart: false,
      likeness: [
        `f:${filename} ${this.#plan.function}`,
        ...`${errorType} ${message}`
          .toLowerCase()
          .split(/\W+/)
          .map((word) => `w:${word}`),
      ],
      stack: stackOf(this.#plan),
    }).state;
  }

  /** What members and time do once all events are there. */
  #live(): IssueState {
    const state = this.#state;
    if (!state) throw new Error('An issue without events is told of');
    if (!this.isTold) return state;
    const { fate, isAssigned } = this.#plan;
    const requests: LifeRequest[] = [
      ...(isAssigned ? [{ type: 'assign' as const, assignee: `user:${this.#place.userId}` }] : []),
      ...(fate === 'resolved' ? [{ type: 'resolve' as const, resolution: { type: 'now' as const } }] : []),
      ...(fate === 'archived' ? [{ type: 'archive' as const, condition: { type: 'until_escalating' as const } }] : []),
    ];
    const { userId, now } = this.#place;
    const totals = { eventCount: state.eventCount, userCount: this.#users.size, trend: state.trend };
    const aged = applyTime(state, now, totals);
    return requests.reduce((before, request) => applyCommand(before, { ...request, userId, at: now }, totals), aged);
  }
}

/** Twelve frames, that which broke first. */
function stackOf({ rank, platform, filename, function: name }: IssuePlan): StackNames {
  const random = randomFrom(4, rank);
  const word = () => nouns[Math.floor(random() * nouns.length)] ?? '';
  const extension = platform === 'python' ? 'py' : 'ts';
  const filenames = [filename, ...Array.from({ length: 11 }, () => `${folders[Math.floor(random() * folders.length)]}/${word()}/${word()}.${extension}`)];
  return {
    'stack.filename': filenames,
    'stack.abs_path': filenames.map((path) => `/srv/app/${path}`),
    'stack.module': filenames.map((path) => path.replace(/\.\w+$/, '').replaceAll('/', '.')),
    'stack.function': [name, ...Array.from({ length: 11 }, () => `${word()}_${word()}`)],
    'stack.package': [],
  };
}
