/** A piece of a text. With a name, it is one character that cannot be seen: `U+202E`. */
export interface Piece {
  text: string;
  name: string | null;
}

/** More marks in one place are no help, and a page of them would be slow. */
const maxMarks = 50;

/**
 * Tells apart what can be seen from controls, characters without width, those that turn the direction of writing and those that hide a text in a text. Line breaks and
 * tabs are seen; a joiner is where it joins two characters, as emoji and some scripts need it.
 */
export function splitHidden(text: string): Piece[] {
  if (!anyHidden.test(text)) return [{ text, name: null }];
  const pieces: Piece[] = [];
  let at = 0;
  for (const { 0: character, index } of text.matchAll(hidden)) {
    if (pieces.length >= 2 * maxMarks) break;
    if (index > at) pieces.push({ text: text.slice(at, index), name: null });
    pieces.push({ text: character, name: `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}` });
    at = index + character.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), name: null });
  return pieces;
}

const joined = String.raw`(?<=[\p{L}\p{M}\p{Emoji}])[\u200C\u200D](?=[\p{L}\p{Emoji}])`;
const source = String.raw`(?!${joined}|[\t\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]`;
const hidden = new RegExp(source, 'gu');
const anyHidden = new RegExp(source, 'u');
