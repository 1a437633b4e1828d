import type { KeptOutcome } from '../mirror/capture-head.ts';
import type { CapturedOutcome } from './contract/capture.ts';

/** An outcome with a sentence for people, and the settings that decided so. */
export function explainOutcome(kept: KeptOutcome): CapturedOutcome {
  return { ...kept, text: textOf(kept), setting: settingOf(kept) };
}

function textOf({ outcome, reason }: KeptOutcome): string {
  switch (outcome) {
    case 'accepted':
      return 'Kept.';
    case 'filtered':
      return `An inbound filter of the project took it out: ${reason}.`;
    case 'rate_limited':
      return `A rate limit or quota is used up: ${reason}.`;
    case 'abuse':
      return 'Too many bad requests came from this address, so it was not read.';
    case 'client_discard':
      return `The SDK itself dropped it, and says why: ${reason}.`;
    case 'unknown':
      return 'Nobody knows: it was not judged.';
    case 'invalid':
      return invalidReasons.get(reason ?? '') ?? `It is not valid: ${reason}.`;
  }
}

/** Reasons are Relay's. */
const invalidReasons: ReadonlyMap<string, string> = new Map([
  ['no_data', 'The body is empty.'],
  ['invalid_envelope', 'The body is not an envelope that can be read.'],
  ['invalid_compression', 'The body cannot be decompressed.'],
  ['invalid_json', 'It is not JSON.'],
  ['cors', 'It came from a page whose origin the project does not allow.'],
  ['project_id', 'The key is unknown or turned off, or is that of another project.'],
  ['duplicate', 'It was kept before, so this one was dropped.'],
  ['duplicate_item', 'An envelope may have only one of these.'],
  ['unknown_item', 'Picket does not know this kind of item. It was counted and let go.'],
  ['not_found', 'Nothing answers to this path.'],
  ['method_not_allowed', 'This path does not take that method.'],
]);

function settingOf({ outcome, reason }: KeptOutcome): CapturedOutcome['setting'] {
  if (outcome === 'filtered') return 'filters';
  if (outcome === 'rate_limited') return 'limits';
  if (outcome === 'invalid' && reason === 'cors') return 'origins';
  return outcome === 'invalid' && reason === 'project_id' ? 'keys' : null;
}
