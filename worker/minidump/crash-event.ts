import { crashReason } from './crash-reason.ts';
import type { Minidump, Module, OsName, Thread } from './minidump.ts';
import { instructionPointers } from './registers.ts';

type Payload = Record<string, unknown>;

/**
 * The payload of an event about a crash, in the shape that clients send. What the client said goes before what the dump knows, but for the crash itself:
 * exception, threads and images are the dump's.
 *
 * Source: what Sentry shows after symbolication, src/sentry/lang/native/processing.py
 */
export function crashEvent(client: Payload, dump: Minidump): Payload {
  const reason = dump.crash ? crashReason(dump.crash, dump.system?.os ?? null) : 'DUMP_REQUESTED';
  const crashed = dump.threads.find(({ id }) => id === dump.crashedThreadId);
  const images = imagesOf(dump);
  return {
    ...client,
    platform: client.platform ?? 'native',
    level: client.level ?? (dump.crash ? 'fatal' : 'info'),
    timestamp: client.timestamp ?? dump.timestamp,
    exception: {
      values: [
        {
          type: reason,
          value: `Fatal Error: ${reason}`,
          thread_id: dump.crashedThreadId,
          mechanism: { type: 'minidump', handled: false, synthetic: true, ...metaOf(dump) },
          stacktrace: crashed && stacktraceOf(crashed, dump),
        },
      ],
    },
    threads: { values: dump.threads.map((thread) => threadOf(thread, dump)) },
    debug_meta: images.length > 0 ? { images } : client.debug_meta,
    contexts: contextsOf(client.contexts, dump),
  };
}

function metaOf({ crash, system }: Minidump): Payload {
  if (!crash) return {};
  const data = { address: hex(crash.address) };
  switch (system?.os) {
    case 'Linux':
    case 'Android':
      return { data, meta: { signal: { number: crash.code, code: crash.flags | 0 } } };
    case 'macOS':
    case 'iOS':
      return { data, meta: { mach_exception: { exception: crash.code, code: crash.flags, subcode: 0 } } };
    default:
      return { data };
  }
}

function threadOf(thread: Thread, dump: Minidump): Payload {
  const isCrashed = thread.id === dump.crashedThreadId;
  const name = thread.name ?? undefined;
  // The stack of the thread that crashed is the exception's.
  return { id: thread.id, name, crashed: isCrashed && dump.crash !== null, current: isCrashed, stacktrace: isCrashed ? undefined : stacktraceOf(thread, dump) };
}

function stacktraceOf({ registers }: Thread, { modules }: Minidump): Payload | undefined {
  if (!registers) return undefined;
  const pointer = instructionPointers.map((name) => registers[name]).find((value) => value !== undefined);
  if (pointer === undefined) return undefined;
  const module = modules.find(({ base, size }) => pointer >= base && pointer < base + BigInt(size));
  return {
    frames: [{ instruction_addr: hex(pointer), trust: 'context', package: module?.name, image_addr: module && hex(module.base) }],
    registers: Object.fromEntries(Object.entries(registers).map(([name, value]) => [name, hex(value)])),
  };
}

/** Without its id an image finds nothing. */
function imagesOf({ modules, system }: Minidump): Payload[] {
  return modules.filter(({ debugId }) => debugId).map((module) => imageOf(module, system?.os ?? null, system?.arch ?? undefined));
}

function imageOf({ name, base, size, debugId, codeId, debugFile }: Module, os: OsName | null, arch: string | undefined): Payload {
  return {
    type: os === 'Windows' ? 'pe' : os === 'macOS' || os === 'iOS' ? 'macho' : 'elf',
    code_file: name,
    debug_id: debugId,
    code_id: codeId ?? undefined,
    debug_file: debugFile ?? undefined,
    arch,
    image_addr: hex(base),
    image_size: size,
  };
}

function contextsOf(client: unknown, { system }: Minidump): Payload {
  const contexts = isObject(client) ? client : {};
  if (!system) return contexts;
  const { os, version, build, arch } = system;
  return {
    ...contexts,
    ...(os ? { os: { name: os, version, build: build || undefined, ...(isObject(contexts.os) ? contexts.os : {}) } } : {}),
    ...(arch ? { device: { arch, ...(isObject(contexts.device) ? contexts.device : {}) } } : {}),
  };
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hex(address: bigint): string {
  return `0x${address.toString(16)}`;
}
