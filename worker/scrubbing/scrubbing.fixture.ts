import type { Event } from '../event/event.ts';
import { normalized } from '../event/normalize.fixture.ts';
import { compileScrubber, type Scrubber, type ScrubbingOptions } from './compile.ts';
import { scrubEvent } from './scrub-event.ts';

export const defaults: ScrubbingOptions = {
  dataScrubber: true,
  dataScrubberDefaults: true,
  scrubIPAddresses: false,
  sensitiveFields: [],
  safeFields: [],
  relayPiiConfig: null,
};

export function aScrubber(options: Partial<ScrubbingOptions> = {}): Scrubber {
  const scrubber = compileScrubber({ ...defaults, ...options });
  if (!scrubber.ok) throw new Error(`The options of a test are wrong: ${JSON.stringify(scrubber.error)}`);
  return scrubber.value;
}

/** What becomes of what a client sent. */
export function scrubbed(payload: Record<string, unknown>, options: Partial<ScrubbingOptions> = {}): Event {
  return scrubEvent(normalized(payload), aScrubber(options));
}

/** Advanced rules: one selector, one rule. */
export function oneRule(selector: string, rule: Record<string, unknown>): Partial<ScrubbingOptions> {
  return { dataScrubber: false, relayPiiConfig: JSON.stringify({ rules: { 0: rule }, applications: { [selector]: ['0'] } }) };
}
