import { HTTPException } from 'hono/http-exception';
import { isFromOwnPage } from '../identity/same-origin.ts';
import { type Listener, listenerHeader } from '../live/live-object.ts';
import { liveObjectName } from '../live/object-name.ts';
import type { OrganizationCall } from './call.ts';
import { forbidden } from './refusals.ts';

/**
 * Opens a socket that tells which issues of the organization change: each message is a LiveMessage. Browsers let every page open sockets to anywhere, with the
 * cookies of there, and ask nobody; so a session has to come from a page of ours.
 */
export async function listenToOrganization({ request, env, viewer, organization }: OrganizationCall): Promise<Response> {
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket') throw upgradeRequired();
  if (viewer.how === 'session' && !isFromOwnPage(request)) throw forbidden('A session may listen only from pages of this origin. Scripts use an API token.');
  const listener: Listener = { organizationId: organization.id, credential: viewer.credential };
  const headers = { upgrade: 'websocket', [listenerHeader]: JSON.stringify(listener) };
  const { webSocket } = await env.LIVE.getByName(liveObjectName(organization.id)).fetch('https://live/', { headers });
  // Too many listen, or its projectors are away.
  if (!webSocket) throw new HTTPException(503, { message: 'Nobody can listen at the moment. Try again in a minute.' });
  return new Response(null, { status: 101, webSocket });
}

function upgradeRequired(): HTTPException {
  const detail = 'This is for WebSockets.';
  return new HTTPException(426, { res: Response.json({ detail }, { status: 426, headers: { upgrade: 'websocket', connection: 'upgrade' } }) });
}
