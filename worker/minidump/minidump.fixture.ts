import type { ByteSource } from './dump-bytes.ts';

export interface DumpParts {
  platform?: number;
  arch?: number;
  /** Absent for a dump without a crash. */
  /** `pointer` is where it crashed, where the thread is said to be somewhere else by now. */
  crash?: { code: number; flags?: number; address?: bigint; parameters?: bigint[]; pointer?: bigint };
  modules?: { name: string; base: bigint; size: number; codeView?: Uint8Array; timeDateStamp?: number }[];
  /** The first one crashes. `pointer` is put at `pointerAt` of a context that is otherwise zero. */
  threads?: { id: number; name?: string; pointer?: bigint; stack?: Uint8Array }[];
  /** Ranges of memory, besides the stacks, which are listed there as well. */
  memory?: Uint8Array[];
  /** The same in a full dump. */
  memory64?: Uint8Array[];
  environment?: string;
  commandLine?: string;
  pointerAt?: number;
  contextBytes?: number;
}

export const systems = { windows: 2, macOS: 0x8101, linux: 0x8201 };

/** The smallest dump that says all of this: head, directory, streams, then what they point to. */
export function aDump(parts: DumpParts = {}): Uint8Array {
  const { platform = systems.linux, arch = 9, modules = [], threads = [{ id: 7, pointer: 0x1010n }], pointerAt = 0xf8, contextBytes = 1232 } = parts;
  const { crash } = parts;
  const writer = new Writer();
  const streams: [type: number, bytes: number, at: number][] = [];
  const headBytes = 32 + 12 * 9;
  writer.at = headBytes;

  const contexts = threads.map(({ pointer }) => {
    const context = Buffer.alloc(contextBytes);
    if (pointer !== undefined) context.writeBigUInt64LE(pointer, pointerAt);
    return { bytes: contextBytes, at: writer.bytes(context) };
  });
  const stacks = threads.map(({ stack = new Uint8Array() }) => ({ bytes: stack.length, at: writer.bytes(stack) }));
  const ranges = (parts.memory ?? []).map((bytes) => ({ bytes: bytes.length, at: writer.bytes(bytes) }));
  const names = threads.map(({ name }) => (name === undefined ? null : writer.text(name)));
  const moduleNames = modules.map(({ name }) => writer.text(name));
  const records = modules.map(({ codeView = new Uint8Array() }) => ({ bytes: codeView.length, at: writer.bytes(codeView) }));

  const system = Buffer.alloc(56);
  system.writeUInt16LE(arch, 0);
  for (const [index, number] of [6, 1, 52, platform, writer.text('build 9')].entries()) system.writeUInt32LE(number, 8 + 4 * index);
  streams.push([7, system.length, writer.bytes(system)]);

  const list = Buffer.alloc(4 + 48 * threads.length);
  list.writeUInt32LE(threads.length, 0);
  for (const [index, { id }] of threads.entries()) {
    list.writeUInt32LE(id, 4 + 48 * index);
    list.writeUInt32LE(stacks[index]?.bytes ?? 0, 36 + 48 * index);
    list.writeUInt32LE(stacks[index]?.at ?? 0, 40 + 48 * index);
    list.writeUInt32LE(contexts[index]?.bytes ?? 0, 44 + 48 * index);
    list.writeUInt32LE(contexts[index]?.at ?? 0, 48 + 48 * index);
  }
  streams.push([3, list.length, writer.bytes(list)]);

  const nameList = Buffer.alloc(4 + 12 * threads.length);
  nameList.writeUInt32LE(threads.length, 0);
  for (const [index, { id }] of threads.entries()) {
    nameList.writeUInt32LE(id, 4 + 12 * index);
    nameList.writeBigUInt64LE(BigInt(names[index] ?? 0), 8 + 12 * index);
  }
  streams.push([24, nameList.length, writer.bytes(nameList)]);

  const moduleList = Buffer.alloc(4 + 108 * modules.length);
  moduleList.writeUInt32LE(modules.length, 0);
  for (const [index, { base, size, timeDateStamp = 0 }] of modules.entries()) {
    const at = 4 + 108 * index;
    moduleList.writeBigUInt64LE(base, at);
    moduleList.writeUInt32LE(size, at + 8);
    moduleList.writeUInt32LE(timeDateStamp, at + 16);
    moduleList.writeUInt32LE(moduleNames[index] ?? 0, at + 20);
    moduleList.writeUInt32LE(records[index]?.bytes ?? 0, at + 76);
    moduleList.writeUInt32LE(records[index]?.at ?? 0, at + 80);
  }
  streams.push([4, moduleList.length, writer.bytes(moduleList)]);

  if (ranges.length > 0) {
    const all = [...ranges, ...stacks];
    const memory = Buffer.alloc(4 + 16 * all.length);
    memory.writeUInt32LE(all.length, 0);
    for (const [index, { bytes, at }] of all.entries()) {
      memory.writeUInt32LE(bytes, 12 + 16 * index);
      memory.writeUInt32LE(at, 16 + 16 * index);
    }
    streams.push([5, memory.length, writer.bytes(memory)]);
  }
  if (parts.memory64) {
    const memory = Buffer.alloc(16 + 16 * parts.memory64.length);
    memory.writeBigUInt64LE(BigInt(parts.memory64.length), 0);
    memory.writeBigUInt64LE(BigInt(writer.at + memory.length), 8);
    for (const [index, { length }] of parts.memory64.entries()) memory.writeBigUInt64LE(BigInt(length), 24 + 16 * index);
    streams.push([9, memory.length, writer.bytes(memory)]);
    for (const bytes of parts.memory64) writer.bytes(bytes);
  }
  for (const [type, text] of [
    [0x47670007, parts.environment],
    [0x47670006, parts.commandLine],
  ] as const) {
    if (text !== undefined) streams.push([type, text.length, writer.bytes(Buffer.from(text))]);
  }

  if (crash) {
    const { code, flags = 0, address = 0n, parameters = [], pointer } = crash;
    const exception = Buffer.alloc(168);
    exception.writeUInt32LE(threads[0]?.id ?? 0, 0);
    exception.writeUInt32LE(code, 8);
    exception.writeUInt32LE(flags, 12);
    exception.writeBigUInt64LE(address, 24);
    exception.writeUInt32LE(parameters.length, 32);
    for (const [index, parameter] of parameters.entries()) exception.writeBigUInt64LE(parameter, 40 + 8 * index);
    if (pointer !== undefined) {
      const context = Buffer.alloc(contextBytes);
      context.writeBigUInt64LE(pointer, pointerAt);
      exception.writeUInt32LE(contextBytes, 160);
      exception.writeUInt32LE(writer.bytes(context), 164);
    }
    streams.push([6, exception.length, writer.bytes(exception)]);
  }

  const head = Buffer.alloc(headBytes);
  head.write('MDMP');
  head.writeUInt32LE(0xa793, 4);
  head.writeUInt32LE(streams.length, 8);
  head.writeUInt32LE(32, 12);
  head.writeUInt32LE(1_790_000_000, 20);
  for (const [index, stream] of streams.entries()) for (const [field, number] of stream.entries()) head.writeUInt32LE(number, 32 + 12 * index + 4 * field);
  return writer.finish(head);
}

export function inMemory(bytes: Uint8Array): ByteSource {
  return { bytes: bytes.length, read: async (from, length) => bytes.subarray(from, from + length) };
}

/** A CodeView record for a GUID that counts up, as Microsoft's linker writes it. */
export function rsds(file: string, age: number): Uint8Array {
  const guid = Buffer.from('000102030405060708090a0b0c0d0e0f', 'hex');
  const ageBytes = Buffer.alloc(4);
  ageBytes.writeUInt32LE(age);
  return Buffer.concat([Buffer.from('RSDS'), guid, ageBytes, Buffer.from(`${file}\0`)]);
}

export function elfBuildId(hex: string): Uint8Array {
  return Buffer.concat([Buffer.from('LEpB'), Buffer.from(hex, 'hex')]);
}

class Writer {
  at = 0;
  readonly #pieces: Uint8Array[] = [];

  bytes(bytes: Uint8Array): number {
    const { at } = this;
    this.#pieces.push(bytes);
    this.at += bytes.length;
    return at;
  }

  text(text: string): number {
    const encoded = Buffer.from(text, 'utf16le');
    const length = Buffer.alloc(4);
    length.writeUInt32LE(encoded.length);
    return this.bytes(Buffer.concat([length, encoded, Buffer.alloc(2)]));
  }

  finish(head: Uint8Array): Uint8Array {
    return new Uint8Array(Buffer.concat([head, ...this.#pieces]));
  }
}
