import { spellScalar, type Fields } from './fields.ts';

const maxParts = 100;

/** How the client wants the event grouped. Bad parts are dropped. */
export function readFingerprint(fields: Fields): string[] | undefined {
  const place = fields.place.at('fingerprint');
  const parts = fields.list('fingerprint')?.flatMap((part, index) => {
    const text = spellScalar(part);
    if (text === undefined) place.at(index).noteInvalid('expected a primitive value', part);
    return text === undefined ? [] : [place.at(index).limitText(text, 1024)];
  });
  return parts && parts.length > 0 ? parts.slice(0, maxParts) : undefined;
}
