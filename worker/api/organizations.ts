import { allows } from '../identity/scopes.ts';
import { changeOrganizationOptions } from '../storage/organizations.ts';
import type { Organization as OrganizationRow } from '../storage/scope.ts';
import type { OrganizationCall, ViewerCall } from './call.ts';
import { type Organization, OrganizationChange } from './contract/organization.ts';
import { readBody } from './read-body.ts';
import { answerShortList, isSearched } from './short-list.ts';
import { checkScrubbing, scrubbingOfOrganization } from './scrubbing.ts';
import { isoTime } from './time.ts';

/** `query` keeps those with the text in their name or slug. */
export async function listOrganizations({ viewer, url }: ViewerCall): Promise<Response> {
  const readable = viewer.access.filter(({ scopes }) => allows(scopes, 'org:read')).map(({ organization }) => organization);
  const found = readable.filter(({ slug, name }) => isSearched(url, [slug, name]));
  return answerShortList(
    url,
    ['query'],
    found.map((organization) => serializeOrganization(organization, url)),
  );
}

export async function readOrganization(call: OrganizationCall): Promise<Response> {
  return Response.json(serializeDetail(call, call.access.organization));
}

export async function changeOrganization(call: OrganizationCall): Promise<Response> {
  const change = await readBody(call.request, OrganizationChange);
  checkScrubbing(change);
  return Response.json(serializeDetail(call, await changeOrganizationOptions(call.organization, change)));
}

const orgRoleList: Organization['orgRoleList'] = [
  { id: 'member', name: 'Member' },
  { id: 'admin', name: 'Admin' },
  { id: 'manager', name: 'Manager' },
  { id: 'owner', name: 'Owner' },
];

function serializeDetail({ access, url }: OrganizationCall, row: OrganizationRow): Organization {
  const { retentionDays = null } = row.options;
  return {
    ...serializeOrganization(row, url),
    access: [...access.scopes],
    orgRole: access.role,
    orgRoleList,
    teamRoleList: [{ id: 'contributor', name: 'Contributor' }],
    ...scrubbingOfOrganization(row.options),
    retentionDays,
  };
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
