import type { Item } from '../envelope/envelope.ts';
import { ok, type Result } from '../result.ts';
import { scrubLines } from '../scrubbing/scrub-lines.ts';
import type { Count, Judged, Line } from '../telemetry/telemetry.ts';
import { idOf } from '../telemetry/batch.ts';
import { appendDurably } from './append-telemetry.ts';
import type { Intake } from './intake.ts';
import type { CountedOutcome, Outcome } from './outcomes.ts';
import { scrubberOf } from './scrubbers.ts';

/** One thing in an item, ready to be kept, or why it is not. */
export interface Prepared {
  counts: readonly Count[];
  /** Things that are one line share it: what becomes of the line becomes of all of them. */
  result: Result<Line, Outcome>;
  /** Objects in R2 that belong to it, to be deleted where it is not kept. */
  files?: readonly string[];
}

/** The things in an item. `before` are those of the items that were asked earlier: transactions come first, since profiles share their fate. */
export type Prepare = (intake: Intake, item: Item, items: readonly Item[], before: ReadonlyMap<Item, readonly Prepared[]>) => Promise<Prepared[]>;

/** Keeps a request's telemetry, all of it at once: as one row of one object. */
export class TelemetryIntake {
  /** What was put while the request was read, and was not there before: taken back if the rest of it turns out to be broken. */
  readonly files: string[] = [];
  /** By place in the envelope, what is known of an item that was not held. */
  readonly streamed = new Map<number, Streamed>();
  #settled: Promise<ReadonlyMap<Item, CountedOutcome[]>> | null = null;

  /** The outcomes of every item that has a preparation. Asked twice it answers the same. */
  settle(intake: Intake, items: readonly Item[], prepareOf: (item: Item) => Prepare | undefined): Promise<ReadonlyMap<Item, CountedOutcome[]>> {
    this.#settled ??= settleAll(intake, items, prepareOf);
    return this.#settled;
  }
}

/** Gives the things of an item whose bytes went by, or are elsewhere by now. */
export type Streamed = (items: readonly Item[]) => Promise<Prepared[]>;

async function settleAll(intake: Intake, items: readonly Item[], prepareOf: (item: Item) => Prepare | undefined): Promise<Map<Item, CountedOutcome[]>> {
  const ready = new Map<Item, Prepared[]>();
  for (const item of items.toSorted((one, other) => rankOf(one) - rankOf(other))) {
    const prepare = prepareOf(item);
    if (prepare) ready.set(item, await prepare(intake, item, items, ready));
  }
  const outcomeOf = await keepThings(intake, [...ready.values()].flat());
  return new Map([...ready].map(([item, ofItem]) => [item, countTogether(ofItem, outcomeOf, item.bytes)]));
}

/** Keeps things that did not come in an envelope, and gives their outcomes. */
export async function settleThings(intake: Intake, things: readonly Prepared[], bytes: number): Promise<CountedOutcome[]> {
  return countTogether(things, await keepThings(intake, things), bytes);
}

/** What was to be kept is durable when this resolves. */
async function keepThings(intake: Intake, things: readonly Prepared[]): Promise<(thing: Prepared) => Outcome> {
  const repeated = await keep(intake, new Set(things.flatMap(({ result }) => (result.ok ? [result.value] : []))));
  const outcomeOf = ({ result }: Prepared): Outcome => {
    if (!result.ok) return result.error;
    return repeated.has(result.value) ? { outcome: 'invalid', reason: 'duplicate' } : { outcome: 'accepted' };
  };
  const orphans = things.filter((thing) => outcomeOf(thing).outcome !== 'accepted').flatMap(({ files = [] }) => files);
  if (orphans.length > 0) intake.call.context.waitUntil(intake.call.env.FILES.delete(orphans));
  return outcomeOf;
}

function rankOf({ header }: Item): number {
  return header.type === 'transaction' ? 0 : 1;
}

/** Durable when it resolves, but for the lines it gives back: they were kept before. */
async function keep({ call, key }: Intake, lines: ReadonlySet<Line>): Promise<Set<Line>> {
  const first = new Map<string, Line>();
  const repeated = new Set<Line>();
  for (const line of lines) {
    const name = idOf(line);
    if (name === null) continue;
    if (first.has(name)) repeated.add(line);
    else first.set(name, line);
  }
  const sent = [...lines].filter((line) => !repeated.has(line));
  if (sent.length === 0) return repeated;
  const known = await appendDurably(call.env, key.projectId, scrubLines(sent, scrubberOf(key)), call.receivedAt);
  for (const line of sent) if (known.has(idOf(line) ?? '')) repeated.add(line);
  return repeated;
}

/** Many things of one outcome are one count. */
function countTogether(things: readonly Prepared[], outcomeOf: (thing: Prepared) => Outcome, bytes: number): CountedOutcome[] {
  const counted = new Map<string, CountedOutcome>();
  for (const thing of things) {
    const outcome = outcomeOf(thing);
    for (const { category, quantity } of thing.counts) {
      const name = `${category} ${outcome.outcome} ${'reason' in outcome ? outcome.reason : ''}`;
      const known = counted.get(name);
      if (known) known.quantity += quantity;
      else counted.set(name, { outcome, category, quantity, bytes });
    }
  }
  return [...counted.values()];
}

/** Holds things of one item against the limits together: they are many, and of one kind. What is refused already takes nothing. */
export async function limitTogether({ limiter }: Intake, things: readonly Prepared[]): Promise<Prepared[]> {
  const sums = new Map<Count['category'], number>();
  for (const { counts, result } of things) {
    if (result.ok) for (const { category, quantity } of counts) sums.set(category, (sums.get(category) ?? 0) + quantity);
  }
  for (const [category, quantity] of sums) {
    const limited = await limiter.take(category, quantity);
    if (limited !== null) return things.map((thing) => (thing.result.ok ? refused(thing, { outcome: 'rate_limited', reason: limited }) : thing));
  }
  return [...things];
}

export function refused({ counts, files = [] }: Pick<Prepared, 'counts' | 'files'>, outcome: Outcome): Prepared {
  return { counts, result: { ok: false, error: outcome }, files };
}

export function prepared(counts: readonly Count[], line: Line, files: readonly string[] = []): Prepared {
  return { counts, result: ok(line), files };
}

/** Only the first item of a type counts, where there may be one. */
export function isFirst(item: Item, items: readonly Item[]): boolean {
  return items.find(({ header }) => header.type === item.header.type) === item;
}

/** As the kinds of telemetry judge things. */
export function preparedOf({ counts, result }: Judged): Prepared {
  return result.ok ? { counts, result } : refused({ counts }, { outcome: 'invalid', reason: result.error });
}
