import { copyBag, KiB, type BagLimits } from './bag.ts';
import type { Bag, Frame, Stacktrace } from './event.ts';
import { Fields } from './fields.ts';
import { isObject } from './parse.ts';
import { dropMiddleDetails, dropMiddleFrames } from './slim-frames.ts';

const dataLimits: BagLimits = { maxDepth: 5, maxBytes: 2 * KiB };
const maxLineCharacters = 1024;

/** A stack without frames says nothing and is left out. Source: relay-event-normalization/src/stacktrace.rs */
export function readStacktrace(owner: Fields, key: string): Stacktrace | undefined {
  const stacktrace = owner.object(key);
  const sent = stacktrace?.list('frames');
  if (!stacktrace || !sent || sent.length === 0) return undefined;

  const place = stacktrace.place.at('frames');
  const frames: Frame[] = [];
  for (const entry of dropMiddleFrames(sent, place)) {
    if (entry === null || entry === undefined) continue;
    if (isObject(entry)) frames.push(readFrame(new Fields(entry, place.at(frames.length))));
    else place.at(frames.length).noteInvalid('expected an object', entry);
  }
  if (frames.length === 0) return undefined;

  return {
    frames: dropMiddleDetails(frames),
    registers: readRegisters(stacktrace),
    lang: stacktrace.text('lang', 128),
    snapshot: stacktrace.boolean('snapshot'),
    instruction_addr_adjustment: stacktrace.text('instruction_addr_adjustment', 128),
  };
}

function readFrame(frame: Fields): Frame {
  const { filename, abs_path } = readPaths(frame);
  return {
    function: known(frame.text('function', 512)),
    raw_function: frame.text('raw_function', 512),
    symbol: known(frame.text('symbol', 512)),
    module: frame.text('module', 256),
    package: frame.text('package', 256),
    filename,
    abs_path,
    lineno: frame.integer('lineno'),
    colno: frame.integer('colno'),
    platform: frame.text('platform', 128),
    context_line: frame.text('context_line', maxLineCharacters),
    pre_context: frame.texts('pre_context', maxLineCharacters),
    post_context: frame.texts('post_context', maxLineCharacters),
    in_app: frame.boolean('in_app'),
    vars: readVars(frame),
    data: frame.bag('data', dataLimits),
    image_addr: frame.address('image_addr'),
    instruction_addr: frame.address('instruction_addr'),
    symbol_addr: frame.address('symbol_addr'),
    addr_mode: frame.text('addr_mode', 128),
    trust: frame.text('trust', 128),
    lang: frame.text('lang', 128),
    stack_start: frame.boolean('stack_start'),
    lock: frame.bag('lock', dataLimits),
    function_id: frame.address('function_id'),
    parent_index: frame.integer('parent_index'),
    sample_count: frame.integer('sample_count'),
  };
}

function known(name: string | undefined): string | undefined {
  return name === '?' || name === '' ? undefined : name;
}

/** A lone `filename` is taken for the full path, and a file name is found in that again: browsers send addresses as file names. */
function readPaths(frame: Fields): { filename: string | undefined; abs_path: string | undefined } {
  const filename = frame.text('filename', 256) || undefined;
  const absPath = frame.text('abs_path', 256) || undefined;
  if (absPath === undefined) return { filename: filename && pathOf(filename), abs_path: filename };
  return { filename: filename ?? pathOf(absPath), abs_path: absPath };
}

function pathOf(absPath: string): string {
  const path = /^(?:file|https?|applewebdata):\/\/[^/?#]*(\/[^?#]+)/.exec(absPath)?.[1];
  return path ?? absPath;
}

/** Some SDKs send a list of values instead of an object. */
function readVars(frame: Fields): Bag | undefined {
  const value = frame.get('vars');
  if (!Array.isArray(value)) return frame.bag('vars', dataLimits);
  return copyBag(Object.fromEntries(value.entries()), frame.place.at('vars'), dataLimits);
}

function readRegisters(stacktrace: Fields): Record<string, string> | undefined {
  const registers = stacktrace.object('registers');
  if (!registers) return undefined;
  const read: Record<string, string> = {};
  for (const name of Object.keys(registers.source)) {
    const address = name === '__proto__' ? undefined : registers.address(name);
    if (address !== undefined) read[name] = address;
  }
  return read;
}
