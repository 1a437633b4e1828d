import type { Item } from '../../envelope/envelope.ts';
import type { Event } from '../../event/event.ts';
import { filterEvent } from '../../filters/filter-event.ts';
import { scrubEvent } from '../../scrubbing/scrub-event.ts';
import { countsOfTransaction, lineOfTransaction, readTransaction } from '../../telemetry/transaction.ts';
import type { Intake } from '../intake.ts';
import type { Outcome } from '../outcomes.ts';
import { scrubberOf } from '../scrubbers.ts';
import { isFirst, prepared, type Prepared, refused } from '../telemetry-intake.ts';

/** A transaction, filtered, limited and scrubbed like an event; its spans share its fate, but may be limited by themselves. */
export async function prepareTransaction(intake: Intake, item: Item, items: readonly Item[]): Promise<Prepared[]> {
  const whole = { counts: countsOfTransaction({}) };
  const refuse = (outcome: Outcome) => [refused(whole, outcome)];
  const hasEvent = items.some(({ header }) => header.type === 'event');
  if (hasEvent || !isFirst(item, items)) return refuse({ outcome: 'invalid', reason: 'duplicate_item' });
  const spent = intake.limiter.refusal('transaction', 1);
  if (spent !== null) return refuse({ outcome: 'rate_limited', reason: spent });

  const context = intake.normalizing(intake.eventIdOf(items));
  const read = readTransaction(item.payload ?? new Uint8Array(), context);
  if (!read.ok) return refuse({ outcome: 'invalid', reason: read.error });
  const event = read.value;
  const [counted, ofSpans] = countsOfTransaction(event);
  const filtered = filterEvent(event, context, intake.key.options);
  if (filtered) return [refused({ counts: [counted, ofSpans] }, { outcome: 'filtered', reason: filtered.filter })];
  const limited = await intake.limiter.take('transaction', 1);
  if (limited !== null) return [refused({ counts: [counted, ofSpans] }, { outcome: 'rate_limited', reason: limited })];

  noteSampleRate(event, intake.sampleRate);
  const withoutSpans = await intake.limiter.take('span', ofSpans.quantity);
  if (withoutSpans === null) return [prepared([counted, ofSpans], lineOfTransaction(scrubEvent(event, scrubberOf(intake.key))))];
  const bare = scrubEvent({ ...event, spans: [] }, scrubberOf(intake.key));
  return [prepared([counted], lineOfTransaction(bare)), refused({ counts: [ofSpans] }, { outcome: 'rate_limited', reason: withoutSpans })];
}

/** Of how many transactions the client sent one, so that readers can count those it did not. */
function noteSampleRate({ contexts: { trace } }: Event, sampleRate: number | null): void {
  if (trace && sampleRate !== null) trace.client_sample_rate = sampleRate;
}
