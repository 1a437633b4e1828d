import type { Item, ItemHeader } from '../../envelope/envelope.ts';
import type { Disposal } from '../../envelope/read-envelope.ts';
import type { Intake } from '../intake.ts';
import type { CountedOutcome } from '../outcomes.ts';

/** What becomes of the items of a type. */
export interface ItemHandler {
  /** Whether items of the type belong to an event, so that one gets an id where the client gave none. */
  needsEventId: boolean;
  /** Asked when the item's header is known, with the items before it. What it streams is taken back by the intake if the envelope turns out to be broken. */
  disposal(intake: Intake, header: ItemHeader, before: readonly Item[]): Disposal;
  /** Asked when all of the envelope was read, in the order of the items. Whatever it calls accepted is durable when it returns. */
  settle(intake: Intake, item: Item, index: number, items: readonly Item[]): Promise<CountedOutcome[]>;
}
