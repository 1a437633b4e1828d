/** A text that was found in bytes. */
export interface ByteText {
  encoding: 'utf8' | 'utf16le';
  text: string;
  /** Offset in the bytes of each UTF-16 unit, and of the end. */
  byteAt(unit: number): number;
  /** The first UTF-16 unit that stands at this offset or behind it. */
  unitAt(byte: number): number;
  /** Whether the text ends only because the bytes do. */
  isOpen: boolean;
}

/** Shorter ones are taken for chance. As in Relay. */
const minWideUnits = 5;

/**
 * The bytes as one text in UTF-8, whatever they are: what is not UTF-8 stands there as lone surrogates, which nobody looks for. So offsets can be told, and text
 * between binary data is found.
 */
export function readUtf8(bytes: Uint8Array): ByteText {
  if (isAscii(bytes)) {
    return { encoding: 'utf8', text: textOf(bytes), byteAt: (unit) => unit, unitAt: (byte) => byte, isOpen: true };
  }
  const units = new Uint16Array(bytes.length);
  const offsets = new Uint32Array(bytes.length + 1);
  let length = 0;
  for (let at = 0; at < bytes.length;) {
    const [codePoint, width] = decodeAt(bytes, at);
    offsets[length] = at;
    if (codePoint > 0xffff) {
      units[length] = 0xd800 + ((codePoint - 0x10000) >> 10);
      length += 1;
      offsets[length] = at;
      units[length] = 0xdc00 + ((codePoint - 0x10000) & 0x3ff);
    } else {
      units[length] = codePoint;
    }
    length += 1;
    at += width;
  }
  offsets[length] = bytes.length;
  return {
    encoding: 'utf8',
    text: wideTextOf(units.subarray(0, length)),
    byteAt: (unit) => offsets[Math.min(unit, length)] ?? bytes.length,
    unitAt: (byte) => firstAt(offsets, length, byte),
    isOpen: true,
  };
}

/** A loop, since this looks at every byte of every attachment. */
function isAscii(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) if ((bytes[at] ?? 0) > 0x7f) return false;
  return true;
}

/** A code point and how many bytes it takes. */
function decodeAt(bytes: Uint8Array, at: number): [codePoint: number, width: number] {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return [first, 1];
  const width = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : 2;
  let codePoint = first & (0x7f >> width);
  for (let next = 1; next < width; next += 1) {
    const byte = bytes[at + next] ?? 0;
    if ((byte & 0xc0) !== 0x80) return [0xdc00 + first, 1];
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  const isShortest = codePoint >= (width === 2 ? 0x80 : width === 3 ? 0x800 : 0x10000);
  const isCharacter = first >= 0xc2 && first < 0xf5 && codePoint <= 0x10ffff && (codePoint < 0xd800 || codePoint > 0xdfff);
  return isShortest && isCharacter ? [codePoint, width] : [0xdc00 + first, 1];
}

function firstAt(offsets: Uint32Array, length: number, byte: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < byte) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Texts in UTF-16LE that begin at an even (0) or odd (1) offset. Any two bytes are a character of some script, so only what two bytes of ASCII can never be is
 * taken for text: the scripts below U+0900. Where the file says that all of it is UTF-16LE, all of it is.
 */
export function readUtf16(bytes: Uint8Array, parity: number, isDeclared: boolean): ByteText[] {
  const texts: ByteText[] = [];
  let from = -1;
  const end = bytes.length - ((bytes.length - parity) % 2);
  for (let at = parity; at <= end; at += 2) {
    const isText = at < end && (isDeclared || isWideText(bytes[at] ?? 0, bytes[at + 1] ?? 0));
    if (isText && from < 0) from = at;
    // At the border of what is known a short one may go on.
    if (!isText && from >= 0) {
      if (at - from >= 2 * minWideUnits || at === end) texts.push(wideText(bytes, from, at, at === end));
      from = -1;
    }
  }
  return texts;
}

/** Whether there can be any where nothing declares it. */
export function mayHoldUtf16(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) if ((bytes[at] ?? 0) <= maxHighByte) return true;
  return false;
}

/** Of what is below U+0900. */
const maxHighByte = 8;

function isWideText(low: number, high: number): boolean {
  if (high > maxHighByte) return false;
  if (high > 0) return true;
  return (low >= 0x20 && low < 0x7f) || low >= 0xa0 || low === 0x09 || low === 0x0a || low === 0x0d;
}

function wideText(bytes: Uint8Array, from: number, to: number, isOpen: boolean): ByteText {
  const units = new Uint16Array((to - from) / 2);
  for (let unit = 0; unit < units.length; unit += 1) units[unit] = (bytes[from + 2 * unit] ?? 0) | ((bytes[from + 2 * unit + 1] ?? 0) << 8);
  return {
    encoding: 'utf16le',
    text: wideTextOf(units),
    byteAt: (unit) => from + 2 * unit,
    unitAt: (byte) => Math.min(units.length, Math.max(0, Math.ceil((byte - from) / 2))),
    isOpen,
  };
}

/** Of ASCII. */
function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** Keeps lone surrogates. */
function wideTextOf(units: Uint16Array): string {
  return Buffer.from(units.buffer, units.byteOffset, units.byteLength).toString('utf16le');
}
