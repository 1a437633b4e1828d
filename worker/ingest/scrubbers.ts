import { compileScrubber, type Scrubber } from '../scrubbing/compile.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';

/** One for each set of options that the isolate holds: a key keeps its options for as long as it is fresh. */
const compiled = new WeakMap<IngestKey['options'], Scrubber>();

/**
 * What is to be taken out of events of a key. Options are checked before they are saved, so these compile; if an older version let something pass that this one
 * refuses, then too much is scrubbed rather than too little.
 */
export function scrubberOf({ options, projectId }: Pick<IngestKey, 'options' | 'projectId'>): Scrubber {
  const known = compiled.get(options);
  if (known) return known;
  const result = compileScrubber(options);
  if (!result.ok) console.error(`project ${projectId}: all free data is scrubbed, since the advanced rules cannot be read:`, result.error);
  const scrubber = result.ok ? result.value : scrubEverything();
  compiled.set(options, scrubber);
  return scrubber;
}

const everything = JSON.stringify({ applications: { '**': ['@anything:filter'] } });

function scrubEverything(): Scrubber {
  const options = { dataScrubber: true, dataScrubberDefaults: true, scrubIPAddresses: true, sensitiveFields: [], safeFields: [] };
  const result = compileScrubber({ ...options, relayPiiConfig: everything });
  if (!result.ok) throw new Error('The rule that scrubs everything cannot be read');
  return result.value;
}
