import { fail, ok, type Result } from '../result.ts';
import { type ByteSource, DumpBytes } from './dump-bytes.ts';
import { type Location, padding } from './location.ts';
import { isMinidump, readDirectory } from './read-minidump.ts';

/** A stretch of a dump that may hold what a user entered or had. */
export interface Region extends Location {
  kind: 'stack_memory' | 'heap_memory' | 'environment' | 'command_line' | 'code_file' | 'debug_file';
}

/** Not a dump, or one that cannot be trusted to say where its memory is. */
export type RegionError = { reason: 'not_a_minidump' };

/** Source: MINIDUMP_STREAM_TYPE of minidumpapiset.h, and Breakpad's own. */
const streamTypes = { threads: 3, modules: 4, memory: 5, memory64: 9, commandLine: 0x47670006, environment: 0x47670007 } as const;

const maxThreads = 10_000;
const maxModules = 10_000;
const maxRanges = 100_000;
const maxBlocks = 128;

/**
 * Where a dump has memory, the environment, the command line and the paths of modules, in the order of the file and without overlap: what is listed as
 * a stack and as memory is stack. Of a path the base name is left out. All that is declared has to be there, or nothing is believed.
 *
 * Source: relay-pii/src/minidumps.rs, https://learn.microsoft.com/windows/win32/api/minidumpapiset/
 */
export async function readRegions(source: ByteSource): Promise<Result<Region[], RegionError>> {
  const bytes = new DumpBytes(source, maxBlocks);
  const head = await bytes.view(0, 32);
  if (!head || !isMinidump(new Uint8Array(head.buffer))) return fail({ reason: 'not_a_minidump' });
  const streams = await readDirectory(bytes, head.getUint32(8, true), head.getUint32(12, true));
  try {
    const regions = [
      ...(await stacks(bytes, streams.get(streamTypes.threads))),
      ...whole('environment', streams.get(streamTypes.environment)),
      ...whole('command_line', streams.get(streamTypes.commandLine)),
      ...(await modulePaths(bytes, streams.get(streamTypes.modules))),
      ...(await memory(bytes, streams.get(streamTypes.memory))),
      ...(await memory64(bytes, streams.get(streamTypes.memory64))),
    ];
    if (regions.some(({ at, bytes: length }) => at + length > source.bytes)) return fail({ reason: 'not_a_minidump' });
    return ok(withoutOverlap(regions));
  } catch (error) {
    if (error instanceof Unreadable) return fail({ reason: 'not_a_minidump' });
    throw error;
  }
}

/** Never leaves this file. */
class Unreadable extends Error {}

async function viewOf(bytes: DumpBytes, at: number, length: number): Promise<DataView> {
  const view = await bytes.view(at, length);
  if (!view) throw new Unreadable(`There are no ${length} bytes at ${at}`);
  return view;
}

/** Entries of a list that begins with their number. */
async function* entriesOf(bytes: DumpBytes, stream: Location | undefined, entryBytes: number, max: number): AsyncGenerator<DataView> {
  if (!stream) return;
  const head = await viewOf(bytes, stream.at, 4);
  const count = head.getUint32(0, true);
  if (count > max) throw new Unreadable(`A list of ${count}`);
  const first = stream.at + 4 + padding(stream, head, entryBytes);
  for (let index = 0; index < count; index += 1) yield viewOf(bytes, first + entryBytes * index, entryBytes);
}

async function stacks(bytes: DumpBytes, stream: Location | undefined): Promise<Region[]> {
  const regions: Region[] = [];
  for await (const thread of entriesOf(bytes, stream, 48, maxThreads))
    regions.push({ kind: 'stack_memory', bytes: thread.getUint32(32, true), at: thread.getUint32(36, true) });
  return regions;
}

async function memory(bytes: DumpBytes, stream: Location | undefined): Promise<Region[]> {
  const regions: Region[] = [];
  for await (const range of entriesOf(bytes, stream, 16, maxRanges))
    regions.push({ kind: 'heap_memory', bytes: range.getUint32(8, true), at: range.getUint32(12, true) });
  return regions;
}

/** Of full dumps: one range stands behind the other. */
async function memory64(bytes: DumpBytes, stream: Location | undefined): Promise<Region[]> {
  if (!stream) return [];
  const head = await viewOf(bytes, stream.at, 16);
  const count = Number(head.getBigUint64(0, true));
  if (count > maxRanges) throw new Unreadable(`A list of ${count}`);
  const regions: Region[] = [];
  let at = Number(head.getBigUint64(8, true));
  for (let index = 0; index < count; index += 1) {
    const length = Number((await viewOf(bytes, stream.at + 16 + 16 * index, 16)).getBigUint64(8, true));
    regions.push({ kind: 'heap_memory', bytes: length, at });
    at += length;
  }
  return regions;
}

function whole(kind: Region['kind'], stream: Location | undefined): Region[] {
  return stream ? [{ kind, ...stream }] : [];
}

const maxPathBytes = 4_096;

async function modulePaths(bytes: DumpBytes, stream: Location | undefined): Promise<Region[]> {
  const regions: Region[] = [];
  for await (const module of entriesOf(bytes, stream, 108, maxModules)) {
    const nameAt = module.getUint32(20, true);
    const nameBytes = nameAt === 0 ? 0 : (await viewOf(bytes, nameAt, 4)).getUint32(0, true);
    regions.push(...(await directoryOf(bytes, 'code_file', { at: nameAt + 4, bytes: Math.min(nameBytes, maxPathBytes) }, 2)));
    const record = { bytes: module.getUint32(76, true), at: module.getUint32(80, true) };
    if (record.bytes <= 24 || (await viewOf(bytes, record.at, 4)).getUint32(0, false) !== rsds) continue;
    regions.push(...(await directoryOf(bytes, 'debug_file', { at: record.at + 24, bytes: Math.min(record.bytes - 24, maxPathBytes) }, 1)));
  }
  return regions;
}

/** `RSDS`: a CodeView record with a file name. */
const rsds = 0x52534453;

/** The base name tells which file it is. `unitBytes` is those of a character. */
async function directoryOf(bytes: DumpBytes, kind: Region['kind'], path: Location, unitBytes: 1 | 2): Promise<Region[]> {
  if (path.bytes === 0) return [];
  const view = await viewOf(bytes, path.at, path.bytes);
  const text = Buffer.from(view.buffer).toString(unitBytes === 2 ? 'utf16le' : 'latin1');
  const last = Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\'));
  return last < 0 ? [] : [{ kind, at: path.at, bytes: unitBytes * last }];
}

/** A dump may name one stretch many times; each is looked at once, as the first of those kinds that it is. */
function withoutOverlap(regions: readonly Region[]): Region[] {
  const apart: Region[] = [];
  let end = 0;
  for (const { kind, at, bytes } of regions.toSorted((one, other) => one.at - other.at)) {
    const from = Math.max(at, end);
    if (at + bytes <= from) continue;
    apart.push({ kind, at: from, bytes: at + bytes - from });
    end = at + bytes;
  }
  return apart;
}
