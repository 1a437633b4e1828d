import { fail, ok, type Result } from '../result.ts';
import { type Client, isRegistered, readClientId } from './client.ts';
import { offeredScopes } from './metadata.ts';

export interface AuthorizationRequest {
  client: Client;
  clientId: string;
  redirectUri: string;
  /** To be given back as it is. */
  state: string | null;
  challenge: string;
  scopes: (typeof offeredScopes)[number][];
}

export type AuthorizationFault =
  /** It is not known that whoever would be told is the client: only the user may be. */
  { tell: 'user'; text: string } | { tell: 'client'; redirectUri: string; state: string | null; error: string; text: string };

/** From the query of the address that a client sent its user to. */
export function readAuthorizationRequest({ searchParams, origin }: URL): Result<AuthorizationRequest, AuthorizationFault> {
  const clientId = searchParams.get('client_id') ?? '';
  const client = readClientId(clientId);
  if (!client) return fail({ tell: 'user', text: 'The app that sent you here is not registered.' });
  const redirectUri = searchParams.get('redirect_uri') ?? (client.redirectUris.length === 1 ? client.redirectUris[0] : undefined) ?? '';
  if (!isRegistered(client, redirectUri)) return fail({ tell: 'user', text: 'The app wants you to be sent to an address that it has not registered.' });

  const state = searchParams.get('state');
  const refuse = (error: string, text: string) => fail<AuthorizationFault>({ tell: 'client', redirectUri, state, error, text });
  if (searchParams.get('response_type') !== 'code') return refuse('unsupported_response_type', 'response_type has to be code');
  const challenge = searchParams.get('code_challenge') ?? '';
  if (searchParams.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(challenge))
    return refuse('invalid_request', 'code_challenge has to be there, with the method S256');
  const resource = searchParams.get('resource');
  if (resource !== null && ![origin, `${origin}/`, `${origin}/mcp`, `${origin}/mcp/`].includes(resource))
    return refuse('invalid_target', 'This installation gives tokens for itself alone');
  const asked = (searchParams.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const scopes = asked.length === 0 ? [...offeredScopes] : offeredScopes.filter((scope) => asked.includes(scope));
  if (scopes.length === 0) return refuse('invalid_scope', `Scopes are ${offeredScopes.join(' ')}`);
  return ok({ client, clientId, redirectUri, state, challenge, scopes });
}

/** Where the client hears of it. */
export function answerAddress(redirectUri: string, { origin }: URL, parameters: Record<string, string | null>): string {
  const address = new URL(redirectUri);
  for (const [name, value] of Object.entries({ ...parameters, iss: origin })) if (value !== null) address.searchParams.set(name, value);
  return address.href;
}
