import type { Background, Env } from '../env.ts';
import { isAllowedOrigin } from '../ingest/allowed-origin.ts';
import { readDsn } from '../ingest/credentials.ts';
import { Intake } from '../ingest/intake.ts';
import type { Outcome } from '../ingest/outcomes.ts';
import { findProjectKey } from '../ingest/project-keys.ts';
import { recordReport, type SentReport } from '../ingest/user-reports.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';

/** Keeps and counts a report that came by itself, outside of an envelope. */
export async function receiveReport(env: Env, context: Background, request: Request, key: IngestKey, report: Omit<SentReport, 'hash'>): Promise<Outcome> {
  const route = { endpoint: 'unknown', projectId: null, parameters: {} } as const;
  const intake = new Intake({ env, context, request, url: new URL(request.url), route, receivedAt: Date.now() }, { key, client: null });
  const outcome = await recordReport(intake, { ...report, hash: null });
  intake.finish([{ outcome, category: 'feedback', quantity: 1 }], report.eventId);
  return outcome;
}

/**
 * The key of `Authorization: DSN https://key@host/1`, which SDKs of old and snippets of Sentry's documentation send; null where there is no such header, and
 * `refused` where its key is not known, turned off, or not for pages of this origin.
 */
export async function readDsnAuthorization(env: Env, context: Background, request: Request): Promise<IngestKey | 'refused' | null> {
  const text = /^\s*dsn\s+(\S+)\s*$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (text === undefined) return null;
  const dsn = readDsn(text);
  if (!dsn.ok) return 'refused';
  const { found: key } = await findProjectKey(env, context, dsn.value.credentials.publicKey, Date.now());
  const isGood = key !== null && key !== 'unavailable' && key.isActive && key.projectId === Number(dsn.value.projectId);
  return isGood && isAllowedOrigin(request.headers, key.options.allowedDomains) ? key : 'refused';
}
