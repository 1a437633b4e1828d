import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { type Kind, kinds, type Line } from './telemetry.ts';

/** A line as it is stored: its data is JSON text already. */
export interface StoredLine {
  kind: Kind;
  id: string | null;
  json: string;
}

/** Lines of one request on their way to storage. */
export interface Batch {
  /** Of the lines that have one. */
  ids: readonly string[];
  /** Before compression. */
  bytes: number;
  /** Compressed text, a line of `kind id json` for each; `-` stands for no id. */
  body: Uint8Array;
}

/** Level 1 takes a tenth of the time of the best and leaves a tenth more. Not zstd: workerd's fails on whatever does not get smaller than some 45 kB. */
export function encodeBatch(lines: readonly StoredLine[]): Batch {
  const text = Buffer.from(lines.map(({ kind, id, json }) => `${kind} ${id ?? '-'} ${json}\n`).join(''));
  // A copy: the result is a view into a far larger buffer of zlib's, and serialization would carry that whole.
  const body = new Uint8Array(brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 1, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } }));
  return { ids: lines.flatMap(({ id }) => (id === null ? [] : [id])), bytes: text.length, body };
}

export function decodeBatch(body: Uint8Array): StoredLine[] {
  const text = brotliDecompressSync(body).toString();
  return text.split('\n').flatMap((line) => {
    const [, name, id = '-', json] = /^(\S+) (\S+) (.*)$/.exec(line) ?? [];
    const kind = kinds.find((each) => each === name);
    return kind && json !== undefined ? [{ kind, id: id === '-' ? null : id, json }] : [];
  });
}

export function storedLineOf(line: Line): StoredLine {
  return { kind: line.kind, id: idOf(line), json: JSON.stringify(line.data) };
}

/** The line's id among all lines of a project. */
export function idOf({ kind, id }: Line): string | null {
  return id === null ? null : `${kind}:${id}`;
}

/** Objects that gather the telemetry of a project, so that none of them is in everybody's way. */
const partCount = 8;

/** Which of the project's objects takes a batch: the same for the same lines sent again, so that it can tell. */
export function partOf(lines: readonly Line[]): number {
  const [first] = lines;
  const traceId = first?.data.trace_id;
  const text = first?.id ?? (typeof traceId === 'string' ? traceId : '');
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return hash % partCount;
}

export function telemetryObjectName(projectId: number, part: number): string {
  return `${projectId}:${part}`;
}

/** All objects of a project. */
export function telemetryObjectNames(projectId: number): string[] {
  return Array.from({ length: partCount }, (_, part) => telemetryObjectName(projectId, part));
}
