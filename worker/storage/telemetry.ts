import { gzipSync, gunzipSync } from 'node:zlib';
import type { Env } from '../env.ts';
import { isObject } from '../event/parse.ts';
import { type StoredLine, telemetryObjectNames } from '../telemetry/batch.ts';
import { type Kind, kinds } from '../telemetry/telemetry.ts';
import type { ScopedProject } from './scope.ts';

/*
 * Telemetry is kept as compressed text, a line of JSON for each thing:
 *
 *   telemetry/{project}/{kind}/{yyyy-mm-dd}/{batch}.ndjson.gz   what came that day, by UTC
 *   profiles/{project}/{yyyy-mm-dd}/{id}                        bytes that a line of the kinds profile and profile_chunk names
 *   trace-attachments/{project}/{yyyy-mm-dd}/{id}               likewise, of the kind trace_attachment
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

/** Deletes what came before a day, with the recordings that it names. False when `maxCalls` to R2 were not enough. */
export async function deleteTelemetryBefore(files: R2Bucket, projectId: number, day: string, maxCalls: number): Promise<boolean> {
  const calls = { left: maxCalls };
  const folders = [...kinds.map((kind) => `${telemetryPrefix}${projectId}/${kind}/`), `profiles/${projectId}/`, `trace-attachments/${projectId}/`];
  for (const folder of folders) {
    const { delimitedPrefixes } = await files.list({ prefix: folder, delimiter: '/' });
    calls.left -= 1;
    const old = delimitedPrefixes.filter((prefix) => prefix.slice(folder.length, -1) < day).sort();
    for (const prefix of old) if (!(await deleteFolder(files, prefix, calls))) return false;
  }
  return true;
}

/** Pages of a day are small where their files name others that go as well. */
const filesPerPage = 20;

async function deleteFolder(files: R2Bucket, prefix: string, calls: { left: number }): Promise<boolean> {
  const namesRecordings = prefix.includes('/replay/');
  while (calls.left > 0) {
    const { objects } = await files.list({ prefix, ...(namesRecordings ? { limit: filesPerPage } : {}) });
    calls.left -= 2;
    if (objects.length === 0) return true;
    const keys = objects.map(({ key }) => key);
    if (namesRecordings) {
      for (const key of keys) await deleteRecordings(files, key);
      calls.left -= 2 * keys.length;
    }
    await files.delete(keys);
  }
  return false;
}

const maxDeletedAtOnce = 1_000;

async function deleteRecordings(files: R2Bucket, key: string): Promise<void> {
  const object = await files.get(key);
  const named = object ? [...readBatch(await object.arrayBuffer())].flatMap(({ recording, video }) => [keyOf(recording), keyOf(video)]) : [];
  const keys = named.filter((each) => each !== null);
  for (let from = 0; from < keys.length; from += maxDeletedAtOnce) await files.delete(keys.slice(from, from + maxDeletedAtOnce));
}

function keyOf(file: unknown): string | null {
  return isObject(file) && typeof file.key === 'string' && file.key.startsWith('replays/') ? file.key : null;
}

/** Where a profile goes; `id` is chosen by whoever puts it, since its own is known only when all of it went by. */
export function profileKey(projectId: number, at: number, id: string): string {
  return `profiles/${projectId}/${dayOf(at)}/${id}`;
}

/** As for profiles. */
export function traceAttachmentKey(projectId: number, at: number, id: string): string {
  return `trace-attachments/${projectId}/${dayOf(at)}/${id}`;
}

export function recordingKey(projectId: number, replayId: string, segmentId: number): string {
  return `replays/${projectId}/${replayId}/${segmentId}`;
}
