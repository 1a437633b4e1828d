import type { Event } from '../event/event.ts';
import { normalizeEvent } from '../event/normalize.ts';
import { parseEvent } from '../event/parse.ts';
import { summarizeEvent } from '../event/summarize.ts';
import { ByteReader } from '../envelope/byte-reader.ts';
import { readEnvelopeHeader, readItems } from '../envelope/read-envelope.ts';
import { describeEvent } from '../grouping/describe.ts';
import { groupEvent } from '../grouping/group.ts';
import { projectRules } from '../grouping/rules/project-rules.ts';
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

export interface GroupingFigures {
  frames: number;
  rules: number;
  /** Median microseconds of grouping one normalized event. */
  medianUs: number;
}

/** An error of 50 frames under 150 fingerprint and 150 stack-trace rules of the project, besides the built-in ones, and no two events of the same functions in a row. */
export function measureGrouping(): GroupingFigures {
  const numbers = Array.from({ length: 150 }, (_, nth) => nth);
  const rules = projectRules({
    fingerprintingRules: numbers.map((nth) => `error.type:Shop${nth}* stack.function:*checkout${nth}* -> shop-${nth}, {{ default }}`).join('\n'),
    groupingEnhancements: numbers.map((nth) => `stack.abs_path:**/generated/${nth}/*.js ${nth % 2 ? '-app' : '-group'}`).join('\n'),
  });
  if (!rules.ok) throw new Error(JSON.stringify(rules.error));
  const frame = (nth: number, at: number) => {
    const absPath = at % 3 === 0 ? `/srv/node_modules/lib${at}/index.js` : `/srv/shop/page${at}.js`;
    return { function: `handler${nth}.step${at}`, abs_path: absPath, lineno: at, colno: 7, in_app: true, context_line: `    await step${at}(order);` };
  };
  const times = Array.from({ length: 2000 }, (_, nth) => {
    const frames = Array.from({ length: 50 }, (_frame, at) => frame(nth, at));
    const sent = { platform: 'node', exception: { values: [{ type: 'TypeError', value: 'no cart', stacktrace: { frames } }] } };
    const event = normalizeEvent(sent, contextOf('0'.repeat(32)));
    const startedAt = performance.now();
    groupEvent(event, rules.value);
    return performance.now() - startedAt;
  });
  return { frames: 50, rules: 300, medianUs: median(times.slice(400)) };
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
