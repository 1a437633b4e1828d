import { hashPassword } from '../identity/passwords.ts';
import { isFromElsewhere } from '../identity/same-origin.ts';
import { allScopes } from '../identity/scopes.ts';
import { createApiToken, createKeyPair, createSessionToken, hashToken, isSameSecret } from '../identity/secrets.ts';
import { sessionCookie, sessionSeconds } from '../identity/session-cookie.ts';
import { firstCapture } from '../settings/options.ts';
import { createInstallation, hasOrganization } from '../storage/organizations.ts';
import { chooseShard } from '../storage/projects.ts';
import type { Call } from './call.ts';
import { Setup, type SetupReply } from './contract/organization.ts';
import { dsnOf } from './keys.ts';
import { checkFields, readJson } from './read-body.ts';
import { forbidden, notFound } from './refusals.ts';
import { slugOf } from './slug.ts';

/** Makes the first organization, its owner, project, key and API token, and signs the browser in. Once there is an organization, this does not exist. */
export async function setUp({ request, env, url, now }: Call): Promise<Response> {
  if (await hasOrganization(env)) throw notFound();
  if (isFromElsewhere(request)) throw forbidden();
  const body = await readJson(request);
  if (!isSetupToken(env.SETUP_TOKEN, body)) throw forbidden('The setup token is wrong.');
  const { organization, user, project } = checkFields(body, Setup);

  const key = createKeyPair();
  const apiToken = createApiToken();
  const sessionToken = createSessionToken();
  const names = { organization: organization.slug ?? slugOf(organization.name, 'organization'), project: project.slug ?? slugOf(project.name, 'project') };
  const made = await createInstallation(env, {
    organization: { name: organization.name, slug: names.organization },
    owner: { name: user.name, email: user.email, passwordHash: await hashPassword(user.password) },
    project: {
      name: project.name,
      slug: names.project,
      platform: project.platform ?? null,
      shard: await chooseShard(env),
      options: { capture: firstCapture(now) },
    },
    key,
    apiToken: { tokenHash: hashToken(apiToken), lastCharacters: apiToken.slice(-4), scopes: [...allScopes] },
    session: { tokenHash: hashToken(sessionToken), expiresAt: now + sessionSeconds * 1000 },
    createdAt: now,
  });
  if (!made) throw notFound();

  const reply: SetupReply = {
    organization: { id: String(made.organizationId), slug: names.organization },
    user: { id: String(made.userId), email: user.email },
    project: { id: String(made.projectId), slug: names.project },
    dsn: { public: dsnOf(url, key.publicKey, made.projectId) },
    token: apiToken,
  };
  return Response.json(reply, { status: 201, headers: { 'set-cookie': sessionCookie(sessionToken, url) } });
}

/** Without a token of its own an installation lets nobody set it up. */
function isSetupToken(expected: string | undefined, body: unknown): boolean {
  if (!expected || typeof body !== 'object' || body === null || !('setupToken' in body)) return false;
  return typeof body.setupToken === 'string' && isSameSecret(body.setupToken, expected);
}
