import type { DataCategory } from '../../envelope/data-category.ts';
import type { Item } from '../../envelope/envelope.ts';
import type { Event } from '../../event/event.ts';
import { flawOfFeedback } from '../../event/feedback.ts';
import { normalizeEvent, type NormalizeContext } from '../../event/normalize.ts';
import { parseEvent } from '../../event/parse.ts';
import { summarizeEvent } from '../../event/summarize.ts';
import type { Env } from '../../env.ts';
import { filterEvent } from '../../filters/filter-event.ts';
import { describeEvent } from '../../grouping/describe.ts';
import { groupEvent } from '../../grouping/group.ts';
import { noteGrouping } from '../../grouping/note-grouping.ts';
import { encodeBody } from '../../issue/body.ts';
import type { Recorded } from '../../issue/issue-object.ts';
import { fail, ok, type Result } from '../../result.ts';
import { scrubEvent } from '../../scrubbing/scrub-event.ts';
import type { IngestKey } from '../../storage/ingest-keys.ts';
import { groupingRulesOf } from '../grouping-rules.ts';
import type { Intake } from '../intake.ts';
import type { Limiter } from '../limiter.ts';
import { ownerOfEvent } from '../owner-of-event.ts';
import type { Outcome } from '../outcomes.ts';
import { recordDurably } from '../overflow.ts';
import type { Receipt } from '../receipt.ts';
import { scrubberOf } from '../scrubbers.ts';
import type { ItemHandler } from './handler.ts';

/** A payload that becomes an event of an issue. */
export interface EventItem {
  /** What it counts as. */
  category: DataCategory;
  /** JSON. */
  payload: Uint8Array;
}

/** Which items become an event of an issue, and what they count as. */
const categories: ReadonlyMap<string, DataCategory> = new Map([
  ['event', 'error'],
  ['feedback', 'feedback'],
]);

export function eventItemOf({ header, payload }: Item): EventItem | null {
  const category = categories.get(header.type);
  return category && payload ? { category, payload } : null;
}

/** Only the first event of an envelope counts: a second one would claim the same id. What is limited or filtered takes back the attachments that came before it. */
export const eventHandler: ItemHandler = {
  needsEventId: true,
  disposal: () => ({ kind: 'keep' }),
  async settle(intake, item, _index, items) {
    const category = eventItemOf(item)?.category ?? 'error';
    const isFirst = items.find((other) => eventItemOf(other)) === item;
    const judged = isFirst ? await intake.judge(items) : null;
    if (judged && !judged.ok && cascades(judged.error)) intake.takeBack();
    const outcome: Outcome = !judged
      ? { outcome: 'invalid', reason: 'duplicate_item' }
      : judged.ok
        ? await recordEvent(intake.call.env, intake.key, judged.value)
        : judged.error;
    // What a discarded hash turned away takes its attachments along.
    if (judged?.ok && cascades(outcome)) intake.takeBack();
    return [{ outcome, category, quantity: 1, bytes: item.bytes }];
  },
};

/** Whether the attachments of an event share its fate. Those of one that could not be read stay: they may tell why. */
export function cascades({ outcome }: Outcome): boolean {
  return outcome === 'rate_limited' || outcome === 'filtered';
}

/** An event that came by itself, not in an envelope: judged, recorded and counted. */
export async function ingestEvent(intake: Intake, event: EventItem): Promise<Receipt> {
  const eventId = intake.eventIdOf([]);
  const judged = await judgeEvent(intake.key, event, intake.normalizing(eventId), intake.limiter);
  const outcome = judged.ok ? await recordEvent(intake.call.env, intake.key, judged.value) : judged.error;
  return intake.finish([{ outcome, category: event.category, quantity: 1, bytes: event.payload.length }], eventId);
}

/**
 * Whether an event is to be kept, before anything is stored; scrubbed if so, since nothing may be grouped, stored or logged before. The filters see it unscrubbed:
 * they go by messages and addresses. What they drop takes nothing of a quota; but once a quota is known to be spent, nothing is read any more.
 */
export async function judgeEvent(key: IngestKey, item: EventItem, context: NormalizeContext, limiter: Limiter): Promise<Result<Event, Outcome>> {
  const spent = limiter.refusal(item.category, 1);
  if (spent !== null) return fail({ outcome: 'rate_limited', reason: spent });

  const event = readEvent(key, item, context);
  if (!event.ok) return event;
  const limited = await limiter.take(item.category, 1);
  return limited === null ? ok(scrubEvent(event.value, scrubberOf(key))) : fail({ outcome: 'rate_limited', reason: limited });
}

/** An event once more that was judged already, now that more is known of it: its quota was taken then. */
export function judgeAgain(key: IngestKey, item: EventItem, context: NormalizeContext): Result<Event, Outcome> {
  const event = readEvent(key, item, context);
  return event.ok ? ok(scrubEvent(event.value, scrubberOf(key))) : event;
}

function readEvent({ options }: IngestKey, { payload, category }: EventItem, context: NormalizeContext): Result<Event, Outcome> {
  const parsed = parseEvent(payload);
  if (!parsed.ok) return fail({ outcome: 'invalid', reason: parsed.error.reason });
  // The item decides what it is, whatever the payload says.
  const isFeedback = category === 'feedback';
  const event = normalizeEvent(isFeedback ? { ...parsed.value, type: 'feedback' } : parsed.value, context);
  const flaw = isFeedback ? flawOfFeedback(event.contexts) : null;
  if (flaw) return fail({ outcome: 'invalid', reason: flaw });
  const filtered = filterEvent(event, context, options);
  return filtered ? fail({ outcome: 'filtered', reason: filtered.filter }) : ok(event);
}

const recordedOutcomes: Record<Recorded, Outcome> = {
  accepted: { outcome: 'accepted' },
  duplicate: { outcome: 'invalid', reason: 'duplicate' },
  discarded: { outcome: 'filtered', reason: 'discarded-hash' },
};

/** `event` as judgeEvent gave it. */
export async function recordEvent(env: Env, key: IngestKey, event: Event): Promise<Outcome> {
  const grouping = groupEvent(event, groupingRulesOf(key));
  noteGrouping(event, grouping);
  const {
    mechanism,
    hashes: [hash, ...furtherHashes],
  } = grouping;
  const origin = { organizationId: key.organizationId, projectId: key.projectId, shard: key.shard, hash, furtherHashes, mechanism };
  const result = await recordDurably(env, { origin, event: summarizeEvent(event, describeEvent(event)), owner: ownerOfEvent(key, event) }, encodeBody(event));
  return recordedOutcomes[result];
}
