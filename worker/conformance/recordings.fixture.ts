import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { gunzipSync } from 'node:zlib';

/*
 * The recorded requests of real clients, see README.md beside them. What is in them is worked out here again, in the simplest way that does for them, so that
 * Picket's own reading is not held against itself.
 */

export interface Recording {
  /** E.g. `node-11.12.0/exception/001`. */
  name: string;
  method: string;
  /** Path and query, undecoded. */
  url: string;
  /** In the order and letter case received. */
  headers: [name: string, value: string][];
  /** As received: still compressed. */
  body: Buffer;
  answer: { status?: number; body?: string; connection_reset?: true };
}

export interface Item {
  header: { type: string; length?: number; filename?: string; attachment_type?: string; item_count?: number; platform?: string };
  payload: Buffer;
}

/** The DSN that all clients were given: project 1 and this key. */
export const recordedKey = '0123456789abcdef0123456789abcdef';

const ingestPath = /^(\/api\/\d+\/(envelope|store)|\/tunnel)\/?(\?|$)/;

/** Scenarios that sent anything to certain addresses, by default those for envelopes and events, with these requests in their order. */
export function readScenarios(folder: string, address = ingestPath): { name: string; recordings: Recording[] }[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((client) => client.isDirectory())
    .flatMap((client) => readdirSync(folder + client.name).map((scenario) => `${client.name}/${scenario}`))
    .sort()
    .map((name) => ({ name, recordings: readScenario(folder, name, address) }))
    .filter(({ recordings }) => recordings.length > 0);
}

function readScenario(folder: string, name: string, address: RegExp): Recording[] {
  return readdirSync(folder + name)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => {
      const path = `${folder}${name}/${file}`;
      const recording: Omit<Recording, 'name' | 'body'> = JSON.parse(readFileSync(path, 'utf8'));
      const bodyPath = path.replace(/json$/, 'bin');
      return { ...recording, name: `${name}/${file.replace('.json', '')}`, body: existsSync(bodyPath) ? readFileSync(bodyPath) : Buffer.alloc(0) };
    })
    .filter(({ url }) => address.test(url));
}

/** Sends the recorded bytes to another server: same headers in the same order and case, chunked where they were. */
export function replay(recording: Recording, server: string): Promise<{ status: number; body: string }> {
  const { hostname, port } = new URL(server);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path: recording.url, method: recording.method, headers: recording.headers.flat() }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('end', () => {
        const bytes = Buffer.concat(chunks);
        const body = reply.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes;
        resolve({ status: reply.statusCode ?? 0, body: body.toString() });
      });
      reply.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(recording.body);
  });
}

/**
 * What the request carries. `store` requests count as an envelope of one event. The id in the envelope's header wins over that in the event; as 32 hex digits. An
 * envelope is dated where it says when it was sent.
 */
export function decode(recording: Recording): { eventId: string | null; items: Item[]; isDated: boolean } {
  const isGzip = recording.headers.some(([name, value]) => name.toLowerCase() === 'content-encoding' && value === 'gzip');
  const body = isGzip ? gunzipSync(recording.body) : recording.body;
  if (recording.url.includes('/store/')) return { eventId: idIn(body), items: [{ header: { type: 'event' }, payload: body }], isDated: false };
  return readEnvelope(body);
}

/** `body` without its compression. */
export function readEnvelope(body: Buffer): { eventId: string | null; items: Item[]; isDated: boolean } {
  const first = lineAt(body, 0);
  const items: Item[] = [];
  let at = first.next;
  while (at < body.length) {
    const line = lineAt(body, at);
    at = line.next;
    if (line.text === '') continue;
    const itemHeader: Item['header'] = JSON.parse(line.text);
    const end = itemHeader.length === undefined ? lineAt(body, at).end : at + itemHeader.length;
    items.push({ header: itemHeader, payload: body.subarray(at, end) });
    at = end + 1;
  }
  const event = items.find(({ header }) => header.type === 'event');
  const isDated = /"sent_at"\s*:\s*"/.test(first.text);
  return { eventId: idIn(body.subarray(0, first.end)) ?? (event ? idIn(event.payload) : null), items, isDated };
}

function idIn(json: Buffer): string | null {
  const { event_id: id }: { event_id?: string } = JSON.parse(json.toString());
  return id?.replaceAll('-', '') ?? null;
}

function lineAt(body: Buffer, at: number): { text: string; end: number; next: number } {
  const found = body.indexOf('\n', at);
  const end = found < 0 ? body.length : found;
  return { text: body.toString('utf8', at, end), end, next: end + 1 };
}
