/**
 * Eleven characters or fewer that stand for a text, so that a life remembers hundreds of releases and users in little space. 53 bits: among a thousand texts
 * two are taken for one another once in ten billion lives. Not for secrets.
 */
export function digest(text: string): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x01000193);
    high = Math.imul(high ^ unit ^ (high >>> 13), 0x5bd1e995);
  }
  return (((high ^ (high >>> 15)) >>> 11) * 2 ** 32 + ((low ^ (low >>> 16)) >>> 0)).toString(36);
}
