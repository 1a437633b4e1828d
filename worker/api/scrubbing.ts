import { compilePiiConfig } from '../scrubbing/compile.ts';
import { defaultOptions, type OrganizationOptions, type ProjectOptions } from '../settings/options.ts';
import type { Scrubbing, ScrubbingChange } from './contract/scrubbing.ts';
import { invalidFields } from './refusals.ts';

/** Ends the request where the advanced rules could not run. What is saved has passed this, so ingest can rely on it. */
export function checkScrubbing({ relayPiiConfig }: ScrubbingChange): void {
  const compiled = compilePiiConfig(relayPiiConfig ?? null, '');
  if (compiled.ok) return;
  throw invalidFields({ relayPiiConfig: compiled.error.map(({ place, message }) => (place === '' ? message : `${place}: ${message}`)) });
}

export function scrubbingOfProject(options: Partial<ProjectOptions>): Scrubbing {
  return pickScrubbing({ ...defaultOptions, ...options });
}

/** An organization that never said anything requires nothing. */
export function scrubbingOfOrganization(options: Partial<OrganizationOptions>): Scrubbing {
  return pickScrubbing({ ...defaultOptions, dataScrubber: false, dataScrubberDefaults: false, ...options });
}

function pickScrubbing(options: OrganizationOptions): Scrubbing {
  const { dataScrubber, dataScrubberDefaults, scrubIPAddresses, sensitiveFields, safeFields, relayPiiConfig } = options;
  return { dataScrubber, dataScrubberDefaults, scrubIPAddresses, sensitiveFields: [...sensitiveFields], safeFields: [...safeFields], relayPiiConfig };
}
