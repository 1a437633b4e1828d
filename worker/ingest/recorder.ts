import { BodyTap } from '../mirror/body-tap.ts';
import { captureBounds } from '../mirror/bounds.ts';
import type { KeptOutcome } from '../mirror/capture-head.ts';
import type { CaptureOptions } from '../settings/options.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';
import type { IngestCall } from './call.ts';
import { readCredentials } from './credentials.ts';
import { keepCapture } from './keep-capture.ts';
import type { CountedOutcome } from './outcomes.ts';
import { findProjectKey } from './project-keys.ts';
import type { Refused } from './refusal.ts';
import { outcomeOfRefusal } from './refused-outcome.ts';

/** While nobody knows yet whose a request is. */
const maxUnknownBytes = 1024 * 1024;
/** Requests without a project that an isolate hands on in an hour; their organization has a bound of its own. */
const straysPerHour = 60;
const hourMs = 3_600_000;
let strays = { hourAt: 0, left: straysPerHour };
/** Per isolate: turns that are used up, by project, until the cached key says so, too. */
const usedUp = new Map<number, number>();
const maxUsedUp = 5_000;

/** Remembers one request while it is answered, and keeps it afterwards. Only requests that may be captured have one, so that the others cost nothing. */
export class Recorder {
  readonly call: IngestCall;
  /** Null where the request has no body. */
  readonly tap: BodyTap | null;
  client: string | null = null;
  /** As it was sent, valid or not. */
  publicKey: string | null = null;
  eventId: string | null = null;
  refused: Refused | null = null;
  outcomes: KeptOutcome[] = [];
  readonly itemOutcomes: KeptOutcome[][] = [];
  #capture: { key: IngestKey; options: CaptureOptions } | null = null;
  #isOff = false;

  constructor(call: IngestCall) {
    const { body } = call.request;
    this.tap = body && new BodyTap(body, maxUnknownBytes, Date.now);
    // The body of the one that came is read by the tap.
    this.call = this.tap
      ? { ...call, request: new Request(call.request, { method: call.request.method, body: this.tap.stream }), recorder: this }
      : { ...call, recorder: this };
  }

  /** Where the request turned out to belong. */
  belongsTo(key: IngestKey, client: string | null): void {
    this.client = client;
    this.publicKey = key.publicKey;
    const options = captureOf(key, this.call.receivedAt);
    this.#capture = options && { key, options };
    this.#isOff = !options;
    if (options) this.tap?.widen(captureBounds.bodyBytes);
    else this.tap?.release();
  }

  noteItem(index: number, outcomes: readonly CountedOutcome[]): void {
    this.itemOutcomes[index] = outcomes.map(keptOutcome);
  }

  noteOutcomes(outcomes: readonly CountedOutcome[], eventId: string | null): void {
    this.outcomes = outcomes.map(keptOutcome);
    this.eventId = eventId;
  }

  noteRefusal(refused: Refused): void {
    this.refused = refused;
    const outcome = outcomeOfRefusal(refused);
    this.outcomes = [outcome ? keptOutcome(outcome) : { outcome: 'invalid', reason: refused.reason, category: null, quantity: 1 }];
  }

  /** Keeps it behind the answer, which is given back as it was: its body is a text that is there already. */
  async finish(response: Response, answeredAt: number): Promise<Response> {
    const { env, context, receivedAt } = this.call;
    const isStray = this.refused !== null && strayReasons.has(this.refused.reason);
    if (isStray ? !takeStray(receivedAt) : this.#isOff || !this.#capture) {
      this.tap?.release();
      return response;
    }
    const capture = isStray ? null : this.#capture;
    const text = response.body ? await response.text() : null;
    const answer = { status: response.status, headers: response.headers, text: text ?? '' };
    context.waitUntil(
      keepCapture(env, this, capture, answer, answeredAt)
        .then((isUsedUp) => {
          if (!isUsedUp || !capture) return;
          if (usedUp.size >= maxUsedUp) usedUp.clear();
          usedUp.set(capture.key.projectId, capture.options.startedAt);
        })
        .catch((error: unknown) => console.warn('a request is not captured:', error)),
    );
    return new Response(text, response);
  }
}

/** Before a project is known, or where it is not this key's. */
const strayReasons: ReadonlySet<string> = new Set(['credentials', 'wrong_project', 'dsn_mismatch']);

/**
 * Whether a request may be captured: its key says so, or nobody knows its key. The key is looked up as it will be later, from memory. Requests that carry it in their body
 * alone are watched until it is read.
 */
export async function openRecorder(call: IngestCall): Promise<Recorder | null> {
  const { env, context, request, url, route, receivedAt } = call;
  const credentials = readCredentials(request.headers, url.searchParams, route.parameters.key);
  if (!credentials.ok || !credentials.value) return new Recorder(call);
  const { publicKey, client } = credentials.value;
  const { found } = await findProjectKey(env, context, publicKey, receivedAt);
  if (found === 'unavailable') return null;
  const isItsOwn = found !== null && found.isActive && (route.projectId === null || found.projectId === Number(route.projectId));
  if (isItsOwn && !captureOf(found, receivedAt)) return null;
  const recorder = new Recorder(call);
  if (isItsOwn) recorder.belongsTo(found, client);
  recorder.publicKey = publicKey;
  recorder.client = client;
  return recorder;
}

function captureOf({ options: { capture }, projectId, publicKey }: IngestKey, now: number): CaptureOptions | null {
  if (!capture || (capture.until > 0 && now >= capture.until) || (capture.key !== '' && capture.key !== publicKey)) return null;
  return usedUp.get(projectId) === capture.startedAt ? null : capture;
}

function takeStray(now: number): boolean {
  const hourAt = now - (now % hourMs);
  if (strays.hourAt !== hourAt) strays = { hourAt, left: straysPerHour };
  strays.left -= 1;
  return strays.left >= 0;
}

function keptOutcome({ outcome, category, quantity }: CountedOutcome): KeptOutcome {
  return { outcome: outcome.outcome, reason: outcome.outcome === 'accepted' ? null : outcome.reason, category, quantity };
}
