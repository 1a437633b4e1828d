import { addDerivedTags } from '../event/derived-tags.ts';
import type { Event } from '../event/event.ts';
import { parseIpAddress } from '../event/ip-address.ts';
import type { Scrubber } from './compile.ts';
import { scrubGraphql } from './graphql.ts';
import { scrubOriginals } from './originals.ts';
import { eventShape } from './shape.ts';
import { Walk } from './walk.ts';

/**
 * Takes out of a normalized event what nobody should keep, and notes in `_meta` what was taken where. Changes the event itself and gives it back: it was made a
 * moment ago, and nothing may keep the one before. To scrub twice changes nothing more, unless advanced rules find something in what they put there.
 *
 * Source: relay-server/src/processing/utils/event.rs (order), relay-pii/src/processor.rs
 */
export function scrubEvent(event: Event, scrubber: Scrubber): Event {
  if (scrubber.applications.length === 0 && !scrubber.scrubsGraphql) return event;
  const derived = addDerivedTags([], event);
  if (scrubber.scrubsGraphql) scrubGraphql(event);
  // First, since the walk writes into the same `_meta`.
  scrubOriginals(event, scrubber.applications);
  new Walk(scrubber.applications, event).scrubInside(event, eventShape);
  keepUserCountable(event);
  event.tags = inOrderOf(event.tags, addDerivedTags(withoutDerived(event, derived), event));
  return event;
}

/** An address that became a pseudonym is no address any more, but still tells one user from another. */
function keepUserCountable({ user }: Event): void {
  if (user?.ip_address === undefined || parseIpAddress(user.ip_address) !== undefined) return;
  if (user.id === undefined && user.username === undefined && user.email === undefined) user.id = user.ip_address;
  delete user.ip_address;
}

/** Remarks name tags by their place, so those that are made anew come back to theirs. */
function inOrderOf(before: Event['tags'], after: Event['tags']): Event['tags'] {
  const places = new Map(before.map(([key], index) => [key, index]));
  const placeOf = ([key]: Event['tags'][number]) => places.get(key) ?? before.length;
  return after.toSorted((one, other) => placeOf(one) - placeOf(other));
}

/** Tags that say the same as a field of the event follow it: they were made from it before it was scrubbed. */
function withoutDerived({ tags }: Event, derived: Event['tags']): Event['tags'] {
  const values = new Map(derived);
  return tags.filter(([key, value]) => values.get(key) !== value);
}
