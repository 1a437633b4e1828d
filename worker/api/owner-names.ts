import { type Associations, type Directory, openDirectory, type Owner, ownerKeysOf } from '../ownership/directory.ts';
import { type OwnerName, type OwnershipRule, spellOwner } from '../ownership/rule.ts';
import { readDirectory } from '../storage/owners.ts';
import type { OrganizationCall } from './call.ts';
import type { OwnerActor } from './contract/ownership.ts';

/** Those of the organization who are meant by rules. */
export interface KnownOwners {
  find: (name: Pick<OwnerName, 'type' | 'name'>, associations?: Associations) => Owner | null;
  describe: (owner: Owner) => OwnerActor;
  /** As ownership rules name them. */
  spell: (owner: Owner) => string;
}

export async function knownOwners(call: OrganizationCall, rules: readonly OwnershipRule[], associations: Associations = {}): Promise<KnownOwners> {
  return knownByKeys(call, ownerKeysOf(rules, associations));
}

export async function knownByKeys({ env, organization }: OrganizationCall, keys: readonly string[]): Promise<KnownOwners> {
  const directory = await readDirectory(env.DB, organization.id, keys);
  const described = new Map(describeAll(directory));
  const get = (owner: Owner) => {
    const known = described.get(owner);
    if (!known) throw new Error(`${owner} was found in a directory that does not have it`);
    return known;
  };
  return { find: openDirectory(directory), describe: (owner) => get(owner).actor, spell: (owner) => get(owner).spelling };
}

function describeAll({ teams, members }: Directory): [Owner, { actor: OwnerActor; spelling: string }][] {
  return [
    ...teams.map(({ id, slug }): [Owner, { actor: OwnerActor; spelling: string }] => [
      `team:${id}`,
      { actor: { type: 'team', id: String(id), name: slug }, spelling: spellOwner({ type: 'team', name: slug }) },
    ]),
    ...members.map(({ id, name, email }): [Owner, { actor: OwnerActor; spelling: string }] => [
      `user:${id}`,
      { actor: { type: 'user', id: String(id), name, email }, spelling: email },
    ]),
  ];
}

/** Why the name of a rule leads to nobody; null where it leads to somebody. */
export function faultOfOwner(name: Pick<OwnerName, 'type' | 'name'>, { find }: KnownOwners, associations: Associations = {}): string | null {
  if (find(name, associations) !== null) return null;
  switch (name.type) {
    case 'team':
      return `There is no team “${spellOwner(name)}” in this organization.`;
    case 'user':
      return `Nobody in this organization has the email “${name.name}”.`;
    case 'alias':
      return `Nobody in this organization is known as “${name.name}”.`;
  }
}
