import type { Item } from '../envelope/envelope.ts';
import type { Event } from '../event/event.ts';
import { readGeo } from '../event/geo.ts';
import type { NormalizeContext } from '../event/normalize.ts';
import { isObject, parseEvent } from '../event/parse.ts';
import { fail, type Result } from '../result.ts';
import type { Budget } from '../scrubbing/pattern-machine.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';
import type { Sender } from './authenticate.ts';
import type { IngestCall } from './call.ts';
import { type CrashFile, crashPayload } from './crash-payload.ts';
import { newEventId, readEventId } from './event-id.ts';
import type { PutAttachment, RefusedAttachment } from './keep-attachment.ts';
import { type EventItem, eventItemOf, judgeAgain, judgeEvent } from './items/event.ts';
import { Limiter } from './limiter.ts';
import { type CountedOutcome, countOutcomes, type Outcome } from './outcomes.ts';
import type { Receipt } from './receipt.ts';
import { TelemetryIntake } from './telemetry-intake.ts';

/** What a request says of its items beside their payloads. */
export interface IntakeFacts {
  /** As the envelope's header has it; anything else than an id counts as none. */
  eventId?: unknown;
  /** ISO time by the client's clock. */
  sentAt?: unknown;
  /** The dynamic sampling context. */
  trace?: unknown;
}

/** A few seconds of CPU. */
const maxAttachmentSteps = 50_000_000;
/** Beyond those that each stretch has free, in the units of the budget: a few seconds as well. */
const maxAttachmentSearches = 20_000_000;

/** What one request brings, from its first byte to its outcomes: what its items have in common. */
export class Intake {
  readonly call: IngestCall;
  readonly key: IngestKey;
  readonly limiter: Limiter;
  /** By place in the envelope: where an attachment was put, or why it was not. */
  readonly attachments = new Map<number, PutAttachment | RefusedAttachment>();
  readonly telemetry = new TelemetryIntake();
  /** For all attachments together. */
  readonly scrubbingBudget: Budget = { steps: maxAttachmentSteps, searches: maxAttachmentSearches };
  /** Of so many traces the client sent one, from 0 to 1; null where it does not say. */
  readonly sampleRate: number | null;
  /** Calls to R2 that are left for attachments which were uploaded before: each of their parts is one, and a request may make a thousand. */
  uploadCalls = 800;
  readonly #client: string | null;
  readonly #sentAt: number | null;
  #eventId: string | null;
  #judged: Promise<Result<Event, Outcome>> | null = null;

  constructor(call: IngestCall, { key, client }: Sender, { eventId, sentAt, trace }: IntakeFacts = {}) {
    this.call = call;
    this.key = key;
    this.limiter = new Limiter(call.env, call.context, key);
    this.#client = client;
    this.#sentAt = timeOf(sentAt);
    this.sampleRate = sampleRateOf(trace);
    this.#eventId = readEventId(eventId);
  }

  /** The event's id as far as the header says it. */
  get statedEventId(): string | null {
    return this.#eventId;
  }

  /**
   * The id of the request's event: from the envelope's header, else from the payload of the event, if that came before anything that needs the id, else made
   * up. Asked twice it answers the same.
   */
  eventIdOf(before: readonly Item[]): string {
    return (this.#eventId ??= idInPayload(before) ?? newEventId());
  }

  normalizing(eventId: string): NormalizeContext {
    const { request, receivedAt } = this.call;
    return {
      eventId,
      receivedAt,
      sentAt: this.#sentAt,
      clientIp: request.headers.get('cf-connecting-ip'),
      clientGeo: readGeo(request.cf),
      userAgent: request.headers.get('user-agent'),
      client: this.#client,
    };
  }

  /** Whether the event among these items is to be kept: judged when the first one needs to know. Null while there is none. */
  async judge(items: readonly Item[]): Promise<Result<Event, Outcome> | null> {
    if (this.#judged) return this.#judged;
    const event = firstEvent(items);
    if (!event) return null;
    this.#judged = judgeEvent(this.key, event, this.normalizing(this.eventIdOf(items)), this.limiter);
    return this.#judged;
  }

  /**
   * Judges the event with what files about a crash say of it, now that all items were read. Its own item may have come before them, and have been judged; where it has
   * none, the files make it.
   */
  async judgeCrash(items: readonly Item[], files: readonly CrashFile[]): Promise<void> {
    const own = firstEvent(items);
    const parsed = own && parseEvent(own.payload);
    const judged = await this.#judged;
    // Neither what is not kept nor what cannot be read gets better by a crash.
    if ((own && own.category !== 'error') || (parsed && !parsed.ok) || (judged && !judged.ok)) return;

    const payload = await crashPayload(parsed ? { event: parsed.value } : {}, files);
    const item: EventItem = { category: 'error', payload: Buffer.from(JSON.stringify(payload)) };
    const context = this.normalizing(this.eventIdOf(items));
    if (payload === null) this.#judged = Promise.resolve(fail({ outcome: 'invalid', reason: 'invalid_msgpack' }));
    else this.#judged = judged ? Promise.resolve(judgeAgain(this.key, item, context)) : judgeEvent(this.key, item, context, this.limiter);
  }

  /** Removes what this request brought. What an earlier one brought stays: this may be a second attempt, cut short. */
  takeBack(): void {
    const keys = [...this.attachments.values()].flatMap((attachment) => ('key' in attachment && attachment.isNew ? [attachment.key] : []));
    if (keys.length > 0) this.call.context.waitUntil(this.call.env.FILES.delete(keys));
  }

  /** An envelope is kept whole or not at all. */
  takeAllBack(): void {
    this.takeBack();
    const { files } = this.telemetry;
    if (files.length > 0) this.call.context.waitUntil(this.call.env.FILES.delete(files));
  }

  /** Counts what became of everything, and writes the receipt. `eventId` is null where nothing in the request has one. */
  finish(outcomes: readonly CountedOutcome[], eventId: string | null): Receipt {
    const { env, context, receivedAt } = this.call;
    countOutcomes(env, context, this.key, outcomes, receivedAt, { eventId, client: this.#client });
    this.call.recorder?.noteOutcomes(outcomes, eventId ?? this.statedEventId);
    return { eventId: eventId ?? this.statedEventId, limits: { hasRefused: this.limiter.hasRefused, headers: this.limiter.headers(Date.now()) } };
  }
}

function timeOf(sentAt: unknown): number | null {
  const at = typeof sentAt === 'string' ? Date.parse(sentAt) : Number.NaN;
  return Number.isNaN(at) ? null : at;
}

function sampleRateOf(trace: unknown): number | null {
  const sent = isObject(trace) ? trace.sample_rate : undefined;
  const rate = typeof sent === 'string' && sent !== '' ? Number(sent) : sent;
  return typeof rate === 'number' && rate > 0 && rate <= 1 ? rate : null;
}

function firstEvent(items: readonly Item[]): EventItem | null {
  for (const item of items) {
    const event = eventItemOf(item);
    if (event) return event;
  }
  return null;
}

function idInPayload(items: readonly Item[]): string | null {
  const payload = firstEvent(items)?.payload ?? items.find(({ header }) => header.type === 'transaction')?.payload;
  const parsed = payload && parseEvent(payload);
  return parsed?.ok ? readEventId(parsed.value.event_id) : null;
}
