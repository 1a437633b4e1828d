import { env } from 'cloudflare:workers';
import type { CaptureHead } from '../mirror/capture-head.ts';
import { putCapture } from '../storage/captures.ts';
import type { ProjectRow } from '../storage/scope.ts';

let made = 1_000;

export const capturedBody = '{"event_id":"1"}\n{"type":"event","length":17}\n{"message":"boom"}\n';

/** A captured request of the project, and one of the same id that belongs to none of its organization's. Gives the id, which no other project has. */
export async function aCapture({ id: projectId, organizationId, shard }: ProjectRow): Promise<number> {
  made += 1;
  const id = made;
  const body = new TextEncoder().encode(capturedBody);
  const head: CaptureHead = {
    request: { url: 'https://picket.example/api/1/envelope/?sentry_key=…cdef', headers: [['content-type', 'text/plain']] },
    answer: { status: 200, headers: [], body: '{}' },
    timings: { firstByteMs: 1, bodyReadMs: 2, answeredMs: 3 },
    outcomes: [{ outcome: 'accepted', reason: null, category: 'error', quantity: 1 }],
    itemOutcomes: [[{ outcome: 'accepted', reason: null, category: 'error', quantity: 1 }]],
    eventId: null,
    encoding: null,
    endpoint: 'envelope',
    problem: null,
  };
  for (const place of [
    { projectId, shard },
    { projectId: 0, shard: 0 },
  ]) {
    const row = {
      organizationId,
      projectId: place.projectId,
      id,
      capturedAt: Date.now(),
      method: 'POST',
      path: '/api/1/envelope/',
      endpoint: 'envelope',
      client: 'sentry.javascript.node/11.12.0',
      keyEnd: 'cdef',
      encoding: null,
      bytes: body.length,
      status: 200,
      durationMs: 3,
      fate: 'kept' as const,
      items: [{ type: 'event', outcome: 'accepted' as const }],
      itemCount: 1,
      isRaw: false,
      isScrubbed: true,
      cutAt: null,
    };
    await putCapture(env, place.shard, row, head, body, []);
  }
  return id;
}
