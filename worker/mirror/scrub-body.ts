import { rulesOfAttachment, rulesOfMinidump } from '../scrubbing/attachment-rules.ts';
import type { Scrubber } from '../scrubbing/compile.ts';
import { ByteScrubber } from '../scrubbing/scrub-bytes.ts';
import type { Kind } from '../scrubbing/shape.ts';
import { captureBounds } from './bounds.ts';
import { inflate } from './inflate.ts';
import { maskText } from './mask.ts';
import { scrubSent } from './scrub-sent.ts';
import { type SplitItem, splitEnvelope } from './split-envelope.ts';

export interface KeptBody {
  bytes: Uint8Array;
  /** Of the bytes; null where they are not compressed. */
  encoding: string | null;
  isScrubbed: boolean;
  /** Why something of it is not kept, as a sentence; null where all is. */
  problem: string | null;
}

/**
 * What may be kept of a body in a project that scrubs: envelopes and JSON are written anew, without compression. What cannot be read, or not be scrubbed as the project wants, is
 * not kept at all.
 */
export async function scrubBody(body: Uint8Array, encoding: string | null, endpoint: string, scrubber: Scrubber): Promise<KeptBody> {
  const whole = await inflate(body, encoding, captureBounds.bodyBytes);
  if (whole.bytes.length === 0) return withheld(whole.problem);
  if (endpoint === 'envelope') return scrubEnvelope(whole.bytes, whole.problem, scrubber);
  if (!jsonEndpoints.has(endpoint)) return withheld('Only what is raw is kept of such a body, since it cannot be scrubbed.');
  const scrubbed = whole.problem === null ? scrubJson(whole.bytes, scrubber, 'event') : null;
  if (!scrubbed) return withheld(whole.problem ?? 'It is not JSON, so it cannot be scrubbed.');
  return { bytes: scrubbed, encoding: null, isScrubbed: true, problem: null };
}

const jsonEndpoints: ReadonlySet<string> = new Set(['store', 'security', 'nel', 'cron']);

function withheld(problem: string | null): KeptBody {
  return { bytes: new Uint8Array(), encoding: null, isScrubbed: true, problem };
}

function scrubEnvelope(body: Uint8Array, problem: string | null, scrubber: Scrubber): KeptBody {
  const envelope = splitEnvelope(body);
  if (!envelope) return withheld(problem ?? 'Its first line is not the header of an envelope, so it cannot be scrubbed.');
  const header = { ...envelope.header, ...(typeof envelope.header.dsn === 'string' && { dsn: maskText(envelope.header.dsn) }) };
  const lines: Uint8Array[] = [encoder.encode(`${JSON.stringify(header)}\n`)];
  const unread = problem ?? envelope.problem;
  const items = unread === null ? envelope.items : envelope.items.filter((item) => item.payload.length === item.header.length);
  for (const item of items) {
    const payload = scrubItem(item, scrubber);
    const sent = { ...item.header, ...(payload ? {} : { withheld: true }), length: payload?.length ?? 0 };
    lines.push(encoder.encode(`${JSON.stringify(sent)}\n`), payload ?? new Uint8Array(), encoder.encode('\n'));
  }
  const bytes = Buffer.concat(lines);
  return { bytes, encoding: null, isScrubbed: true, problem: unread === null ? null : `${unread} What stands behind it is not kept.` };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** Of crash handlers: events in another form. */
const eventFiles = /^__sentry-/;
const kinds: Readonly<Record<string, Kind>> = { log: 'log', trace_metric: 'trace_metric', span: 'span', replay_event: 'replay' };

/** Null where it must not be kept. */
function scrubItem({ type, header, payload }: SplitItem, scrubber: Scrubber): Uint8Array | null {
  return type === 'attachment' ? scrubFile(header, payload, scrubber) : scrubJson(payload, scrubber, kinds[type] ?? 'event');
}

function scrubFile(header: Record<string, unknown>, payload: Uint8Array, scrubber: Scrubber): Uint8Array | null {
  const name = typeof header.filename === 'string' ? header.filename : '';
  if (eventFiles.test(name) || rulesOfMinidump(scrubber, name).size > 0) return null;
  const rules = rulesOfAttachment(scrubber, name);
  if (rules.length === 0) return payload;
  const bytes = new ByteScrubber(rules, { steps: 10_000_000, searches: 10_000_000 });
  const settled = [...bytes.push(payload), bytes.finish()];
  return bytes.takenBy ? null : Buffer.concat(settled);
}

function scrubJson(payload: Uint8Array, scrubber: Scrubber, kind: Kind): Uint8Array | null {
  try {
    return encoder.encode(JSON.stringify(scrubSent(JSON.parse(decoder.decode(payload)), scrubber, kind)));
  } catch {
    return null;
  }
}
