import { asFields, asLabel, asList, asNumber, asPairs, asText } from './value.ts';

export interface SourceLine {
  number: number;
  text: string;
  isHit: boolean;
}

/** A stack frame as it is shown. */
export interface Frame {
  /** Position in the trace as it came, 0 the oldest: stays the same however frames are folded. */
  index: number;
  /** File, module or library: the best name of the place. */
  place: string;
  /** Where `place` was shortened, the whole path. */
  absolutePath: string | null;
  function: string | null;
  module: string | null;
  package: string | null;
  line: number | null;
  column: number | null;
  address: string | null;
  isInApp: boolean;
  source: SourceLine[];
  vars: [name: string, value: unknown][];
}

/** Frames newest first, as they are read. */
export interface Trace {
  frames: Frame[];
  /** How many frames the SDK or Picket left out, and after which shown frame. Null where all are here. */
  omitted: number | null;
  registers: [name: string, value: unknown][];
}

/** A line of the trace: a frame, how often in a row it repeats itself, or frames that are not the reader's code. */
export type TraceRow = { kind: 'frame'; frame: Frame; times: number; isOpen: boolean } | { kind: 'folded'; frames: Frame[]; label: string };

/** Which frames one wants to see. */
export type FrameChoice = 'mine' | 'all' | 'raw';

/** More open frames than this push the rest of the event out of sight. */
const maxOpenFrames = 3;

/** Null where there is no frame in it. */
export function readTrace(value: unknown): Trace | null {
  const stacktrace = asFields(value);
  const frames = asList(stacktrace['frames']).map(readFrame).reverse();
  if (frames.length === 0) return null;
  const omitted = asList(stacktrace['framesOmitted']).map(asNumber);
  const [from, to] = omitted;
  return {
    frames,
    omitted: typeof from === 'number' && typeof to === 'number' && to > from ? to - from : null,
    registers: asPairs(stacktrace['registers']),
  };
}

/** Folds what is not the reader's code to one line that counts it, and opens the newest frames of their own that show source. */
export function traceRows(trace: Trace, choice: 'mine' | 'all'): TraceRow[] {
  const hasOwnFrames = trace.frames.some((frame) => frame.isInApp);
  const isShown = (frame: Frame): boolean => choice === 'all' || frame.isInApp || !hasOwnFrames;
  const rows: TraceRow[] = [];
  let open = 0;
  let folded: Frame[] = [];
  const closeFold = (): void => {
    if (folded.length > 0) rows.push({ kind: 'folded', frames: folded, label: foldLabel(folded) });
    folded = [];
  };

  for (const frame of trace.frames) {
    if (!isShown(frame)) {
      folded.push(frame);
      continue;
    }
    closeFold();
    const previous = rows.at(-1);
    if (previous?.kind === 'frame' && isSamePlace(previous.frame, frame)) {
      previous.times += 1;
      continue;
    }
    const isOpen = open < maxOpenFrames && (frame.source.length > 0 || frame.vars.length > 0) && (frame.isInApp || !hasOwnFrames);
    if (isOpen) open += 1;
    rows.push({ kind: 'frame', frame, times: 1, isOpen });
  }
  closeFold();
  return rows;
}

/** The variable that the failing line speaks of, if its value is short enough to stand behind the line: `region = 'GB-NIR'`. */
export function inlineVariable(frame: Frame): string | null {
  const hit = frame.source.find((line) => line.isHit);
  if (hit === undefined) return null;
  const words = new Set(hit.text.slice(0, 500).match(/[\p{L}_$][\p{L}\p{N}_$]*/gu));
  for (const [name, value] of frame.vars) {
    const text = typeof value === 'object' ? '' : asText(value);
    // A value with a tag, a bracket or a space is a description of an object rather than a value.
    if (words.has(name) && text !== '' && text.length <= 32 && !/[<>{}\n]/.test(text)) return `${name} = ${text}`;
  }
  return null;
}

/** Name of the library a frame belongs to, as its ecosystem would say it. */
export function libraryOf(frame: Frame): string {
  const path = (frame.absolutePath ?? frame.place).replaceAll('\\', '/');
  const dependency =
    /(?:^|\/)(?:node_modules(?:\/\.pnpm\/[^/]+\/node_modules)?|site-packages|dist-packages|gems|vendor\/bundle|pkg\/mod|vendor)\/((?:@[^/]+\/)?[^/]+)/.exec(
      path,
    );
  if (dependency?.[1] !== undefined) return dependency[1].replace(/\.py$/, '');
  if (path.startsWith('node:')) return 'node';
  if (frame.package !== null) return fileName(frame.package);
  const segments = (frame.module ?? '').split('.').filter((segment) => segment !== '');
  const [first, second] = segments;
  if (first !== undefined && second !== undefined)
    return /^(com|org|io|net|dev|java|javax|jdk|kotlin|android|androidx)$/.test(first) ? `${first}.${second}` : first;
  return first ?? fileName(path);
}

/** The last part of a path. */
export function fileName(path: string): string {
  return path.split(/[/\\]/).findLast((part) => part !== '') ?? path;
}

function readFrame(value: unknown, index: number): Frame {
  const frame = asFields(value);
  const line = asNumber(frame['lineNo']);
  const module = asLabel(frame['module']);
  const filename = asLabel(frame['filename']);
  const absolutePath = asLabel(frame['absPath']);
  const packageName = asLabel(frame['package']);
  return {
    index,
    place: filename ?? module ?? absolutePath ?? (packageName === null ? '(unknown place)' : fileName(packageName)),
    absolutePath: absolutePath === filename ? null : absolutePath,
    function: asLabel(frame['function']) ?? asLabel(frame['symbol']) ?? asLabel(frame['rawFunction']),
    module,
    package: packageName,
    line,
    column: asNumber(frame['colNo']),
    address: asLabel(frame['instructionAddr']),
    isInApp: frame['inApp'] === true,
    source: asList(frame['context']).flatMap((entry) => readSourceLine(entry, line)),
    vars: asPairs(frame['vars']),
  };
}

function readSourceLine(entry: unknown, hitLine: number | null): SourceLine[] {
  const [first, text] = asList(entry);
  const number = asNumber(first);
  return number === null ? [] : [{ number, text: asText(text), isHit: number === hitLine }];
}

function isSamePlace(a: Frame, b: Frame): boolean {
  return a.place === b.place && a.function === b.function && a.line === b.line && a.column === b.column && a.address === b.address;
}

/** `9 frames in fastapi, starlette` */
function foldLabel(frames: Frame[]): string {
  const libraries = [...new Set(frames.map(libraryOf))];
  const named = libraries.slice(0, 3).join(', ');
  const rest = libraries.length > 3 ? ` and ${libraries.length - 3} more` : '';
  return `${frames.length === 1 ? '1 frame' : `${frames.length} frames`} in ${named}${rest}`;
}
