import type { Event } from '../event/event.ts';
import { normalizeEvent } from '../event/normalize.ts';
import { parseEvent } from '../event/parse.ts';
import { summarizeEvent } from '../event/summarize.ts';
import { ByteReader } from '../envelope/byte-reader.ts';
import { readEnvelopeHeader, readItems } from '../envelope/read-envelope.ts';
import { describeEvent } from '../grouping/describe.ts';
import { groupEvent } from '../grouping/group.ts';
import { encodeBody } from '../issue/body.ts';
import { compileScrubber } from '../scrubbing/compile.ts';
import { scrubEvent } from '../scrubbing/scrub-event.ts';
import { effectiveOptions } from '../settings/options.ts';
import { recordedErrors, type Shot, shots } from './envelopes.ts';

export interface CpuFigures {
  bytes: number;
  /** Median microseconds of one event: decode, parse, normalize, group. */
  medianUs: number;
  /** The same with scrubbing, describing, summarizing and compressing, which is all that ingest computes. */
  wholeMedianUs: number;
}

/** CPU of the pure path, in this process: the same engine as the runtime's, and a clock that runs. */
export async function measureCpu(): Promise<CpuFigures> {
  const batch = shots(3000, (nth) => nth % 50);
  const core: number[] = [];
  const whole: number[] = [];
  for (const { body, eventId } of batch) {
    const startedAt = performance.now();
    const event = normalizeEvent(await readOnlyEvent(body), contextOf(eventId));
    groupEvent(event);
    core.push(performance.now() - startedAt);
    scrubEvent(event, scrubber);
    summarizeEvent(event, describeEvent(event));
    encodeBody(event);
    whole.push(performance.now() - startedAt);
  }
  return { bytes: meanBytes(batch), medianUs: median(core.slice(500)), wholeMedianUs: median(whole.slice(500)) };
}

export interface ScrubbingFigures {
  bytes: number;
  /** Median microseconds of normalizing and scrubbing one event, by the default rules. */
  medianUs: number;
}

/** Recorded errors, as they are. */
export function measureScrubbing(): ScrubbingFigures {
  const payloads = recordedErrors().map(({ event }) => JSON.stringify(event));
  return measureEvents(Array.from({ length: 2000 }, (_, nth) => payloads[nth % payloads.length] ?? ''));
}

/** A recorded error whose stack trace was grown to 200 frames with source and local variables, so that it is about 200 kB. */
export function measureLargeScrubbing(): ScrubbingFigures {
  const [{ event } = { event: null }] = recordedErrors();
  const [exception] = event?.exception?.values ?? [];
  const [frame] = exception?.stacktrace?.frames ?? [];
  if (!event || !exception || !frame) throw new Error('The recorded error has no frames');
  const line = (nth: number) => `    const total = await checkout.price(cart.items[${nth}], { currency: 'EUR', customer: session.customer });`;
  const frames = Array.from({ length: 200 }, (_, nth) => ({
    ...frame,
    function: `handler${nth}`,
    lineno: nth,
    pre_context: [line(nth), line(nth + 1)],
    context_line: line(nth + 2),
    post_context: [line(nth + 3), line(nth + 4)],
    vars: { cart: { id: nth, note: 'please ring twice '.repeat(8) }, session: { customer: 'Jane Roe', token: 'abc' } },
  }));
  const payload = JSON.stringify({ ...event, exception: { values: [{ ...exception, stacktrace: { frames } }] } });
  return measureEvents(Array.from({ length: 200 }, () => payload));
}

function measureEvents(payloads: readonly string[]): ScrubbingFigures {
  const times = payloads.map((payload) => {
    const input = JSON.parse(payload);
    const startedAt = performance.now();
    scrubEvent(normalizeEvent(input, contextOf('0'.repeat(32))), scrubber);
    return performance.now() - startedAt;
  });
  return { bytes: payloads.reduce((sum, payload) => sum + payload.length, 0) / payloads.length, medianUs: median(times.slice(times.length / 5)) };
}

const scrubber = defaultScrubber();

function defaultScrubber() {
  const compiled = compileScrubber(effectiveOptions({}, {}));
  if (!compiled.ok) throw new Error('The default rules do not compile');
  return compiled.value;
}

async function readOnlyEvent(body: Buffer): Promise<Record<string, unknown>> {
  const reader = new ByteReader(new Blob([new Uint8Array(body)]).stream(), body.length);
  await readEnvelopeHeader(reader);
  const items = await readItems(reader, () => ({ kind: 'keep' }));
  const payload = items.ok ? items.value[0]?.payload : null;
  const parsed = parseEvent(payload ?? new Uint8Array());
  if (!parsed.ok) throw new Error(parsed.error.reason);
  return parsed.value;
}

function contextOf(eventId: Event['event_id']) {
  return { eventId, receivedAt: Date.now(), sentAt: null, clientIp: '203.0.113.7', userAgent: null, client: null };
}

function meanBytes(batch: readonly Shot[]): number {
  return batch.reduce((sum, { body }) => sum + body.length, 0) / batch.length;
}

/** Of milliseconds, in microseconds. */
function median(values: readonly number[]): number {
  return (values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0) * 1000;
}
