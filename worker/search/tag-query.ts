import { isReserved } from './keys.ts';
import { printLiterals } from './print-query.ts';

/** The query, among issues or events, for events that have a tag with this value: `browser:"Firefox 140"`. Null for a name that no query can hold. */
export function tagQuery(key: string, value: string): string | null {
  if (!tagName.test(key)) return null;
  // A search takes these words for more than they say.
  const isPlain = sameAsField.has(key) ? value !== '' && !(key === 'release' && value === 'latest') : !isReserved(key) && plainName.test(key);
  return `${isPlain ? key : `tags[${key}]`}:${value === '' ? '""' : printLiterals([value])}`;
}

const tagName = /^[a-zA-Z0-9_.:-]+$/;
const plainName = /^[a-zA-Z0-9_.-]+$/;

/** Fields that are but what the tag of the name says. `level` is none: of an issue, it is the issue's own. */
const sameAsField = new Set(['environment', 'release', 'dist', 'logger', 'transaction', 'url']);
