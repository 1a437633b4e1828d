/** The media type of a picture that browsers draw, told by its first bytes, never by what the sender calls it. SVG is left out: it is markup. */
export function imageType(bytes: Uint8Array): string | null {
  return signatures.find(({ parts }) => parts.every(([at, text]) => startsAt(bytes, at, text)))?.type ?? null;
}

const signatures: readonly { type: string; parts: readonly (readonly [at: number, text: string])[] }[] = [
  { type: 'image/png', parts: [[0, '\u0089PNG\r\n\u001a\n']] },
  { type: 'image/jpeg', parts: [[0, '\u00ff\u00d8\u00ff']] },
  { type: 'image/gif', parts: [[0, 'GIF8']] },
  {
    type: 'image/webp',
    parts: [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
  },
  { type: 'image/avif', parts: [[4, 'ftypavif']] },
];

/** `text` has a character for each byte. */
function startsAt(bytes: Uint8Array, at: number, text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (bytes[at + index] !== text.charCodeAt(index)) return false;
  return true;
}
