import { fail, ok, type Result } from '../result.ts';

/** What a client says about itself. */
export interface Credentials {
  /** 32 lower-case hex digits. */
  publicKey: string;
  /** `sentry_client`, e.g. `sentry.python/2.68.0`. */
  client: string | null;
}

export type CredentialsError =
  | { reason: 'missing' }
  | { reason: 'multiple' }
  | { reason: 'bad_key' }
  | { reason: 'bad_version'; version: string }
  | { reason: 'bad_dsn' };

/**
 * The credentials of a request by header, query or path; `null` where it carries none, which leaves the DSN in the envelope's header.
 * Two sources at once are an error, as in Relay. The secret is never looked at.
 */
export function readCredentials(headers: Headers, query: URLSearchParams, keyInPath?: string): Result<Credentials | null, CredentialsError> {
  const sources = [
    fromSentryHeader(headers.get('x-sentry-auth')),
    fromAuthorization(headers.get('authorization')),
    fromQuery(query),
    keyInPath === undefined ? null : new Map([['sentry_key', keyInPath]]),
  ].filter((source) => source !== null);
  if (sources.length > 1) return fail({ reason: 'multiple' });
  const [source] = sources;
  return source ? credentialsOf(source) : ok(null);
}

/** A DSN as in an envelope's header: `{scheme}://{key}[:{secret}]@{host}/{path}/{project}`. */
export function readDsn(dsn: unknown): Result<{ credentials: Credentials; projectId: string }, CredentialsError> {
  if (typeof dsn !== 'string' || !URL.canParse(dsn)) return fail({ reason: 'bad_dsn' });
  const { username, pathname } = new URL(dsn);
  const projectId = /\/(\d+)\/?$/.exec(pathname)?.[1];
  if (!projectId) return fail({ reason: 'bad_dsn' });
  const credentials = credentialsOf(new Map([['sentry_key', username]]));
  return credentials.ok ? ok({ credentials: credentials.value, projectId }) : credentials;
}

type Fields = ReadonlyMap<string, string>;

function credentialsOf(fields: Fields): Result<Credentials, CredentialsError> {
  const version = fields.get('sentry_version') ?? '7';
  if (!/^[1-7](\.\d+)?$/.test(version)) return fail({ reason: 'bad_version', version });
  // A flag such as `.no-cache` may follow the key.
  const publicKey = (fields.get('sentry_key') ?? '').split('.')[0]?.toLowerCase() ?? '';
  if (publicKey === '') return fail({ reason: 'missing' });
  if (!/^[0-9a-f]{32}$/.test(publicKey)) return fail({ reason: 'bad_key' });
  return ok({ publicKey, client: fields.get('sentry_client') ?? null });
}

function fromSentryHeader(header: string | null): Fields | null {
  const pairs = /^\s*sentry\s+(.*)$/is.exec(header ?? '')?.[1];
  if (pairs === undefined) return null;
  return new Map(
    pairs.split(',').map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [pair.trim(), ''] : [pair.slice(0, equals).trim(), pair.slice(equals + 1).trim()];
    }),
  );
}

/** `Authorization: Sentry …`, or Basic with the key as its user. A Bearer is somebody else's and ignored. */
function fromAuthorization(header: string | null): Fields | null {
  const basic = /^\s*basic\s+([a-z0-9+/=_-]+)\s*$/i.exec(header ?? '')?.[1];
  if (basic === undefined) return fromSentryHeader(header);
  const text = Buffer.from(basic, 'base64').toString('latin1');
  return new Map([['sentry_key', text.split(':')[0] ?? '']]);
}

/** Any parameter of the name switches this source on, as in Relay, but for the two that ride along with security reports. */
function fromQuery(query: URLSearchParams): Fields | null {
  const fields = new Map([...query].filter(([name]) => name.startsWith('sentry_') && name !== 'sentry_release' && name !== 'sentry_environment'));
  return fields.has('sentry_key') ? fields : null;
}
