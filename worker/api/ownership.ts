import type { RuleError } from '../grouping/rules/line-reader.ts';
import { ownerKeysOf } from '../ownership/directory.ts';
import { readOwnership } from '../ownership/read-ownership.ts';
import type { OwnershipRule } from '../ownership/rule.ts';
import { findOwnership, type Ownership as OwnershipRow, saveOwnership } from '../storage/ownership.ts';
import type { ProjectCall } from './call.ts';
import { type AutoAssignment, type Ownership, OwnershipChange } from './contract/ownership.ts';
import { faultOfOwner, type KnownOwners, knownOwners } from './owner-names.ts';
import { readBody } from './read-body.ts';
import { invalidFields } from './refusals.ts';
import { isoTime } from './time.ts';

export async function readOwnershipOfProject(call: ProjectCall): Promise<Response> {
  const row = await findOwnership(call.project);
  const rules = rulesOf(row?.raw ?? '');
  return Response.json(serialize(row, rules, await knownOwners(call, rules)));
}

/** Ingest remembers rules with its keys, so it hears of new ones within a minute. */
export async function changeOwnership(call: ProjectCall): Promise<Response> {
  const change = await readBody(call.request, OwnershipChange);
  const known = await findOwnership(call.project);
  const raw = change.raw === undefined ? (known?.raw ?? '') : (change.raw ?? '');
  const rules = change.raw === undefined ? rulesOf(raw) : checkRules(raw);
  const owners = await knownOwners(call, rules);
  // What is only kept may name somebody who has left since.
  if (change.raw !== undefined) checkOwners(rules, owners);
  const autoAssignment = change.autoAssignment ? wordOf(change.autoAssignment) : (known?.autoAssignment ?? 'owner');
  const fallthrough = change.fallthrough ?? known?.fallthrough ?? false;
  const row = await saveOwnership(call.project, { raw, ownerKeys: ownerKeysOf(rules), fallthrough, autoAssignment }, call.now);
  return Response.json(serialize(row, rules, owners));
}

/** Ends the request where rules cannot be read. What is saved has passed this, so ingest can rely on it. */
export function checkRules(raw: string): OwnershipRule[] {
  const read = readOwnership(raw);
  if (!read.ok) throw invalidFields({ raw: read.error.map(spellPlace) });
  return read.value;
}

/** As the dashboard reads it again, to mark the line. */
export function spellPlace({ line, column, message }: RuleError): string {
  return `Line ${line}, column ${column}: ${message}`;
}

/** Saved rules that this version cannot read any more are none. */
function rulesOf(raw: string): OwnershipRule[] {
  const read = readOwnership(raw);
  return read.ok ? read.value : [];
}

function checkOwners(rules: readonly OwnershipRule[], owners: KnownOwners): void {
  const faults = faultsOf(rules, owners);
  if (faults.length > 0) throw invalidFields({ raw: faults });
}

function faultsOf(rules: readonly OwnershipRule[], known: KnownOwners): string[] {
  return rules.flatMap(({ line, owners }) =>
    owners.flatMap((owner) => {
      const message = faultOfOwner(owner, known);
      return message === null ? [] : [spellPlace({ line, column: owner.column, message })];
    }),
  );
}

const autoAssignments: Readonly<Record<OwnershipRow['autoAssignment'], AutoAssignment>> = {
  owner: 'Auto Assign to Issue Owner',
  commits: 'Auto Assign to Suspect Commits',
  off: 'Turn off Auto-Assignment',
};

function wordOf(autoAssignment: AutoAssignment): OwnershipRow['autoAssignment'] {
  switch (autoAssignment) {
    case 'Auto Assign to Issue Owner':
      return 'owner';
    case 'Auto Assign to Suspect Commits':
      return 'commits';
    case 'Turn off Auto-Assignment':
      return 'off';
  }
}

function serialize(row: OwnershipRow | null, rules: readonly OwnershipRule[], owners: KnownOwners): Ownership {
  const hasRules = row !== null && row.raw.trim() !== '';
  return {
    raw: hasRules ? row.raw : null,
    fallthrough: row?.fallthrough ?? false,
    autoAssignment: autoAssignments[row?.autoAssignment ?? 'owner'],
    isActive: true,
    codeownersAutoSync: false,
    dateCreated: row && isoTime(row.createdAt),
    lastUpdated: row && isoTime(row.updatedAt),
    schema: hasRules ? { $version: 1, rules: rules.map((rule) => serializeRule(rule, owners)) } : null,
    warnings: faultsOf(rules, owners),
  };
}

function serializeRule({ matcher, owners }: OwnershipRule, { find }: KnownOwners) {
  return {
    matcher,
    owners: owners.map((name) => {
      const owner = find(name);
      const type: 'team' | 'user' = name.type === 'team' ? 'team' : 'user';
      return { type, name: name.name, ...(owner === null ? {} : { id: idOf(owner) }) };
    }),
  };
}

function idOf(owner: string): string {
  return owner.slice(owner.indexOf(':') + 1);
}
