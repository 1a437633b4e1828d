import type { Env } from '../env.ts';
import { captureBounds, mirrorObjectName } from '../mirror/bounds.ts';
import type { CaptureHead, KeptOutcome } from '../mirror/capture-head.ts';
import { maskHeaders, maskPath, maskText } from '../mirror/mask.ts';
import { type KeptBody, scrubBody } from '../mirror/scrub-body.ts';
import { inflate } from '../mirror/inflate.ts';
import { splitEnvelope } from '../mirror/split-envelope.ts';
import type { Scrubber } from '../scrubbing/compile.ts';
import { type CaptureOptions, effectiveOptions } from '../settings/options.ts';
import { type CaptureRow, endCapture, organizationOfStray, putCapture } from '../storage/captures.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';
import type { Recorder } from './recorder.ts';
import { scrubberOf } from './scrubbers.ts';

const maxAnswerCharacters = 16_000;
const maxListedItems = 20;
const hourMs = 3_600_000;

/** Keeps a request with its answer; without a capture, as one that no project could be found for. True where the turn is used up. */
export async function keepCapture(
  env: Env,
  recorder: Recorder,
  capture: { key: IngestKey; options: CaptureOptions } | null,
  answer: { status: number; headers: Headers; text: string },
  answeredAt: number,
): Promise<boolean> {
  const { request, url, route, receivedAt } = recorder.call;
  const answerBody = answer.text.slice(0, maxAnswerCharacters);
  const fate = fateOf(recorder.outcomes, answer.status);
  const client = recorder.client ?? request.headers.get('user-agent');
  if (capture && !isWanted(capture.options, fate, client)) return false;

  const taken = recorder.tap?.take() ?? { bytes: new Uint8Array(), cutAt: null };
  const sentEncoding = request.headers.get('content-encoding') || null;
  const isRaw = capture?.options.isRaw === true && capture.options.startedAt + captureBounds.rawHours * hourMs > receivedAt;
  // A request of nobody is scrubbed as a project is by default, since nobody could say otherwise.
  const body = await keptBody(
    taken.bytes,
    sentEncoding,
    route.endpoint,
    isRaw ? null : scrubberOf(capture?.key ?? { options: effectiveOptions({}, {}), projectId: 0 }),
  );
  const types = await typesOf(body, route.endpoint);
  const { tap } = recorder;
  const head: CaptureHead = {
    request: { url: `${url.origin}${maskPath(url)}`, headers: maskHeaders(request.headers) },
    answer: { status: answer.status, headers: maskHeaders(answer.headers), body: maskText(answerBody) },
    timings: {
      firstByteMs: tap?.firstByteAt ? tap.firstByteAt - receivedAt : null,
      bodyReadMs: tap?.endedAt ? tap.endedAt - receivedAt : null,
      answeredMs: answeredAt - receivedAt,
    },
    outcomes: recorder.outcomes,
    itemOutcomes: recorder.itemOutcomes,
    eventId: recorder.eventId,
    encoding: body.encoding,
    endpoint: route.endpoint,
    problem: body.problem,
  };

  const place = capture
    ? { organizationId: capture.key.organizationId, projectId: capture.key.projectId, shard: capture.key.shard }
    : { organizationId: await organizationOfStray(env, route.projectId === null ? null : Number(route.projectId)), projectId: 0, shard: 0 };
  if (place.organizationId === null) return false;
  const { organizationId, projectId, shard } = place;
  const turn = capture?.options ?? { startedAt: receivedAt - (receivedAt % hourMs), left: captureBounds.strayPerHour };
  const object = env.MIRRORS.getByName(mirrorObjectName(organizationId, projectId));
  const number = await object.take({ startedAt: turn.startedAt, left: turn.left }, body.bytes.length, receivedAt);
  if (number) {
    const row: Omit<CaptureRow, 'headBytes' | 'keptBytes'> = {
      organizationId,
      projectId,
      id: number.id,
      capturedAt: receivedAt,
      method: request.method,
      path: maskPath(url).slice(0, 500),
      endpoint: route.endpoint,
      client: client?.slice(0, 200) ?? null,
      keyEnd: recorder.publicKey?.slice(-4) ?? null,
      encoding: sentEncoding?.slice(0, 50) ?? null,
      bytes: tap?.bytes ?? 0,
      status: answer.status,
      durationMs: answeredAt - receivedAt,
      fate,
      items: types.slice(0, maxListedItems).map((type, index) => ({ type: type.slice(0, 50), outcome: worstOf(recorder.itemOutcomes[index]) })),
      itemCount: types.length,
      isRaw,
      isScrubbed: body.isScrubbed,
      cutAt: taken.cutAt,
    };
    await putCapture(env, shard, row, head, body.bytes, number.dropped);
  }
  const isUsedUp = !number || number.left <= 0;
  if (isUsedUp && capture) await endCapture(env, projectId, capture.options.startedAt);
  return isUsedUp;
}

async function keptBody(bytes: Uint8Array, encoding: string | null, endpoint: string, scrubber: Scrubber | null): Promise<KeptBody> {
  const exact: KeptBody = { bytes, encoding, isScrubbed: false, problem: null };
  if (bytes.length === 0 || !scrubber) return exact;
  return scrubber.applications.length === 0 && !scrubber.scrubsGraphql ? exact : scrubBody(bytes, encoding, endpoint, scrubber);
}

async function typesOf({ bytes, encoding }: KeptBody, endpoint: string): Promise<string[]> {
  if (endpoint !== 'envelope' || bytes.length === 0) return [];
  const whole = await inflate(bytes, encoding, captureBounds.bodyBytes);
  return splitEnvelope(whole.bytes)?.items.map(({ type }) => type) ?? [];
}

function fateOf(outcomes: readonly KeptOutcome[], status: number): CaptureRow['fate'] {
  const counted = outcomes.filter(({ outcome }) => outcome !== 'client_discard');
  const kept = counted.filter(({ outcome }) => outcome === 'accepted').length;
  if (counted.length === 0) return status < 400 ? 'kept' : 'refused';
  return kept === counted.length && status < 400 ? 'kept' : kept > 0 ? 'partly' : 'refused';
}

function isWanted({ mode, sdk }: CaptureOptions, fate: CaptureRow['fate'], client: string | null): boolean {
  return (mode === 'all' || fate !== 'kept') && (sdk === '' || client?.startsWith(sdk) === true);
}

function worstOf(outcomes: readonly KeptOutcome[] = []): KeptOutcome['outcome'] {
  return (outcomes.find(({ outcome }) => outcome !== 'accepted') ?? outcomes[0])?.outcome ?? 'unknown';
}
