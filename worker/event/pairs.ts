import { jsonText, KiB } from './bag.ts';
import type { Pair } from './event.ts';
import { isObject } from './parse.ts';
import type { Place } from './repairs.ts';
import { cleanText, shortenText } from './text.ts';

const maxNameCharacters = 256;

/**
 * Named texts that clients send as an object or as a list of pairs, as a list of pairs. `spell` makes a text of a value; pairs for which it gives undefined
 * are left out. Pairs over `maxBytes` together are dropped.
 */
export function readPairs(value: unknown, place: Place, maxBytes: number, spell: (value: unknown) => string | undefined): Pair[] | undefined {
  const entries = Array.isArray(value) ? value : isObject(value) ? Object.entries(value) : undefined;
  if (!entries) {
    place.noteInvalid('expected an object or a list of pairs', value);
    return undefined;
  }

  const pairs: Pair[] = [];
  let bytesLeft = maxBytes;
  for (const [index, entry] of entries.entries()) {
    if (entry === null) continue;
    const pair = Array.isArray(entry) && typeof entry[0] === 'string' ? readPair(entry[0], spell(entry[1])) : undefined;
    if (!pair) {
      place.at(index).noteInvalid('expected a pair', entry);
      continue;
    }
    bytesLeft -= pair[0].length + pair[1].length;
    if (bytesLeft < 0) {
      place.noteRemoved(entries.length);
      break;
    }
    pairs.push(pair);
  }
  return pairs;
}

function readPair(name: string, value: string | undefined): Pair | undefined {
  return value === undefined ? undefined : [shortenText(cleanText(name), maxNameCharacters), shortenText(value, 8 * KiB)];
}

/** Null is empty; what is no text is spelt as JSON. */
export function spellJson(value: unknown): string {
  if (value == null) return '';
  return typeof value === 'string' ? cleanText(value) : jsonText(value);
}
