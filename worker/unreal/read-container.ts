import { fail, ok, type Result } from '../result.ts';

/** Bytes of known length that can be read at any place. */
export interface ContainerBytes {
  bytes: number;
  read(from: number, length: number): Promise<Uint8Array>;
}

/** A file in the container, where it lies. */
export interface ContainedFile {
  name: string;
  /** Of its first byte in the container. */
  at: number;
  bytes: number;
}

export type ContainerError =
  | { reason: 'truncated' }
  | { reason: 'trailing_data' }
  | { reason: 'name_too_long'; maxBytes: number }
  | { reason: 'too_many_files'; maxFiles: number };

export const maxFiles = 100;
const maxNameBytes = 4_096;
/** `CR1`, in front of all: from Unreal 4.25 on. */
const newForm = [0x43, 0x52, 0x31];

/**
 * Finds the files in what Unreal's crash reporter sends, once inflated. Little-endian:
 *
 *     new    "CR1" head file*
 *     old    placeholder file* head
 *     head   directory:text name:text inflatedBytes:i32 files:i32
 *     file   index:i32 name:text bytes:i32 …
 *     text   bytes:u32 …, filled up with zeros
 *
 * Only heads are read, never what is in a file.
 *
 * Source: https://github.com/getsentry/symbolic/blob/master/symbolic-unreal/src/container.rs
 */
export async function readContainer(source: ContainerBytes): Promise<Result<ContainedFile[], ContainerError>> {
  const reader = new HeadReader(source);
  try {
    const isNew = await reader.skips(newForm);
    const placeholder = await reader.head();
    const count = isNew ? placeholder.files : await reader.lastInteger();
    if (count < 0 || count > maxFiles) return fail({ reason: 'too_many_files', maxFiles });
    const files: ContainedFile[] = [];
    for (let index = 0; index < count; index += 1) files.push(await reader.file());
    if (!isNew) await reader.head();
    return reader.isAtEnd ? ok(files) : fail({ reason: 'trailing_data' });
  } catch (error) {
    if (error instanceof Broken) return fail(error.error);
    throw error;
  }
}

class Broken extends Error {
  readonly error: ContainerError;
  constructor(error: ContainerError) {
    super(error.reason);
    this.error = error;
  }
}

/** A head with its name is short: one read brings it all, most of the time. */
const windowBytes = 1_024;

class HeadReader {
  readonly #source: ContainerBytes;
  #at = 0;
  #window = { at: 0, bytes: new Uint8Array() };

  constructor(source: ContainerBytes) {
    this.#source = source;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#source.bytes;
  }

  async skips(marker: readonly number[]): Promise<boolean> {
    const found = await this.#peek(Math.min(marker.length, this.#source.bytes));
    const isThere = marker.every((byte, index) => found[index] === byte);
    if (isThere) this.#at += marker.length;
    return isThere;
  }

  async head(): Promise<{ files: number }> {
    await this.#text();
    await this.#text();
    await this.#integer();
    return { files: await this.#integer() };
  }

  async file(): Promise<ContainedFile> {
    await this.#integer();
    const name = await this.#text();
    const bytes = await this.#integer();
    const at = this.#at;
    if (bytes < 0 || at + bytes > this.#source.bytes) throw new Broken({ reason: 'truncated' });
    this.#at += bytes;
    return { name, at, bytes };
  }

  /** The last four bytes of all, wherever the reader is. */
  async lastInteger(): Promise<number> {
    const at = this.#source.bytes - 4;
    if (at < this.#at) throw new Broken({ reason: 'truncated' });
    return viewOf(await this.#source.read(at, 4)).getInt32(0, true);
  }

  async #integer(): Promise<number> {
    return viewOf(await this.#take(4)).getInt32(0, true);
  }

  async #text(): Promise<string> {
    const length = viewOf(await this.#take(4)).getUint32(0, true);
    if (length > maxNameBytes) throw new Broken({ reason: 'name_too_long', maxBytes: maxNameBytes });
    return new TextDecoder().decode(await this.#take(length)).replace(/\0+$/, '');
  }

  async #take(length: number): Promise<Uint8Array> {
    const bytes = await this.#peek(length);
    this.#at += length;
    return bytes;
  }

  async #peek(length: number): Promise<Uint8Array> {
    const at = this.#at;
    if (at + length > this.#source.bytes) throw new Broken({ reason: 'truncated' });
    const { at: from, bytes } = this.#window;
    if (at >= from && at + length <= from + bytes.length) return bytes.subarray(at - from, at - from + length);
    const wanted = Math.min(Math.max(length, windowBytes), this.#source.bytes - at);
    this.#window = { at, bytes: wanted > 0 ? new Uint8Array(await this.#source.read(at, wanted)) : new Uint8Array() };
    return this.#window.bytes.subarray(0, length);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
