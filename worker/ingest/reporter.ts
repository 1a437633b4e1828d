import { WorkerEntrypoint } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { readDsn } from './credentials.ts';
import { handleIngest } from './ingest.ts';
import { routeIngest } from './route.ts';

/** Just what a transport of Sentry's SDKs wants to be told. */
export interface Report {
  statusCode: number;
  headers: { 'x-sentry-rate-limits': string | null; 'retry-after': string | null };
}

/** Who sends: a DSN, whose host does not matter, or what is in it. */
export type ReportingKey = string | { publicKey: string; projectId: number | string };

/**
 * What another Worker of the same account reports through: a service binding to this entrypoint takes an envelope without HTTP, DNS and TLS between them, and does
 * not count as a request from outside. Whatever holds for the envelope endpoint holds here.
 */
export class Reporter extends WorkerEntrypoint<Env> {
  async sendEnvelope(key: ReportingKey, envelope: string | Uint8Array | ReadableStream<Uint8Array>): Promise<Report> {
    const { publicKey, projectId } = readKey(key);
    const url = new URL(`https://picket.internal/api/${encodeURIComponent(projectId)}/envelope/?sentry_key=${encodeURIComponent(publicKey)}`);
    const body = envelope instanceof Uint8Array ? new Uint8Array(envelope) : envelope;
    const request = new Request(url, { method: 'POST', body });
    const route = routeIngest(url.pathname) ?? { endpoint: 'unknown', projectId: null, parameters: {} };
    const { status, headers } = await handleIngest(this.env, this.ctx, request, url, route);
    return { statusCode: status, headers: { 'x-sentry-rate-limits': headers.get('x-sentry-rate-limits'), 'retry-after': headers.get('retry-after') } };
  }
}

/** What is no DSN is refused as a bad key is. */
function readKey(key: ReportingKey): { publicKey: string; projectId: string } {
  if (typeof key !== 'string') return { publicKey: key.publicKey, projectId: String(key.projectId) };
  const dsn = readDsn(key);
  return dsn.ok ? { publicKey: dsn.value.credentials.publicKey, projectId: dsn.value.projectId } : { publicKey: 'none', projectId: '1' };
}
