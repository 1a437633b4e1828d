import { normalizeEvent } from '../event/normalize.ts';
import { parseEvent } from '../event/parse.ts';
import { summarizeEvent } from '../event/summarize.ts';
import { ByteReader } from '../envelope/byte-reader.ts';
import { readEnvelopeHeader, readItems } from '../envelope/read-envelope.ts';
import { describeEvent } from '../grouping/describe.ts';
import { groupEvent } from '../grouping/group.ts';
import { encodeBody } from '../issue/body.ts';
import { shots } from './envelopes.ts';

export interface CpuFigures {
  bytes: number;
  /** Median microseconds of one event: decode, parse, normalize, group. */
  medianUs: number;
  /** The same with describing, summarizing and compressing, which is all that ingest computes. */
  wholeMedianUs: number;
}

/** CPU of the pure path, in this process: the same engine as the runtime's, and a clock that runs. */
export async function measureCpu(): Promise<CpuFigures> {
  const batch = shots(3000, (nth) => nth % 50);
  const core: number[] = [];
  const whole: number[] = [];
  for (const { body, eventId } of batch) {
    const startedAt = performance.now();
    const reader = new ByteReader(new Blob([new Uint8Array(body)]).stream(), body.length);
    await readEnvelopeHeader(reader);
    const items = await readItems(reader, () => ({ kind: 'keep' }));
    const payload = items.ok ? items.value[0]?.payload : null;
    const parsed = parseEvent(payload ?? new Uint8Array());
    if (!parsed.ok) throw new Error(parsed.error.reason);
    const event = normalizeEvent(parsed.value, { eventId, receivedAt: Date.now(), sentAt: null, clientIp: '203.0.113.7', userAgent: null, client: null });
    groupEvent(event);
    core.push(performance.now() - startedAt);
    summarizeEvent(event, describeEvent(event));
    encodeBody(event);
    whole.push(performance.now() - startedAt);
  }
  const bytes = batch.reduce((sum, { body }) => sum + body.length, 0) / batch.length;
  return { bytes, medianUs: median(core.slice(500)) * 1000, wholeMedianUs: median(whole.slice(500)) * 1000 };
}

function median(values: number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
