import type { Env } from '../env.ts';
import { summarizeBody } from '../issue/body.ts';
import type { Occurrence, Recorded } from '../issue/issue-object.ts';
import { issueObjectName } from '../issue/object-name.ts';
import { withinPatience } from './patience.ts';

/** What the overflow queue carries: notices only, so that a lost message loses nothing. The events themselves wait in R2 under `overflow/`. */
export type OverflowNotice =
  | { kind: 'event'; key: string }
  /** An issue object that could not project: somebody should look in, should its alarm get lost. */
  | { kind: 'stuck_object'; objectId: string };

const prefix = 'overflow/';
/** An object that has not answered by then is taken for unreachable, ms. Deduplication makes a late answer harmless. */
const patienceMs = 5_000;
/** The sweep leaves younger ones to the queue, ms. */
const sweptAfterMs = 120_000;
/** Each costs three calls, of which an invocation may make a thousand. */
const sweptPerRun = 200;

/**
 * Hands an event to its issue object; when that is overloaded or unreachable, puts it aside durably. Either way the event is safe when this resolves, and it
 * rejects only when neither storage takes it.
 */
export async function recordDurably(env: Env, occurrence: Occurrence, body: Uint8Array): Promise<Recorded> {
  try {
    return await withinPatience(record(env, occurrence, body), patienceMs);
  } catch (error) {
    console.warn('issue object out of reach, the event waits in the overflow:', error);
    await putAside(env, occurrence, body);
    return 'accepted';
  }
}

/** Consumes one notice. Rejects when it has to come again. */
export async function handleOverflowNotice(env: Env, notice: OverflowNotice): Promise<void> {
  switch (notice.kind) {
    case 'event':
      return recordWaiting(env, notice.key);
    case 'stuck_object':
      return env.ISSUES.get(env.ISSUES.idFromString(notice.objectId)).project();
  }
}

/** Records what waits in R2 although its notice got lost. Called by cron. */
export async function sweepOverflow(env: Env, now: number): Promise<void> {
  const { objects } = await env.FILES.list({ prefix, limit: sweptPerRun });
  for (const object of objects) {
    if (now - object.uploaded.getTime() < sweptAfterMs) continue;
    await recordWaiting(env, object.key).catch((error: unknown) => console.warn(`${object.key} goes on waiting:`, error));
  }
}

function record(env: Env, occurrence: Occurrence, body: Uint8Array): Promise<Recorded> {
  const { projectId, hash } = occurrence.origin;
  return env.ISSUES.getByName(issueObjectName(projectId, hash)).record(JSON.stringify(occurrence), body);
}

/** The key holds project and event, so a repeated event overwrites itself. */
async function putAside(env: Env, { origin, event, owner }: Occurrence, body: Uint8Array): Promise<void> {
  const key = `${prefix}${origin.projectId}/${event.eventId}`;
  await env.FILES.put(key, body, { customMetadata: { origin: JSON.stringify(origin), ...(owner === null ? {} : { owner }) } });
  await env.OVERFLOW.send({ kind: 'event', key }).catch((error: unknown) => console.warn(`${key} waits for the sweep:`, error));
}

async function recordWaiting(env: Env, key: string): Promise<void> {
  const object = await env.FILES.get(key);
  if (!object) return;
  const body = new Uint8Array(await object.arrayBuffer());
  // Only putAside writes under this prefix, so the shape is known.
  const origin: Occurrence['origin'] = { furtherHashes: [], ...JSON.parse(object.customMetadata?.origin ?? '') };
  await record(env, { origin, event: summarizeBody(body), owner: object.customMetadata?.owner ?? null }, body);
  await env.FILES.delete(key);
}
