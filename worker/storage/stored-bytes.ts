import type { Spooled } from './spool.ts';

/** An object of known size in R2, read by range. Every read rejects when it is gone. */
export function storedBytes(files: R2Bucket, key: string, bytes: number): Spooled {
  return {
    bytes,
    async read(from, length) {
      const object = await files.get(key, { range: { offset: from, length } });
      if (!object) throw new Error(`${key} is gone`);
      return new Uint8Array(await object.arrayBuffer());
    },
    async stream(from = 0, length = bytes - from) {
      if (length === 0) return new Blob([]).stream();
      const object = await files.get(key, { range: { offset: from, length } });
      if (!object) throw new Error(`${key} is gone`);
      return object.body;
    },
  };
}
