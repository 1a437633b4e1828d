import { compilePiiConfig } from '../scrubbing/compile.ts';
import { findPlace, offsetInString, positionOf, readJsonPlaces } from '../scrubbing/json-places.ts';
import type { ConfigProblem } from '../scrubbing/rules.ts';
import { defaultOptions, type OrganizationOptions, type ProjectOptions } from '../settings/options.ts';
import type { Scrubbing, ScrubbingChange } from './contract/scrubbing.ts';
import { invalidFields } from './refusals.ts';

/** Ends the request where the advanced rules could not run. What is saved has passed this, so ingest can rely on it. */
export function checkScrubbing({ relayPiiConfig }: ScrubbingChange): void {
  const compiled = compilePiiConfig(relayPiiConfig ?? null, '');
  if (compiled.ok) return;
  throw invalidFields({ relayPiiConfig: spellProblems(relayPiiConfig ?? '', compiled.error) });
}

/** As the dashboard reads them again, to mark the line: `Line 4, column 9: rules.0.pattern: This ( has no ).` */
function spellProblems(json: string, problems: readonly ConfigProblem[]): string[] {
  const { root, fault } = readJsonPlaces(json);
  if (fault) return [spell(json, fault.at, fault.message)];
  return problems.map(({ place, message, at, inKey }) => {
    const text = place === '' ? message : `${place}: ${message}`;
    const found = root && findPlace(root, place);
    if (!found) return text;
    const start = inKey && found.keyStart !== null ? found.keyStart : found.node.start;
    return spell(json, at === undefined ? start : offsetInString(json, start, at), text);
  });
}

function spell(json: string, offset: number, text: string): string {
  const { line, column } = positionOf(json, offset);
  return `Line ${line}, column ${column}: ${text}`;
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
