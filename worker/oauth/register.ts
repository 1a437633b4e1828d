import * as z from 'zod/mini';
import { readJson } from '../api/read-body.ts';
import { cleanName, Client, idOfClient, isRedirectUri } from './client.ts';
import { oauthError } from './errors.ts';

/** As far as it matters here. Source: RFC 7591. */
const Registration = z.object({
  redirect_uris: Client.shape.redirectUris,
  client_name: z.optional(z.string()),
});

export async function register(request: Request, now: number): Promise<Response> {
  const asked = z.safeParse(Registration, await readJson(request));
  if (!asked.success) return oauthError(400, 'invalid_client_metadata', 'Name one to five redirect_uris, of 300 characters at most.');
  const { redirect_uris, client_name = '' } = asked.data;
  const wrong = redirect_uris.find((uri) => !isRedirectUri(uri));
  if (wrong !== undefined) return oauthError(400, 'invalid_redirect_uri', `Use https, http on this machine, or the scheme of an app, not ${wrong}`);
  const name = cleanName(client_name);
  const reply = {
    client_id: idOfClient({ name, redirectUris: redirect_uris }),
    client_id_issued_at: Math.floor(now / 1000),
    client_name: name,
    redirect_uris,
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'none',
  };
  return Response.json(reply, { status: 201 });
}
