import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const shared = process.env.PICKET_SHARED ?? '../shared';

interface Recorded {
  header: Record<string, unknown>;
  itemHeader: Record<string, unknown>;
  event: {
    event_id: string;
    exception?: { values: { type: string; stacktrace?: { frames: { function?: string; filename?: string; in_app?: boolean }[] } }[] };
  };
}

/** A request to send: an envelope with one event, of its own id, that belongs to the issue `issue`. */
export interface Shot {
  issue: number;
  eventId: string;
  body: Buffer;
}

/** Error envelopes of the current Node and browser SDKs, as recorded. Throws when there are none. */
export function recordedErrors(): Recorded[] {
  const folders = ['node-11.12.0/exception', 'browser-11.12.0/exception'].map((name) => `${shared}/snapshots/${name}`);
  const found = folders.filter(existsSync).flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith('.bin'))
      .flatMap((name) => parseError(readFileSync(`${folder}/${name}`))),
  );
  if (found.length === 0) throw new Error(`No recorded envelopes under ${shared}/snapshots: set PICKET_SHARED to where they are`);
  return found;
}

function parseError(bytes: Buffer): Recorded[] {
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString();
  const [header, itemHeader, payload] = text.split('\n');
  if (!header || !itemHeader || !payload || !itemHeader.includes('"event"')) return [];
  return [{ header: JSON.parse(header), itemHeader: JSON.parse(itemHeader), event: JSON.parse(payload) }];
}

/**
 * Envelopes of some kB: recorded ones, each made its own event of the issue it is to land in. `issueOf` names the issue of the nth. Event ids begin with
 * `series`, a hex digit.
 */
export function shots(count: number, issueOf: (nth: number) => number, series = '0'): Shot[] {
  const recorded = recordedErrors();
  return Array.from({ length: count }, (_, nth) => {
    const chosen = recorded[nth % recorded.length];
    if (!chosen) throw new Error('recordedErrors never answers an empty list');
    const { header, itemHeader, event } = chosen;
    const issue = issueOf(nth);
    const eventId = series + nth.toString(16).padStart(31, '0');
    const own = structuredClone(event);
    own.event_id = eventId;
    for (const exception of own.exception?.values ?? []) {
      exception.type = `Error${issue}`;
      for (const frame of exception.stacktrace?.frames ?? []) if (frame.in_app !== false) frame.function = `handler${issue}`;
    }
    const { length: _length, ...rest } = itemHeader;
    const lines = [{ ...header, event_id: eventId }, rest, own].map((line) => JSON.stringify(line));
    return { issue, eventId, body: Buffer.from(`${lines.join('\n')}\n`) };
  });
}

/** Popularity as in real life: a few issues get most events (Zipf), from a fixed seed. */
export function skewed(issues: number): (nth: number) => number {
  const weights = Array.from({ length: issues }, (_, rank) => 1 / (rank + 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let state = 20_261_124;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    let left = (state / 2 ** 32) * total;
    return Math.max(
      0,
      weights.findIndex((weight) => (left -= weight) < 0),
    );
  };
}
