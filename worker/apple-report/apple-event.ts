import type { AppleException, AppleFrame, AppleImage, AppleReport, AppleThread } from './apple-report.ts';

type Payload = Record<string, unknown>;

/**
 * The payload of an event about a crash, in the shape that clients send. What the client said goes before what the report knows, but for the crash itself:
 * exception, threads and images are the report's.
 */
export function appleEvent(client: Payload, report: AppleReport): Payload {
  const { exception } = report;
  const crashed = report.threads.find(({ isCrashed }) => isCrashed);
  const type = exception?.type ?? 'AppleCrashReport';
  return {
    ...client,
    platform: client.platform ?? 'native',
    level: client.level ?? 'fatal',
    timestamp: client.timestamp ?? report.timestamp ?? undefined,
    exception: {
      values: [
        {
          type,
          value: exception?.details ?? `Fatal Error: ${type}`,
          thread_id: crashed?.id,
          mechanism: { type: 'applecrashreport', handled: false, synthetic: true, meta: exception ? metaOf(exception) : undefined },
          stacktrace: crashed && stacktraceOf(crashed, report.images),
        },
      ],
    },
    threads: { values: report.threads.map((thread) => threadOf(thread, report.images)) },
    debug_meta: report.images.length > 0 ? { images: report.images.map(imageOf) } : client.debug_meta,
    contexts: contextsOf(client.contexts, report),
  };
}

function metaOf({ mach, signal }: AppleException): Payload {
  return { ...(mach === null ? {} : { mach_exception: { name: mach } }), ...(signal === null ? {} : { signal: { name: signal } }) };
}

function threadOf(thread: AppleThread, images: readonly AppleImage[]): Payload {
  const { id, name, isCrashed } = thread;
  // The stack of the thread that crashed is the exception's.
  return { id, name: name ?? undefined, crashed: isCrashed, current: isCrashed, stacktrace: isCrashed ? undefined : stacktraceOf(thread, images) };
}

function stacktraceOf({ frames, registers }: AppleThread, images: readonly AppleImage[]): Payload | undefined {
  if (frames.length === 0) return undefined;
  return { frames: frames.map((frame) => frameOf(frame, images)).reverse(), registers: Object.keys(registers).length > 0 ? registers : undefined };
}

function frameOf({ address, image, symbol, offset, file, line }: AppleFrame, images: readonly AppleImage[]): Payload {
  const known = images.find(({ base, size }) => address >= base && address < base + BigInt(size));
  return {
    function: symbol ?? undefined,
    filename: file ?? undefined,
    lineno: line ?? undefined,
    package: known?.path ?? image,
    instruction_addr: hex(address),
    symbol_addr: symbol !== null && offset !== null && BigInt(offset) <= address ? hex(address - BigInt(offset)) : undefined,
    image_addr: known && hex(known.base),
  };
}

function imageOf({ path, base, size, uuid, arch }: AppleImage): Payload {
  const debugId = uuid.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  return { type: 'macho', code_file: path, debug_id: debugId, arch: arch ?? undefined, image_addr: hex(base), image_size: size };
}

function contextsOf(client: unknown, { os, model, arch }: AppleReport): Payload {
  const contexts = isObject(client) ? client : {};
  const device = { ...(model === null ? {} : { model }), ...(arch === null ? {} : { arch }) };
  return {
    ...contexts,
    ...(os ? { os: { ...os, build: os.build ?? undefined, ...(isObject(contexts.os) ? contexts.os : {}) } } : {}),
    ...(Object.keys(device).length > 0 ? { device: { ...device, ...(isObject(contexts.device) ? contexts.device : {}) } } : {}),
  };
}

function isObject(value: unknown): value is Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hex(address: bigint): string {
  return `0x${address.toString(16)}`;
}
