import type { DumpBytes } from './dump-bytes.ts';
import type { Module, OsName } from './minidump.ts';
import { type Location, padding } from './location.ts';
import { readString, untilZero } from './strings.ts';

const maxModules = 2_000;
const maxPathCharacters = 1_024;
const entryBytes = 108;

/** The files that code was loaded from, in the order of the dump. */
export async function readModules(bytes: DumpBytes, stream: Location | undefined, os: OsName | null): Promise<Module[]> {
  const head = stream && (await bytes.view(stream.at, 4));
  if (!stream || !head) return [];
  const modules: Module[] = [];
  for (let index = 0; index < Math.min(head.getUint32(0, true), maxModules); index += 1) {
    const entry = await bytes.view(stream.at + 4 + padding(stream, head, entryBytes) + entryBytes * index, entryBytes);
    if (!entry) break;
    const size = entry.getUint32(8, true);
    const ids = await readIds(bytes, { bytes: entry.getUint32(76, true), at: entry.getUint32(80, true) });
    modules.push({
      name: (await readString(bytes, entry.getUint32(20, true), maxPathCharacters)) ?? '',
      base: entry.getBigUint64(0, true),
      size,
      debugId: ids?.debugId ?? null,
      codeId: codeIdOf(ids, entry.getUint32(16, true), size, os),
      debugFile: ids?.debugFile ?? null,
    });
  }
  return modules;
}

interface Ids {
  debugId: string;
  /** 32 hex digits in the order of the file. */
  guid: string;
  buildId: string | null;
  debugFile: string | null;
}

/** A CodeView record: `RSDS` with GUID, age and file name, or Breakpad's `BpEL` with the build id of an ELF file. */
async function readIds(bytes: DumpBytes, record: Location): Promise<Ids | null> {
  const view = record.bytes < 8 ? null : await bytes.view(record.at, Math.min(record.bytes, 24 + maxPathCharacters));
  if (!view) return null;
  const raw = Buffer.from(view.buffer);
  const signature = raw.toString('latin1', 0, 4);
  if (signature === 'RSDS' && raw.length >= 24) {
    const debugFile = untilZero(new TextDecoder().decode(raw.subarray(24)));
    return { ...idOf(raw.subarray(4, 20), view.getUint32(20, true)), buildId: null, debugFile: debugFile || null };
  }
  if (signature !== 'LEpB') return null;
  const buildId = raw.subarray(4, 68);
  return { ...idOf(Buffer.concat([buildId, Buffer.alloc(16)]).subarray(0, 16), 0), buildId: buildId.toString('hex'), debugFile: null };
}

/** The first three parts of a GUID are little-endian. No age, no suffix; no GUID, no id. */
function idOf(guid: Buffer, age: number): { debugId: string; guid: string } {
  const parts = [
    Buffer.from(guid.subarray(0, 4)).reverse(),
    Buffer.from(guid.subarray(4, 6)).reverse(),
    Buffer.from(guid.subarray(6, 8)).reverse(),
    guid.subarray(8, 10),
    guid.subarray(10),
  ].map((part) => part.toString('hex'));
  const text = parts.join('-');
  const isNil = /^[0-]*$/.test(text);
  return { debugId: isNil ? '' : age === 0 ? text : `${text}-${age.toString(16)}`, guid: parts.join('') };
}

/** Windows names a file by its time stamp and size, Apple by its UUID, ELF by its build id. */
function codeIdOf(ids: Ids | null, timeDateStamp: number, size: number, os: OsName | null): string | null {
  switch (os) {
    case 'Windows':
      return timeDateStamp === 0 ? null : `${timeDateStamp.toString(16).padStart(8, '0')}${size.toString(16)}`;
    case 'macOS':
    case 'iOS':
      return ids && ids.debugId !== '' ? ids.guid : null;
    default:
      return ids?.buildId ?? null;
  }
}
