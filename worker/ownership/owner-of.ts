import type { FindOwner, Owner } from './directory.ts';
import type { Facts } from './facts.ts';
import { matchOwnership, type OwnershipRules } from './match.ts';

/** Who an event is assigned to: the first owner of the rule that wins. Null where nobody owns it. */
export function ownerOf(rules: OwnershipRules, facts: Facts, find: FindOwner): Owner | null {
  return matchOwnership(rules, facts, find, 1)[0]?.owners[0] ?? null;
}
