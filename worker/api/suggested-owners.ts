import { ownerKeysOf } from '../ownership/directory.ts';
import { type Facts, factsOf, factsOfParts } from '../ownership/facts.ts';
import { type CodeownersFile, compileOwnership, matchOwnership, type OwnershipTexts } from '../ownership/match.ts';
import { readCodeowners } from '../ownership/read-codeowners.ts';
import { readOwnership } from '../ownership/read-ownership.ts';
import { findOwnership, listCodeowners } from '../storage/ownership.ts';
import type { ProjectCall } from './call.ts';
import { checkFile } from './codeowners.ts';
import { type EventOwners, OwnershipPreview } from './contract/ownership.ts';
import { findStoredEvent } from './events.ts';
import { knownByKeys } from './owner-names.ts';
import { checkRules } from './ownership.ts';
import { readBody } from './read-body.ts';

/** Of all rules that fit, so many are told. */
const maxRules = 50;

/** By the rules that the project has now: those of then may be gone. */
export async function readEventOwners(call: ProjectCall): Promise<Response> {
  const { event } = await findStoredEvent(call);
  return Response.json(await suggestOwners(call, await savedTexts(call), factsOf(event)));
}

/** Nothing is saved. What the body does not name is as the project has it. */
export async function previewOwnership(call: ProjectCall): Promise<Response> {
  const { raw, codeowners, ...parts } = await readBody(call.request, OwnershipPreview);
  if (raw) checkRules(raw);
  for (const file of codeowners ?? []) checkFile(file.raw);
  const saved = await savedTexts(call);
  const files = codeowners?.map(({ codeMappings = [], associations = {}, ...file }): CodeownersFile => ({ ...file, codeMappings, associations }));
  const texts = { raw: raw === undefined ? saved.raw : (raw ?? ''), codeowners: files ?? saved.codeowners };
  return Response.json(await suggestOwners(call, texts, factsOfParts(parts)));
}

async function savedTexts({ project }: ProjectCall): Promise<OwnershipTexts> {
  const [own, codeowners] = await Promise.all([findOwnership(project), listCodeowners(project)]);
  return { raw: own?.raw ?? '', codeowners };
}

async function suggestOwners(call: ProjectCall, texts: OwnershipTexts, facts: Facts): Promise<EventOwners> {
  const { find, describe, spell } = await knownByKeys(call, keysOf(texts));
  const compiled = compileOwnership(texts);
  const matches = compiled.ok ? matchOwnership(compiled.value, facts, find, maxRules) : [];
  const owners = [...new Set(matches.flatMap((match) => match.owners))];
  const rules = matches.map(({ rule: { matcher }, owners: found }): EventOwners['rules'][number] => [
    [matcher.type, matcher.pattern],
    found.map((owner) => [describe(owner).type, spell(owner).replace(/^#/, '')]),
  ]);
  return { owners: owners.map(describe), rule: rules[0]?.[0] ?? null, rules };
}

function keysOf({ raw, codeowners }: OwnershipTexts): string[] {
  const own = readOwnership(raw);
  const ofFiles = codeowners.flatMap(({ raw: text, associations }) => {
    const read = readCodeowners(text);
    return read.ok ? ownerKeysOf(read.value.rules, associations) : [];
  });
  return [...new Set([...(own.ok ? ownerKeysOf(own.value) : []), ...ofFiles])];
}
