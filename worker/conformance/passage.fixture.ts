import { once } from 'node:events';
import { createServer } from 'node:http';
import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { type Item, readEnvelope } from './recordings.fixture.ts';

/** A DSN that leads to an installation by way of this process, which keeps what went through. */
export interface Passage {
  dsn: string;
  /** Every item of every envelope that was answered, in the order of the answers. */
  items: Item[];
  /** Statuses of the answers. */
  statuses: number[];
  stop(): Promise<void>;
}

/** Hands every request on as it is, CORS preflights included, so that what a client sent can be held against what its project was told. */
export async function openPassage(dsn: string): Promise<Passage> {
  const { origin, username, pathname } = new URL(dsn);
  const items: Item[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks);
      const headers = new Headers(Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(', ')]));
      for (const name of ['host', 'connection', 'content-length', 'transfer-encoding', 'expect']) headers.delete(name);
      const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
      const answer = await fetch(origin + request.url, { method: request.method ?? 'GET', headers, body: hasBody ? body : null });
      if (request.method === 'POST') {
        statuses.push(answer.status);
        if (request.url?.includes('/envelope/')) items.push(...readEnvelope(inflate(body, request.headers['content-encoding'])).items);
      }
      response.statusCode = answer.status;
      for (const [name, value] of answer.headers) if (!/^(connection|transfer-encoding|content-encoding)$/.test(name)) response.setHeader(name, value);
      response.end(Buffer.from(await answer.arrayBuffer()));
    })().catch((error: unknown) => response.destroy(error instanceof Error ? error : new Error(String(error))));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The passage has no port');
  return {
    dsn: `http://${username}@127.0.0.1:${address.port}${pathname}`,
    items,
    statuses,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function inflate(body: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(body);
  if (encoding === 'br') return brotliDecompressSync(body);
  if (encoding === 'deflate') return inflateSync(body);
  return body;
}

/** How much of each data category these items are, as the protocol counts them; and what their client reports say was never sent. */
export function countSent(items: readonly Item[]): { sent: Record<string, number>; discarded: Record<string, number> } {
  const sent: Record<string, number> = {};
  const discarded: Record<string, number> = {};
  for (const { header, payload } of items) {
    if (header.type === 'client_report') {
      const report: { discarded_events: { category: string; quantity: number }[] } = JSON.parse(payload.toString());
      for (const { category, quantity } of report.discarded_events) add(discarded, reportedAs[category] ?? category, quantity);
      continue;
    }
    if (uncounted.includes(header.type)) continue;
    if (header.type === 'transaction') add(sent, 'span', spansIn(payload));
    const category = header.type === 'profile_chunk' && uiPlatforms.includes(header.platform ?? '') ? 'profile_chunk_ui' : categories[header.type];
    if (!category) throw new Error(`A client sent an item of type ${header.type}, of which the test knows nothing`);
    const isBytes = category === 'attachment';
    add(sent, category, isBytes ? payload.length : (header.item_count ?? 1));
    // Logs count by their bytes as well.
    if (header.type === 'log') for (const log of read<{ items: SentLog[] }>(payload).items) add(sent, 'log_byte', bytesOf(log));
  }
  return { sent, discarded };
}

const categories: Readonly<Record<string, string>> = {
  event: 'error',
  transaction: 'transaction',
  span: 'span',
  log: 'log_item',
  trace_metric: 'trace_metric',
  session: 'session',
  sessions: 'session',
  check_in: 'monitor',
  feedback: 'feedback',
  user_report: 'feedback',
  attachment: 'attachment',
  replay_event: 'replay',
  replay_recording: 'replay',
  profile: 'profile',
  profile_chunk: 'profile_chunk',
};

/** Chunks of profiles from these count by themselves. */
const uiPlatforms = ['cocoa', 'android', 'javascript'];

/** Those in a transaction, and the transaction itself. */
function spansIn(payload: Buffer): number {
  const { spans = [] }: { spans?: unknown[] } = JSON.parse(payload.toString());
  return spans.length + 1;
}

/** Of a beta that ended: nobody counts them. */
const uncounted = ['statsd'];

/** Names that only SDKs use. */
const reportedAs: Readonly<Record<string, string>> = { user_report_v2: 'feedback', metric: 'trace_metric' };

interface SentLog {
  body: string;
  attributes?: Record<string, { type: string; value: unknown }>;
}

/** UTF-8 of the text and of names and values, 8 for a number, 1 for a boolean; lists are the sum of theirs. */
function bytesOf({ body, attributes = {} }: SentLog): number {
  const sizeOf = (value: unknown): number => {
    if (Array.isArray(value)) return value.reduce<number>((sum, entry) => sum + sizeOf(entry), 0);
    return typeof value === 'number' ? 8 : typeof value === 'boolean' ? 1 : Buffer.byteLength(String(value));
  };
  return Object.entries(attributes).reduce((sum, [name, { value }]) => sum + Buffer.byteLength(name) + sizeOf(value), Buffer.byteLength(body));
}

function read<Payload>(payload: Buffer): Payload {
  return JSON.parse(payload.toString());
}

function add(counts: Record<string, number>, name: string, quantity: number): void {
  counts[name] = (counts[name] ?? 0) + quantity;
}
