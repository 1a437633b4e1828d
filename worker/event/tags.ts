import type { Tag } from './event.ts';
import { spellScalar, type Fields } from './fields.ts';
import { isObject } from './parse.ts';
import type { Place } from './repairs.ts';

/** Every tag is indexed. */
const maxTags = 200;
const maxKeyCharacters = 200;
const maxValueCharacters = 200;

/** What the server itself sets, or what is a field of the event and no tag. */
const reserved: ReadonlySet<string> = new Set(['release', 'dist', 'user', 'filename', 'function', 'device.class']);

/**
 * The client's own tags: from an object, a list of pairs or a list of `{key, value}`. The first of a key wins; a pair with a bad half is dropped. Source:
 * relay-event-schema/src/protocol/tags.rs
 */
export function readTags(fields: Fields): Tag[] {
  const sent = fields.get('tags');
  if (sent === undefined) return [];
  const place = fields.place.at('tags');
  const entries = Array.isArray(sent) ? sent : isObject(sent) ? Object.entries(sent) : undefined;
  if (!entries) {
    place.noteInvalid('expected an object or a list of pairs', sent);
    return [];
  }

  const tags = new Map<string, string>();
  for (const [index, entry] of entries.entries()) {
    if (entry === null) continue;
    const tag = readTag(entry, place.at(index));
    if (tags.size === maxTags) {
      place.noteRemoved(entries.length);
      break;
    }
    if (!tag || reserved.has(tag[0]) || tags.has(tag[0])) continue;
    const [key, value] = tag;
    // What was cut is noted where the tag stands now: those before it may have been dropped.
    tags.set(key, place.at(tags.size).at(1).limitText(value, maxValueCharacters));
  }
  return [...tags];
}

/** Fields that the server shows as tags only, and that win over tags of the same name. */
export function readSiteTags(fields: Fields): Tag[] {
  return ['server_name', 'site'].flatMap((key) => {
    const value = fields.text(key, maxValueCharacters)?.trim();
    return value ? [[key, value]] : [];
  });
}

function readTag(entry: unknown, place: Place): Tag | undefined {
  const [sentKey, sentValue] = halvesOf(entry);
  if (sentValue == null) return undefined;
  const key = spellScalar(sentKey)?.trim().replaceAll(' ', '-');
  const value = spellScalar(sentValue)?.trim();
  if (!key || key.length > maxKeyCharacters || !/^[a-zA-Z0-9_.:-]+$/.test(key)) return invalid(place.at(0), 'invalid tag key', sentKey);
  if (!value || /[\r\n]/.test(value)) return invalid(place.at(1), 'invalid tag value', sentValue);
  return [key, value];
}

function halvesOf(entry: unknown): [key: unknown, value: unknown] {
  if (Array.isArray(entry)) return [entry[0], entry[1]];
  return isObject(entry) ? [entry.key, entry.value] : [undefined, entry];
}

function invalid(place: Place, reason: string, original: unknown): undefined {
  place.noteInvalid(reason, original);
  return undefined;
}
