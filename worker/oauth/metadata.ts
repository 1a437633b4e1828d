import type { Scope } from '../identity/scopes.ts';

/** What an assistant may ask for. Everything else takes a token that was made by hand. */
export const offeredScopes = ['org:read', 'project:read', 'event:read', 'event:write'] as const satisfies readonly Scope[];

export const paths = { authorize: '/oauth/authorize', token: '/oauth/token', register: '/oauth/register', revoke: '/oauth/revoke' };

const resourcePath = '/.well-known/oauth-protected-resource';

/** RFC 9728: who gives tokens for /mcp. */
export function resourceMetadata({ origin }: URL) {
  return {
    resource: `${origin}/mcp`,
    authorization_servers: [origin],
    scopes_supported: offeredScopes,
    bearer_methods_supported: ['header'],
    resource_name: 'Picket',
    resource_documentation: `${origin}/api/docs`,
  };
}

/** RFC 8414: how tokens are given. Clients are public: they prove by PKCE that they are who asked. */
export function serverMetadata({ origin }: URL) {
  return {
    issuer: origin,
    authorization_endpoint: origin + paths.authorize,
    token_endpoint: origin + paths.token,
    registration_endpoint: origin + paths.register,
    revocation_endpoint: origin + paths.revoke,
    scopes_supported: offeredScopes,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['none'],
    revocation_endpoint_auth_methods_supported: ['none'],
    authorization_response_iss_parameter_supported: true,
  };
}

/** By path, since the metadata of a resource stands below its own path as well. Null for any other. */
export function metadataAt(url: URL): object | null {
  switch (url.pathname) {
    case resourcePath:
    case `${resourcePath}/mcp`:
      return resourceMetadata(url);
    case '/.well-known/oauth-authorization-server':
      return serverMetadata(url);
    default:
      return null;
  }
}

/** What a 401 of /mcp points to. */
export function resourceMetadataAddress({ origin }: URL): string {
  return `${origin}${resourcePath}/mcp`;
}
