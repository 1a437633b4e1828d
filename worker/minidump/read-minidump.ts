import { fail, ok, type Result } from '../result.ts';
import { type ByteSource, DumpBytes } from './dump-bytes.ts';
import { type Location, padding } from './location.ts';
import type { Crash, Minidump, SystemInfo, Thread } from './minidump.ts';
import { readModules } from './modules.ts';
import { readRegisters } from './registers.ts';
import { readString } from './strings.ts';
import { readSystemInfo } from './system-info.ts';

export type MinidumpError = { reason: 'not_a_minidump' };

const maxStreams = 256;
const maxThreads = 1_000;

/** Stream types that are read. Source: MINIDUMP_STREAM_TYPE of minidumpapiset.h, and Breakpad's own. */
const streamTypes = { threads: 3, modules: 4, exception: 6, system: 7, threadNames: 24, breakpad: 0x47670001 } as const;

/**
 * Reads what an event needs of a crash dump. Only the head and what the directory points to is looked at, and every offset is checked: hostile bytes give
 * fewer facts.
 *
 * Source: https://learn.microsoft.com/windows/win32/api/minidumpapiset/
 */
export async function readMinidump(source: ByteSource): Promise<Result<Minidump, MinidumpError>> {
  const bytes = new DumpBytes(source);
  const head = await bytes.view(0, 32);
  if (!head || !isMinidump(new Uint8Array(head.buffer))) return fail({ reason: 'not_a_minidump' });

  const streams = await readDirectory(bytes, head.getUint32(8, true), head.getUint32(12, true));
  const system = await readSystemInfo(bytes, streams.get(streamTypes.system));
  const exception = await readException(bytes, streams.get(streamTypes.exception));
  return ok({
    timestamp: head.getUint32(20, true) || null,
    system,
    crash: exception?.crash ?? null,
    crashedThreadId: exception?.threadId ?? (await readRequestingThread(bytes, streams.get(streamTypes.breakpad))),
    modules: await readModules(bytes, streams.get(streamTypes.modules), system?.os ?? null),
    threads: await readThreads(bytes, streams, system, exception),
  });
}

/** `MDMP`, as little-endian machines write it. Big-endian dumps (`PMDM`) begin right as well, but nothing in them can be trusted to be where it should. */
export function isMinidump(head: Uint8Array): boolean {
  const signature = String.fromCharCode(...head.subarray(0, 4));
  return signature === 'MDMP' || signature === 'PMDM';
}

/** Streams by their type. */
export async function readDirectory(bytes: DumpBytes, count: number, at: number): Promise<Map<number, Location>> {
  const streams = new Map<number, Location>();
  for (let index = 0; index < Math.min(count, maxStreams); index += 1) {
    const entry = await bytes.view(at + 12 * index, 12);
    if (!entry) break;
    const type = entry.getUint32(0, true);
    if (type !== 0 && !streams.has(type)) streams.set(type, { bytes: entry.getUint32(4, true), at: entry.getUint32(8, true) });
  }
  return streams;
}

interface Exception {
  threadId: number;
  crash: Crash;
  context: Location;
}

async function readException(bytes: DumpBytes, stream: Location | undefined): Promise<Exception | null> {
  const view = stream && stream.bytes >= 168 ? await bytes.view(stream.at, 168) : null;
  if (!view) return null;
  const count = Math.min(view.getUint32(32, true), 15);
  return {
    threadId: view.getUint32(0, true),
    crash: {
      code: view.getUint32(8, true),
      flags: view.getUint32(12, true),
      address: view.getBigUint64(24, true),
      parameters: Array.from({ length: count }, (_, index) => view.getBigUint64(40 + 8 * index, true)),
    },
    context: { bytes: view.getUint32(160, true), at: view.getUint32(164, true) },
  };
}

/** Dumps that were asked for, without a crash, name the thread that asked. */
async function readRequestingThread(bytes: DumpBytes, stream: Location | undefined): Promise<number | null> {
  const view = stream && (await bytes.view(stream.at, 12));
  return view && (view.getUint32(0, true) & 2) !== 0 ? view.getUint32(8, true) : null;
}

async function readThreads(
  bytes: DumpBytes,
  streams: ReadonlyMap<number, Location>,
  system: SystemInfo | null,
  exception: Exception | null,
): Promise<Thread[]> {
  const stream = streams.get(streamTypes.threads);
  const head = stream && (await bytes.view(stream.at, 4));
  if (!head) return [];
  const names = await readThreadNames(bytes, streams.get(streamTypes.threadNames));
  const threads: Thread[] = [];
  for (let index = 0; index < Math.min(head.getUint32(0, true), maxThreads); index += 1) {
    const entry = await bytes.view(stream.at + 4 + padding(stream, head, 48) + 48 * index, 48);
    if (!entry) break;
    const id = entry.getUint32(0, true);
    const own = { bytes: entry.getUint32(40, true), at: entry.getUint32(44, true) };
    // The list has what the thread did when the dump was written: in the handler of the crash.
    const context = exception?.threadId === id && exception.context.bytes > 0 ? exception.context : own;
    threads.push({ id, name: names.get(id) ?? null, registers: await readRegisters(bytes, context, system?.arch ?? null) });
  }
  return threads;
}

const maxNameCharacters = 256;

async function readThreadNames(bytes: DumpBytes, stream: Location | undefined): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  const head = stream && (await bytes.view(stream.at, 4));
  if (!head) return names;
  for (let index = 0; index < Math.min(head.getUint32(0, true), maxThreads); index += 1) {
    const entry = await bytes.view(stream.at + 4 + 12 * index, 12);
    const name = entry && (await readString(bytes, Number(entry.getBigUint64(4, true)), maxNameCharacters));
    if (!entry) break;
    if (name) names.set(entry.getUint32(0, true), name);
  }
  return names;
}
