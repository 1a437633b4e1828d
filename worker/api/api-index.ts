import { authenticate } from '../identity/authenticate.ts';
import { hasOrganization } from '../storage/organizations.ts';
import { serializeUser } from './auth.ts';
import type { Call } from './call.ts';
import type { Index } from './contract/organization.ts';
import { unauthenticated } from './refusals.ts';
import { version } from './version.ts';

/** Who is asking, if anybody. A token that is no good is told so: `sentry-cli info` asks here to find out. */
export async function readIndex({ request, env, now }: Call): Promise<Response> {
  const viewer = await authenticate(request, env, now);
  if (!viewer.ok) {
    if (viewer.error.reason !== 'missing') throw unauthenticated(viewer.error);
    return Response.json({ version, user: null, auth: null, isSetUp: await hasOrganization(env) } satisfies Index);
  }
  const scopes = new Set(viewer.value.access.flatMap((access) => access.scopes));
  return Response.json({ version, user: serializeUser(viewer.value.user), auth: { scopes: [...scopes] }, isSetUp: true } satisfies Index);
}
