import { createHmac } from 'node:crypto';
import type { Redaction } from './redact.ts';

const padding = 0x2a; // *

/** Puts in the place of these bytes what a rule says, as a text of the encoding. Nothing may move, so it is cut, or filled up with `*`. */
export function redactBytes(bytes: Uint8Array, start: number, end: number, redaction: Redaction, encoding: 'utf8' | 'utf16le'): void {
  const replacement = Buffer.from(replacementOf(redaction, bytes.subarray(start, end)), encoding);
  const fitting = replacement.subarray(0, wholeCharacters(replacement, end - start, encoding));
  if (encoding === 'utf8') bytes.fill(padding, start + fitting.length, end);
  else for (let at = start + fitting.length; at < end; at += 1) bytes[at] = (at - start) % 2 === 0 ? padding : 0;
  bytes.set(fitting, start);
}

function replacementOf(redaction: Redaction, found: Uint8Array): string {
  switch (redaction.method) {
    case 'replace':
      return redaction.text;
    case 'hash':
      return createHmac('sha1', '').update(found).digest('hex').toUpperCase();
    case 'mask':
    case 'remove':
    case 'none':
      return '';
  }
}

/** As many bytes of a text as fit without cutting a character in two. */
function wholeCharacters(text: Uint8Array, maxBytes: number, encoding: 'utf8' | 'utf16le'): number {
  if (text.length <= maxBytes) return text.length;
  let bytes = maxBytes;
  if (encoding === 'utf16le') return bytes - (bytes % 2);
  while (bytes > 0 && ((text[bytes] ?? 0) & 0xc0) === 0x80) bytes -= 1;
  return bytes;
}
