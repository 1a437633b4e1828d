import { type Associations, ownerKeysOf, readAssociated } from '../ownership/directory.ts';
import { type Codeowners as ReadFile, readCodeowners } from '../ownership/read-codeowners.ts';
import { type OwnerName, type OwnershipRule, spellOwner } from '../ownership/rule.ts';
import * as storage from '../storage/ownership.ts';
import type { ProjectCall } from './call.ts';
import { type Codeowners, CodeownersChange, NewCodeowners } from './contract/ownership.ts';
import { faultOfOwner, knownByKeys, type KnownOwners, knownOwners } from './owner-names.ts';
import { spellPlace } from './ownership.ts';
import { readBody } from './read-body.ts';
import { badRequest, invalidFields, notFound } from './refusals.ts';
import { isoTime } from './time.ts';

/** Every file comes with the key of each ingest. */
const maxFiles = 5;

export async function listCodeowners(call: ProjectCall): Promise<Response> {
  const rows = await storage.listCodeowners(call.project);
  return Response.json(await Promise.all(rows.map((row) => serialize(call, row))));
}

export async function createCodeowners(call: ProjectCall): Promise<Response> {
  const { raw, codeMappings = [], associations = {} } = await readBody(call.request, NewCodeowners);
  const row = await storage.createCodeowners(call.project, { codeMappings, ...(await check(call, raw, associations)) }, maxFiles, call.now);
  if (!row) throw badRequest(`A project may have ${maxFiles} CODEOWNERS files.`);
  return Response.json(await serialize(call, row), { status: 201 });
}

/** What is not named stays. */
export async function changeCodeowners(call: ProjectCall): Promise<Response> {
  const change = await readBody(call.request, CodeownersChange);
  const known = await storage.findCodeowners(call.project, idOf(call));
  if (!known) throw notFound();
  const { raw, ...rest } = await check(call, change.raw ?? known.raw, change.associations ?? known.associations);
  const row = await storage.changeCodeowners(call.project, known.id, { raw, codeMappings: change.codeMappings ?? known.codeMappings, ...rest }, call.now);
  if (!row) throw notFound();
  return Response.json(await serialize(call, row));
}

export async function deleteCodeowners(call: ProjectCall): Promise<Response> {
  if (!(await storage.deleteCodeowners(call.project, idOf(call)))) throw notFound();
  return new Response(null, { status: 204 });
}

/** Ends the request where the file cannot be read. What is saved has passed this, so ingest can rely on it. */
export function checkFile(raw: string): ReadFile {
  const read = readCodeowners(raw);
  if (!read.ok) throw invalidFields({ raw: read.error.map(spellPlace) });
  return read.value;
}

async function check(call: ProjectCall, raw: string, associations: Associations) {
  const { rules } = checkFile(raw);
  const byName = Object.fromEntries(Object.entries(associations).map(([name, owner]): [string, string] => [name.trim().toLowerCase(), owner.trim()]));
  const chosen = Object.values(byName).map(readAssociated);
  const known = await knownByKeys(
    call,
    chosen.map(({ name }) => name),
  );
  const faults = chosen.flatMap((name) => faultOfOwner(name, known) ?? []);
  if (faults.length > 0) throw invalidFields({ associations: faults });
  return { raw, associations: byName, ownerKeys: ownerKeysOf(rules, byName) };
}

function idOf(call: ProjectCall): number {
  const reference = call.parameter('codeowners');
  if (!/^\d{1,15}$/.test(reference)) throw notFound();
  return Number(reference);
}

async function serialize(call: ProjectCall, row: storage.Codeowners): Promise<Codeowners> {
  const read = readCodeowners(row.raw);
  const { rules, notes } = read.ok ? read.value : { rules: [], notes: read.error };
  const owners = await knownOwners(call, rules, row.associations);
  const missing = missingOf(rules, row.associations, owners);
  return {
    id: String(row.id),
    raw: row.raw,
    dateCreated: isoTime(row.createdAt),
    dateUpdated: isoTime(row.updatedAt),
    provider: '',
    codeMappings: row.codeMappings,
    associations: row.associations,
    ownershipSyntax: rules.flatMap((rule) => spellRule(rule, row.associations, owners)).join('\n'),
    notes: notes.map(spellPlace),
    errors: {
      missing_external_teams: missing(({ type, name }) => type === 'alias' && name.includes('/')),
      missing_external_users: missing(({ type, name }) => type === 'alias' && !name.includes('/')),
      missing_user_emails: missing(({ type }) => type === 'user'),
      teams_without_access: [],
      users_without_access: [],
    },
  };
}

/** Names that lead to nobody, of a kind, once each. */
function missingOf(rules: readonly OwnershipRule[], associations: Associations, { find }: KnownOwners) {
  const missing = rules.flatMap(({ owners }) => owners.filter((name) => find(name, associations) === null));
  return (isOfKind: (name: OwnerName) => boolean) => [...new Set(missing.filter(isOfKind).map(spellOwner))];
}

/** Nothing, where no owner of the rule is known. */
function spellRule({ matcher: { pattern }, owners }: OwnershipRule, associations: Associations, { find, spell }: KnownOwners): string[] {
  const known = [...new Set(owners.flatMap((name) => find(name, associations) ?? []))];
  if (known.length === 0) return [];
  const written = /[\s"]/.test(pattern) ? `"${pattern.replaceAll('"', '\\"')}"` : pattern;
  return [`codeowners:${written} ${known.map(spell).join(' ')}`];
}
