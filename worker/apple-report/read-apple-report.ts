import type { AppleException, AppleFrame, AppleImage, AppleReport, AppleThread } from './apple-report.ts';

const maxLines = 20_000;
const maxLineCharacters = 1_000;
const maxThreads = 1_000;
const maxFrames = 250;
const maxImages = 2_000;
const maxDetailsCharacters = 4_096;

/**
 * Reads a crash report in Apple's text form, line by line: a head of `Key: value`, the threads with their frames, the registers of the one that crashed, and
 * the images. Null for what is none. Lines that say nothing known are passed over.
 *
 * Source: https://developer.apple.com/documentation/xcode/examining-the-fields-in-a-crash-report
 */
export function readAppleReport(text: string): AppleReport | null {
  const reader = new ReportReader();
  for (const line of text.split('\n', maxLines)) reader.read(line.slice(0, maxLineCharacters).trimEnd());
  return reader.report();
}

type Part = { kind: 'head' } | { kind: 'details' } | { kind: 'thread'; thread: AppleThread } | { kind: 'registers'; thread: AppleThread } | { kind: 'images' };

class ReportReader {
  readonly #head = new Map<string, string>();
  readonly #threads = new Map<number, AppleThread>();
  readonly #images: AppleImage[] = [];
  #details = '';
  #part: Part = { kind: 'head' };

  read(line: string): void {
    if (this.#begins(line)) return;
    const part = this.#part;
    switch (part.kind) {
      case 'head':
        return this.#readHead(line);
      case 'details':
        if (line === '') this.#part = { kind: 'head' };
        else if (this.#details.length < maxDetailsCharacters) this.#details += `${this.#details && '\n'}${line.trim()}`;
        return;
      case 'thread': {
        const frame = part.thread.frames.length < maxFrames ? readFrame(line) : null;
        if (frame) part.thread.frames.push(frame);
        return;
      }
      case 'registers':
        for (const [, name = '', value = ''] of line.matchAll(/\b([a-z][a-z0-9]{0,5}): (0x[0-9a-f]{1,16})\b/g)) part.thread.registers[name] = value;
        return;
      case 'images': {
        const image = this.#images.length < maxImages ? readImage(line) : null;
        if (image) this.#images.push(image);
      }
    }
  }

  report(): AppleReport | null {
    const exception = exceptionOf(this.#head, this.#details);
    const threads = [...this.#threads.values()];
    if (!exception && threads.length === 0) return null;
    return {
      timestamp: readTime(this.#head.get('Date/Time')),
      exception,
      os: readSystem(this.#head.get('OS Version')),
      model: this.#head.get('Hardware Model') ?? null,
      arch: readArch(this.#head.get('Code Type')),
      threads,
      images: this.#images,
    };
  }

  /** Whether a part of the report begins with this line. */
  #begins(line: string): boolean {
    if (line === 'Binary Images:') {
      this.#part = { kind: 'images' };
      return true;
    }
    if (line === 'Application Specific Information:') {
      this.#part = { kind: 'details' };
      return true;
    }
    const found = /^Thread (\d{1,6})( name| Crashed|):(.*)$/.exec(line);
    if (found) {
      const [, id = '', what, rest = ''] = found;
      const thread = this.#threadOf(Number(id));
      // `Thread 0 Crashed:: Dispatch queue: main`, or a line of its own before that one.
      const name = rest.replace(/^:/, '').trim();
      if (name !== '') thread.name = name;
      if (what === ' Crashed') thread.isCrashed = true;
      this.#part = { kind: 'thread', thread };
      return true;
    }
    const state = /^Thread (\d{1,6}) crashed with /.exec(line);
    if (state) this.#part = { kind: 'registers', thread: this.#threadOf(Number(state[1])) };
    return state !== null;
  }

  #readHead(line: string): void {
    const colon = line.indexOf(':');
    const key = line.slice(0, colon);
    if (colon > 0 && colon < 40 && !this.#head.has(key)) this.#head.set(key, line.slice(colon + 1).trim());
  }

  #threadOf(id: number): AppleThread {
    const thread: AppleThread = this.#threads.get(id) ?? { id, name: null, isCrashed: false, frames: [], registers: {} };
    if (this.#threads.size < maxThreads) this.#threads.set(id, thread);
    return thread;
  }
}

function exceptionOf(head: ReadonlyMap<string, string>, details: string): AppleException | null {
  const type = head.get('Exception Type');
  if (!type) return null;
  const [, mach = null, signal = null] = /^(EXC_[A-Z_]+)?(?:.*\b(SIG[A-Z]+))?/.exec(type) ?? [];
  return { type, mach, signal, details: details || head.get('Exception Message') || head.get('Exception Subtype') || head.get('Exception Codes') || null };
}

/** `0   App   0x0000000100001234 start + 12 (main.swift:7)`, or `0x100000000 + 4660` where nothing is known of the symbol. */
function readFrame(line: string): AppleFrame | null {
  const address = /\s0x([0-9a-f]{1,16})(?=\s|$)/i.exec(line);
  const start = /^\d{1,4}\s/.exec(line);
  if (!address || !start) return null;
  const [whole, digits = '0'] = address;
  const place = line.slice(address.index + whole.length).trim();
  const source = /\(([^()\s]{1,256}):(\d{1,7})\)$/.exec(place);
  const symbolic = source ? place.slice(0, source.index).trim() : place;
  const offset = / \+ (\d{1,12})$/.exec(symbolic);
  const symbol = offset ? symbolic.slice(0, offset.index) : symbolic;
  return {
    address: BigInt(`0x${digits}`),
    image: line.slice(start[0].length, address.index).trim(),
    symbol: symbol === '' || /^0x[0-9a-f]+$/i.test(symbol) ? null : symbol,
    offset: offset ? Number(offset[1]) : null,
    file: source?.[1] ?? null,
    line: source ? Number(source[2]) : null,
  };
}

/** `0x100000000 - 0x10000bfff App arm64  <uuid> /path/App`; on macOS `+org.example.app (1.0 - 1) <uuid> /path/App`. */
function readImage(line: string): AppleImage | null {
  const range = /^\s*0x([0-9a-f]{1,16})\s-\s{1,20}0x([0-9a-f]{1,16})\s/i.exec(line);
  const uuid = /<([0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})>/i.exec(line);
  if (!range || !uuid || uuid.index < range[0].length) return null;
  const base = BigInt(`0x${range[1]}`);
  const label = line.slice(range[0].length, uuid.index).trim().replace(/^\+/, '');
  const arch = / (arm64e?|armv\d\w{0,2}|x86_64h?|i386)$/.exec(label);
  const path = line.slice(uuid.index + uuid[0].length).trim();
  return {
    name: arch ? label.slice(0, arch.index).trim() : (path.split('/').at(-1) ?? label),
    path: path || label,
    base,
    size: Math.max(0, Number(BigInt(`0x${range[2]}`) - base) + 1),
    uuid: (uuid[1] ?? '').replaceAll('-', '').toLowerCase(),
    arch: arch?.[1] ?? null,
  };
}

/** `2020-10-14 23:09:20.9645 +0100` */
function readTime(text: string | undefined): number | null {
  const found = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(\.\d{1,3})?\d{0,6} ([+-]\d\d)(\d\d)$/.exec(text ?? '');
  const milliseconds = found ? Date.parse(`${found[1]}T${found[2]}${found[3] ?? ''}${found[4]}:${found[5]}`) : Number.NaN;
  return Number.isNaN(milliseconds) ? null : milliseconds / 1000;
}

const systemNames: ReadonlyMap<string, string> = new Map([
  ['iPhone OS', 'iOS'],
  ['Mac OS X', 'macOS'],
  ['Apple TVOS', 'tvOS'],
  ['Watch OS', 'watchOS'],
]);

/** `iPhone OS 14.2 (18B5061e)` */
function readSystem(text: string | undefined): AppleReport['os'] {
  const found = /^(\D{1,40}) (\d[\d.]{0,20})(?: \((\w{1,20})\))?$/.exec(text ?? '');
  if (!found) return null;
  const [, name = '', version = '', build = null] = found;
  return { name: systemNames.get(name) ?? name, version, build };
}

function readArch(codeType: string | undefined): string | null {
  const [, arch = ''] = /^(ARM-64|ARM64|X86-64|ARM|X86)\b/i.exec(codeType ?? '') ?? [];
  switch (arch.toUpperCase()) {
    case 'ARM-64':
    case 'ARM64':
      return 'arm64';
    case 'X86-64':
      return 'x86_64';
    case 'ARM':
      return 'arm';
    case 'X86':
      return 'x86';
    default:
      return null;
  }
}
