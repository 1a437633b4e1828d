import type { OwnerName, OwnershipRule } from './rule.ts';

/** Who may own something in an organization, as far as the rules of a project name them. */
export interface Directory {
  teams: readonly { id: number; slug: string; name: string }[];
  /** `id` is that of the user, `email` in lower case. */
  members: readonly { id: number; email: string; name: string }[];
}

/** As an issue's assignee is written. */
export type Owner = `user:${number}` | `team:${number}`;

/** Who is meant by what a CODEOWNERS file calls somebody: `@acme/shop` → `#shop`, `@ada` → `ada@acme.example`. */
export type Associations = Readonly<Record<string, string>>;

/** Null for a team that is gone, for somebody who left, and for a name that could be any of several. */
export type FindOwner = (name: Pick<OwnerName, 'type' | 'name'>, associations?: Associations) => Owner | null;

/**
 * Finds teams by their slug and users by their email. An alias is who the associations say; else `@acme/shop` is the team `shop`, and `@ada` the only member whose
 * email begins `ada@` or whose name is Ada; else the team `ada`.
 */
export function openDirectory({ teams, members }: Directory): FindOwner {
  const bySlug = onlyOne(teams.map((team): Listed => [[team.slug], `team:${team.id}`]));
  const byTeamName = onlyOne(teams.map((team): Listed => [keysOfName(team.name), `team:${team.id}`]));
  const byEmail = onlyOne(members.map((member): Listed => [[member.email], `user:${member.id}`]));
  const byHandle = onlyOne(members.map((member): Listed => [[member.email.split('@', 1).join(''), ...keysOfName(member.name)], `user:${member.id}`]));

  const find: FindOwner = ({ type, name }, associations = {}) => {
    if (type === 'team') return bySlug.get(name) ?? null;
    if (type === 'user') return byEmail.get(name) ?? null;
    const associated = Object.hasOwn(associations, name) ? associations[name] : undefined;
    if (associated !== undefined) return find(readAssociated(associated));
    const key = keyOfAlias(name);
    const team = bySlug.get(key) ?? byTeamName.get(key) ?? null;
    return name.includes('/') ? team : (byHandle.get(key) ?? team);
  };
  return find;
}

/** What to ask a large organization for, to open a directory in which the owners of the rules are found. */
export function ownerKeysOf(rules: readonly OwnershipRule[], associations: Associations = {}): string[] {
  return [...new Set(rules.flatMap(({ owners }) => owners.map((owner) => keyOf(owner, associations))))];
}

function keyOf({ type, name }: Pick<OwnerName, 'type' | 'name'>, associations: Associations): string {
  if (type !== 'alias') return name;
  const associated = Object.hasOwn(associations, name) ? associations[name] : undefined;
  return associated === undefined ? keyOfAlias(name) : readAssociated(associated).name;
}

/** `#shop` or an email. */
export function readAssociated(written: string): Pick<OwnerName, 'type' | 'name'> {
  const name = written.trim().toLowerCase();
  return name.startsWith('#') ? { type: 'team', name: name.slice(1) } : { type: 'user', name };
}

/** `@group/subgroup/shop` → `shop` */
function keyOfAlias(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1).replace(/^@+/, '');
}

/** `Ada Lovelace` → `adalovelace`, `ada-lovelace`. Storage writes names so as well, to find the few that rules name. */
function keysOfName(name: string): string[] {
  const lower = name.toLowerCase();
  return [lower.replaceAll(' ', ''), lower.replaceAll(' ', '-')];
}

type Listed = [keys: string[], owner: Owner];

/** A key that means several means none. */
function onlyOne(listed: readonly Listed[]): ReadonlyMap<string, Owner | null> {
  const found = new Map<string, Owner | null>();
  for (const [keys, owner] of listed) {
    for (const key of new Set(keys)) found.set(key, found.has(key) ? null : owner);
  }
  return found;
}
