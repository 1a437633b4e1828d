/** Lone surrogates and NULs become U+FFFD: UTF-8 has no form for the former, and SQLite ends a text at the latter. */
export function cleanText(text: string): string {
  const wellFormed = text.isWellFormed() ? text : text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', '\uFFFD') : wellFormed;
}

/** Cuts a text to `maxCharacters`, three dots included. Characters are code points, so that no pair of surrogates is torn apart. */
export function shortenText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters || indexOfCharacter(text, maxCharacters) >= text.length) return text;
  return `${text.slice(0, indexOfCharacter(text, maxCharacters - 3))}...`;
}

/** Index, in UTF-16 units, of the n-th character. */
function indexOfCharacter(text: string, n: number): number {
  let index = 0;
  for (let seen = 0; seen < n && index < text.length; seen += 1) index += isPairAt(text, index) ? 2 : 1;
  return index;
}

function isPairAt(text: string, index: number): boolean {
  const high = text.charCodeAt(index);
  if (high < 0xd800 || high > 0xdbff) return false;
  const low = text.charCodeAt(index + 1);
  return low >= 0xdc00 && low <= 0xdfff;
}
