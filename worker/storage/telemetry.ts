import { gzipSync, gunzipSync } from 'node:zlib';
import type { Env } from '../env.ts';
import { type StoredLine, telemetryObjectNames } from '../telemetry/batch.ts';
import type { Kind } from '../telemetry/telemetry.ts';
import type { ScopedProject } from './scope.ts';

/*
 * Telemetry is kept as compressed text, a line of JSON for each thing:
 *
 *   telemetry/{project}/{kind}/{yyyy-mm-dd}/{batch}.ndjson.gz   what came that day, by UTC
 *   profiles/{project}/{yyyy-mm-dd}/{id}                        bytes that a line of the kinds profile and profile_chunk names
 *   replays/{project}/{replay id}/{segment}                     the recording of a segment; with `.mp4` its film
 */

export const telemetryPrefix = 'telemetry/';

/** The UTC day of a time, as folders are named. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Puts lines where they are read. The same batch again overwrites itself; a batch under a name must therefore never hold less than before. */
export async function putTelemetry(files: R2Bucket, projectId: number, at: number, batchId: string, lines: readonly StoredLine[]): Promise<void> {
  const groups = [...Map.groupBy(lines, ({ kind }) => kind)];
  await Promise.all(
    groups.map(([kind, ofKind]) => {
      const text = ofKind.map(({ json }) => `${json}\n`).join('');
      const options = { httpMetadata: { contentType: 'application/x-ndjson', contentEncoding: 'gzip' }, customMetadata: { lines: String(ofKind.length) } };
      return files.put(`${folderOf(projectId, kind, dayOf(at))}${batchId}.ndjson.gz`, gzipSync(text), options);
    }),
  );
}

/** What came of a kind on a UTC day, in no order; what is still gathered by objects included. `day` as dayOf gives it. */
export async function* readTelemetry(env: Env, project: ScopedProject, kind: Kind, day: string): AsyncGenerator<Record<string, unknown>> {
  // The objects first: what they put into R2 from then on is told by the names of its batches, and not read twice.
  const gathered = await Promise.all(telemetryObjectNames(project.id).map((name) => env.TELEMETRY.getByName(name).gathered(kind, day)));
  const since = new Map(gathered.map(({ since: first }, part) => [part, first]));
  for (const { lines } of gathered) for (const json of lines) yield parseLine(json);

  const prefix = folderOf(project.id, kind, day);
  let cursor: string | undefined;
  do {
    const page = await env.FILES.list({ prefix, ...(cursor ? { cursor } : {}) });
    for (const { key } of page.objects) {
      const [, part, row = ''] = /^(\d+)-(.+)\.ndjson\.gz$/.exec(key.slice(prefix.length)) ?? [];
      const first = part === undefined ? null : (since.get(Number(part)) ?? null);
      if (first !== null && row >= first) continue;
      const object = await env.FILES.get(key);
      if (object) yield* readBatch(await object.arrayBuffer());
    }
    cursor = page.truncated ? page.cursor : undefined;
  } while (cursor);
}

function* readBatch(bytes: ArrayBuffer): Generator<Record<string, unknown>> {
  const text = gunzipSync(new Uint8Array(bytes)).toString();
  for (const line of text.split('\n')) if (line !== '') yield parseLine(line);
}

/** Only putTelemetry writes these, from objects. */
function parseLine(json: string): Record<string, unknown> {
  const line: Record<string, unknown> = JSON.parse(json);
  return line;
}

function folderOf(projectId: number, kind: Kind, day: string): string {
  return `${telemetryPrefix}${projectId}/${kind}/${day}/`;
}

/** Where a profile goes; `id` is chosen by whoever puts it, since its own is known only when all of it went by. */
export function profileKey(projectId: number, at: number, id: string): string {
  return `profiles/${projectId}/${dayOf(at)}/${id}`;
}

export function recordingKey(projectId: number, replayId: string, segmentId: number): string {
  return `replays/${projectId}/${replayId}/${segmentId}`;
}

/** Streams exactly `bytes` bytes into R2; resolves once they are durable. */
export async function putStream(files: R2Bucket, key: string, payload: ReadableStream<Uint8Array>, bytes: number, contentType: string): Promise<void> {
  const counted = new FixedLengthStream(bytes);
  const sending = payload.pipeTo(counted.writable);
  await Promise.all([sending, files.put(key, counted.readable, { httpMetadata: { contentType } })]);
}
