import { fail, ok, type Result } from '../../result.ts';
import type { GroupingRules } from '../group.ts';
import { compileStackRules } from './apply-stack-rules.ts';
import { builtInRules } from './built-in-rules.ts';
import { readFingerprintRules } from './fingerprint-rules.ts';
import type { RuleError } from './line-reader.ts';
import { compileFingerprintRules } from './match-fingerprint-rules.ts';
import { readStackRules } from './read-stack-rules.ts';

/** The two texts that a project is set up with, under the names of Sentry's options. */
export interface RuleTexts {
  fingerprintingRules: string;
  groupingEnhancements: string;
}

/** By text. What is not there could be read. */
export type RuleErrors = Partial<Record<keyof RuleTexts, RuleError[]>>;

/** The rules of a project among the built-in ones: its stack-trace rules come last and win, its fingerprint rules come first and win. */
export function projectRules({ fingerprintingRules, groupingEnhancements }: RuleTexts): Result<GroupingRules, RuleErrors> {
  const fingerprint = readFingerprintRules(fingerprintingRules);
  const stack = readStackRules(groupingEnhancements);
  if (!fingerprint.ok || !stack.ok)
    return fail({ ...(fingerprint.ok ? {} : { fingerprintingRules: fingerprint.error }), ...(stack.ok ? {} : { groupingEnhancements: stack.error }) });
  const builtIn = builtInRules();
  return ok({
    stack: [...builtIn.stack, compileStackRules(stack.value)],
    fingerprint: [...compileFingerprintRules(fingerprint.value), ...builtIn.fingerprint],
  });
}
