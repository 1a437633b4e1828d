/*
 * The words of the index that finds issues by what their events have. Each is a letter and hex digits, so that nothing in a value means anything to the index:
 *
 *   t…  a tag with its value       f…  a field with its value      k…  a tag, whatever its value
 *   g…  three letters in a row of some text: what contains a text has all of its
 *   w…  a word in the names of a stack
 */

/** One thing that an event has, from which words follow. */
export type Entry = { kind: 'tag' | 'field'; key: string; value: string } | { kind: 'text'; text: string } | { kind: 'names'; text: string };

/** Characters of a text that are indexed: the whole of the longest, a message. See event/search-fields.ts. */
const maxText = 1000;

export function tagTerm(key: string, value: string): string {
  return `t${hex(`${key}=${value}`)}`;
}

export function fieldTerm(key: string, value: string): string {
  return `f${hex(`${key}=${value}`)}`;
}

export function keyTerm(key: string): string {
  return `k${hex(key)}`;
}

/** Each once. Empty for a text of less than three letters. */
export function textTerms(text: string): string[] {
  const letters = [...lowerCase(text.slice(0, maxText))];
  const terms = new Set<string>();
  for (let at = 0; at + 3 <= letters.length; at += 1) terms.add(`g${hex(letters.slice(at, at + 3).join(''))}`);
  return [...terms];
}

/** Words of two letters or more, each once: of `src/cart/useTotal.ts` they are src, cart, usetotal and ts. */
export function nameTerms(text: string): string[] {
  return [...new Set(lowerCase(text).match(/[\p{L}\p{N}_$]{2,64}/gu) ?? [])].map((word) => `w${hex(word)}`);
}

/**
 * Whether issues are found by the values of a field. What is left out has a value for every event, such as the id of a trace, or but two: words that find nothing, or
 * nearly all.
 */
export function isIndexedField(key: string): boolean {
  return /^(error\.(type|value|mechanism)|user\.(id|email|username|ip)|geo\.|http\.(method|url|referer|status_code)$|os\.|device\.|sdk\.)/.test(key);
}

/** All words of an entry. Values of tags can be looked for by a part, so they are texts as well. */
export function termsOf(entry: Entry): string[] {
  switch (entry.kind) {
    case 'tag':
      return [tagTerm(entry.key, entry.value), keyTerm(entry.key), ...textTerms(entry.value)];
    case 'field':
      return [fieldTerm(entry.key, entry.value), ...textTerms(entry.value)];
    case 'text':
      return textTerms(entry.text);
    case 'names':
      return nameTerms(entry.text);
  }
}

/** Tells entries apart by 32 bits: good enough to know what was indexed, since one that is missed is but one value of many. */
export function hashOfEntry(entry: Entry): number {
  const text = 'key' in entry ? `${entry.kind}:${entry.key}=${entry.value}` : `${entry.kind}:${entry.text}`;
  let hash = 0x811c9dc5 | 0;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

/** As SQLite's `lower` does it: only the letters from A to Z. */
export function lowerCase(text: string): string {
  return text.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

const encoder = new TextEncoder();
const digitsOfByte = Array.from({ length: 256 }, (_, byte) => (byte + 256).toString(16).slice(1));

/** Of the text in UTF-8. Nearly all of it is ASCII, and there is a word for every letter, so that an encoder takes far longer to be called than to encode. */
function hex(text: string): string {
  let digits = '';
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 127) return hexOfBytes(encoder.encode(text));
    digits += digitsOfByte[code];
  }
  return digits;
}

function hexOfBytes(bytes: Uint8Array): string {
  let digits = '';
  for (const byte of bytes) digits += digitsOfByte[byte];
  return digits;
}
