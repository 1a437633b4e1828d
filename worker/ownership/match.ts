import { compileRuleGlob, type Glob } from '../grouping/rules/glob.ts';
import type { RuleError } from '../grouping/rules/line-reader.ts';
import { RuleWork } from '../grouping/rules/rule-work.ts';
import { fail, ok, type Result } from '../result.ts';
import { type CodeMapping, sourcePath } from './code-mapping.ts';
import type { Associations, FindOwner, Owner } from './directory.ts';
import type { Facts } from './facts.ts';
import { compilePathGlob } from './path-glob.ts';
import { readCodeowners } from './read-codeowners.ts';
import { readOwnership } from './read-ownership.ts';
import type { Matcher, OwnershipRule } from './rule.ts';

/** What a project is set up with. */
export interface OwnershipTexts {
  /** Ownership rules. */
  raw: string;
  /** CODEOWNERS files. */
  codeowners: readonly CodeownersFile[];
}

export interface CodeownersFile {
  raw: string;
  codeMappings: readonly CodeMapping[];
  associations: Associations;
}

export interface OwnershipRules {
  /** In the order in which they are asked: the last one that was written goes first, and those of CODEOWNERS files behind all others. */
  files: readonly CompiledFile[];
}

interface CompiledFile {
  rules: readonly CompiledRule[];
  associations: Associations;
  /** Of a CODEOWNERS file; null for ownership rules, whose `codeowners:` goes by the paths as the event has them. */
  codeMappings: readonly CodeMapping[] | null;
}

interface CompiledRule {
  rule: OwnershipRule;
  test: (texts: Texts, work: RuleWork) => boolean;
}

/** Facts, with the paths that CODEOWNERS patterns are about. */
interface Texts extends Facts {
  sourcePaths: readonly string[];
}

/** A rule that fits, with its owners as far as they are still there. */
export interface Match {
  rule: OwnershipRule;
  owners: readonly Owner[];
}

/** Fails with the errors of the first text that cannot be read. */
export function compileOwnership({ raw, codeowners }: OwnershipTexts): Result<OwnershipRules, RuleError[]> {
  const own = readOwnership(raw);
  if (!own.ok) return own;
  const files: CompiledFile[] = [{ rules: compileRules(own.value), associations: {}, codeMappings: null }];
  for (const file of codeowners.toReversed()) {
    const read = readCodeowners(file.raw);
    if (!read.ok) return fail(read.error);
    files.push({ rules: compileRules(read.value.rules), associations: file.associations, codeMappings: file.codeMappings });
  }
  return ok({ files });
}

/** What rules would find after too much work does not count, so that no rules hold up an event. */
function isAmong(texts: readonly string[], glob: Glob, work: RuleWork): boolean {
  return texts.some((text) => !work.isTooMuch && glob(text, work) && !work.isTooMuch);
}

/**
 * Rules that fit, the one that wins first, at most `limit`. A rule none of whose owners is there any more is passed over; one of a CODEOWNERS file that was written
 * without owners ends the search, since it says that nobody is.
 */
export function matchOwnership({ files }: OwnershipRules, facts: Facts, find: FindOwner, limit: number): Match[] {
  const matches: Match[] = [];
  const work = new RuleWork();
  for (const { rules, associations, codeMappings } of files) {
    const sourcePaths = codeMappings ? facts.ownPaths.flatMap((path) => sourcePath(path, codeMappings) ?? []) : facts.ownPaths;
    const texts = { ...facts, sourcePaths };
    for (const { rule, test } of rules) {
      if (matches.length >= limit) return matches;
      if (!test(texts, work)) continue;
      if (rule.owners.length === 0) return matches;
      const owners = [...new Set(rule.owners.flatMap((name) => find(name, associations) ?? []))];
      if (owners.length > 0) matches.push({ rule, owners });
    }
  }
  return matches;
}

function compileRules(rules: readonly OwnershipRule[]): CompiledRule[] {
  return rules.map((rule) => ({ rule, test: compileMatcher(rule.matcher) })).toReversed();
}

function compileMatcher({ type, pattern }: Matcher): CompiledRule['test'] {
  switch (type) {
    case 'codeowners': {
      const glob = compilePathGlob(pattern);
      return ({ sourcePaths }, work) => isAmong(sourcePaths, glob, work);
    }
    case 'path': {
      const glob = compileRuleGlob(pattern.toLowerCase().replaceAll('\\', '/'));
      return ({ paths }, work) => isAmong(paths, glob, work);
    }
    case 'module': {
      const glob = compileRuleGlob(pattern.toLowerCase());
      return ({ modules }, work) => isAmong(modules, glob, work);
    }
    case 'url': {
      const glob = compileRuleGlob(pattern.toLowerCase());
      return ({ url }, work) => url !== undefined && isAmong([url], glob, work);
    }
    default: {
      const glob = compileRuleGlob(pattern);
      const tag = type.slice('tags.'.length);
      return ({ valuesOf }, work) => isAmong(valuesOf(tag), glob, work);
    }
  }
}
