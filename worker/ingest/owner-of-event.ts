import type { Event } from '../event/event.ts';
import { type FindOwner, openDirectory, type Owner } from '../ownership/directory.ts';
import { factsOf } from '../ownership/facts.ts';
import { compileOwnership, type OwnershipRules } from '../ownership/match.ts';
import { ownerOf } from '../ownership/owner-of.ts';
import type { IngestKey, IngestOwnership } from '../storage/ingest-keys.ts';

interface Compiled {
  /** Null where they cannot be read. */
  rules: OwnershipRules | null;
  find: FindOwner;
}

/** One for each set of rules that the isolate holds: a key keeps its rules for as long as it is fresh. */
const compiled = new WeakMap<IngestOwnership, Compiled>();

/** Who a new issue of the event is assigned to; null for nobody. What it goes by came with the key, so nothing is asked. */
export function ownerOfEvent({ ownership, projectId }: IngestKey, event: Event): Owner | null {
  if (!ownership) return null;
  const { rules, find } = compiled.get(ownership) ?? compile(ownership, projectId);
  return rules && ownerOf(rules, factsOf(event), find);
}

/** Rules are checked before they are saved; should this version refuse what an older one let pass, nothing has an owner. */
function compile(ownership: IngestOwnership, projectId: number): Compiled {
  const read = compileOwnership(ownership);
  if (!read.ok) console.error(`project ${projectId}: nothing has an owner, since its ownership rules cannot be read:`, read.error);
  const made = { rules: read.ok ? read.value : null, find: openDirectory(ownership.directory) };
  compiled.set(ownership, made);
  return made;
}
