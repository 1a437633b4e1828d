import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { startBench } from './runtimes.ts';

const MiB = 1024 * 1024;

export interface MemoryFigures {
  bodyMiB: number;
  status: number;
  /** Highest resident size of the runtime while the body came in, above what it was before, MiB. */
  growthMiB: number;
}

/** Streams an event with a 90 MB attachment in. */
export function measureMemory(): Promise<MemoryFigures> {
  return measureBody(90, (mebibytes) => [...anEvent(), ...anItem({ type: 'attachment', filename: 'dump.bin' }, mebibytes * MiB)]);
}

/** Streams 50 MB of all that an envelope may hold in: event, attachments, a replay, a profile, logs, spans, sessions, things that nobody knows. */
export function measureMixedEnvelope(): Promise<MemoryFigures> {
  return measureBody(50, (mebibytes) => {
    const part = Math.floor((mebibytes / 10) * MiB);
    const recording = '{"segment_id":0}\n';
    return [
      ...anEvent(),
      ...anItem({ type: 'attachment', filename: 'screenshot.png' }, 3 * part),
      ...anItem({ type: 'attachment', filename: 'app.log' }, part),
      ...anItem({ type: 'replay_recording' }, 2 * part, recording),
      ...anItem({ type: 'profile_chunk', platform: 'node' }, 2 * part, '{"version":"2","x":"', '"}'),
      ...aContainer('log', part / 2, (nth) => ({ timestamp: Date.now() / 1000, trace_id: 'ab'.repeat(16), level: 'info', body: `line ${nth} `.repeat(30) })),
      ...aContainer('span', part / 2, (nth) => ({
        trace_id: 'ab'.repeat(16),
        span_id: nth.toString(16).padStart(16, '0'),
        name: `query ${nth}`,
        status: 'ok',
        start_timestamp: Date.now() / 1000 - 1,
        end_timestamp: Date.now() / 1000,
      })),
      ...anItem({ type: 'hologram' }, part),
    ];
  });
}

/** Of half the size first: garbage of the runtime and of the emulated R2 gathers up to some size before it is collected, and what grows with the body matters. */
async function measureBody(bodyMiB: number, piecesOf: (mebibytes: number) => Iterable<Buffer>): Promise<MemoryFigures> {
  const picket = await startBench();
  try {
    const pid = picket.runtime.pid();
    await stream(picket.ingestUrl, piecesOf(bodyMiB / 2));
    const before = residentMiB(pid);
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, residentMiB(pid))), 20);
    const status = await stream(picket.ingestUrl, piecesOf(bodyMiB));
    clearInterval(watch);
    return { bodyMiB, status, growthMiB: Math.max(peak, residentMiB(pid)) - before };
  } finally {
    await picket.stop();
  }
}

function residentMiB(pid: number): number {
  const kB = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kB ?? 0) / 1024;
}

function anEvent(): Buffer[] {
  const eventId = crypto.randomUUID().replaceAll('-', '');
  return [Buffer.from(`{"event_id":"${eventId}"}\n{"type":"event"}\n{"message":"with much beside it"}\n`)];
}

/** An item of `bytes` bytes that begins and ends with these texts. */
function* anItem(header: Record<string, unknown>, bytes: number, head = '', tail = ''): Iterable<Buffer> {
  yield Buffer.from(`${JSON.stringify({ ...header, length: bytes })}\n${head}`);
  const piece = Buffer.alloc(MiB / 4, 'x');
  for (let left = bytes - head.length - tail.length; left > 0; left -= piece.length) yield left >= piece.length ? piece : piece.subarray(0, left);
  yield Buffer.from(`${tail}\n`);
}

/** An item container of about `bytes` bytes. */
function aContainer(type: 'log' | 'span', bytes: number, thingOf: (nth: number) => unknown): Buffer[] {
  const count = Math.floor(bytes / JSON.stringify(thingOf(0)).length);
  const payload = Buffer.from(JSON.stringify({ items: Array.from({ length: count }, (_, nth) => thingOf(nth)) }));
  const header = { type, item_count: count, content_type: `application/vnd.sentry.items.${type === 'span' ? 'span.v2' : type}+json`, length: payload.length };
  return [Buffer.from(`${JSON.stringify(header)}\n`), payload, Buffer.from('\n')];
}

function stream(url: string, pieces: Iterable<Buffer>): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST' }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sending.on('error', reject);
    const iterator = pieces[Symbol.iterator]();
    const more = () => {
      for (let next = iterator.next(); !next.done; next = iterator.next()) {
        if (!sending.write(next.value)) return void sending.once('drain', more);
      }
      sending.end();
    };
    more();
  });
}
