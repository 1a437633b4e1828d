import type { Role } from '../storage/members.ts';

/** Sentry's names, `kind:access`. Some include others: see `allows`. */
export const allScopes = [
  'org:read',
  'org:write',
  'org:admin',
  'org:integrations',
  'member:invite',
  'member:read',
  'member:write',
  'member:admin',
  'team:read',
  'team:write',
  'team:admin',
  'project:read',
  'project:write',
  'project:admin',
  'project:releases',
  'event:read',
  'event:write',
  'event:admin',
  'alerts:read',
  'alerts:write',
] as const;
export type Scope = (typeof allScopes)[number];

/** What a role may do, as in Sentry. */
export function scopesOf(role: Role): readonly Scope[] {
  switch (role) {
    case 'member':
      return memberScopes;
    case 'admin':
      return adminScopes;
    case 'manager':
      return managerScopes;
    case 'owner':
      return allScopes;
  }
}

/** `admin` of a kind stands for all of that kind, and `write` for `read`. */
export function allows(granted: readonly Scope[], needed: Scope): boolean {
  const [kind, access] = needed.split(':');
  return granted.some((scope) => scope === needed || scope === `${kind}:admin` || (access === 'read' && scope === `${kind}:write`));
}

/** Reads stored scopes; a name that no longer exists grants nothing. */
export function readScopes(names: readonly string[]): Scope[] {
  return allScopes.filter((scope) => names.includes(scope));
}

const memberScopes: readonly Scope[] = [
  'org:read',
  'member:invite',
  'member:read',
  'team:read',
  'project:read',
  'project:releases',
  'event:read',
  'event:write',
  'event:admin',
  'alerts:read',
  'alerts:write',
];
const adminScopes: readonly Scope[] = [...memberScopes, 'org:integrations', 'team:write', 'team:admin', 'project:write', 'project:admin'];
const managerScopes: readonly Scope[] = [...adminScopes, 'org:write', 'member:write', 'member:admin'];
