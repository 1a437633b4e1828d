import type { EnvelopeHeader } from '../envelope/envelope.ts';
import { fail, ok, type Result } from '../result.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';
import { isAllowedOrigin } from './allowed-origin.ts';
import type { IngestCall } from './call.ts';
import { type Credentials, readCredentials, readDsn } from './credentials.ts';
import { findProjectKey } from './project-keys.ts';
import type { Refused } from './refusal.ts';

export interface Sender {
  key: IngestKey;
  /** `sentry_client` as sent. */
  client: string | null;
}

/**
 * Finds out which project a request may write to: by what the request says, or by the key in its path. `header` is the envelope's, whose DSN identifies the
 * project if nothing else does (tunnels), and must agree with what else there is.
 */
export async function authenticate(call: IngestCall, header: EnvelopeHeader = {}): Promise<Result<Sender, Refused>> {
  const { env, context, request, url, receivedAt } = call;
  const { projectId, parameters } = call.route;
  const fromRequest = readCredentials(request.headers, url.searchParams, parameters.key);
  if (!fromRequest.ok) return fail({ reason: 'credentials', error: fromRequest.error });

  let credentials: Credentials | null = fromRequest.value;
  let expectedProjectId = projectId;
  if (header.dsn !== undefined && header.dsn !== null) {
    const dsn = readDsn(header.dsn);
    if (!dsn.ok) return fail({ reason: 'credentials', error: dsn.error });
    if (credentials && credentials.publicKey !== dsn.value.credentials.publicKey) return fail({ reason: 'dsn_mismatch' });
    if (projectId !== null && Number(projectId) !== Number(dsn.value.projectId)) return fail({ reason: 'dsn_mismatch' });
    credentials ??= { ...dsn.value.credentials, client: null };
    expectedProjectId ??= dsn.value.projectId;
  }
  if (!credentials) return fail({ reason: 'credentials', error: { reason: 'missing' } });

  const lookup = await findProjectKey(env, context, credentials.publicKey, receivedAt);
  if (lookup.found === 'unavailable') return fail({ reason: 'unavailable' });
  const key = lookup.found;
  if (!key?.isActive) return fail({ reason: 'wrong_project' });
  if (expectedProjectId !== null && key.projectId !== Number(expectedProjectId)) return fail({ reason: 'wrong_project' });
  call.recorder?.belongsTo(key, credentials.client);
  if (!isAllowedOrigin(request.headers, key.options.allowedDomains)) return fail({ reason: 'cors', key });
  return ok({ key, client: credentials.client });
}
