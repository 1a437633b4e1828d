import { allows } from '../identity/scopes.ts';
import type { Organization as OrganizationRow } from '../storage/scope.ts';
import type { OrganizationCall, ViewerCall } from './call.ts';
import type { Organization } from './contract/organization.ts';
import { isoTime } from './time.ts';

export async function listOrganizations({ viewer, url }: ViewerCall): Promise<Response> {
  const readable = viewer.access.filter(({ scopes }) => allows(scopes, 'org:read'));
  return Response.json(readable.map(({ organization }) => serializeOrganization(organization, url)));
}

export async function readOrganization({ access, url }: OrganizationCall): Promise<Response> {
  const organization: Organization = { ...serializeOrganization(access.organization, url), access: [...access.scopes], orgRole: access.role };
  return Response.json(organization);
}

function serializeOrganization({ id, slug, name, createdAt }: OrganizationRow, url: URL): Organization {
  return {
    id: String(id),
    slug,
    name,
    status: { id: 'active', name: 'active' },
    dateCreated: isoTime(createdAt),
    isEarlyAdopter: false,
    require2FA: false,
    requireEmailVerification: false,
    avatar: { avatarType: 'letter_avatar', avatarUuid: null },
    features: [],
    links: { organizationUrl: `${url.origin}/organizations/${slug}/`, regionUrl: url.origin },
  };
}
