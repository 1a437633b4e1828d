import type { GroupingRules } from '../group.ts';
import { compileStackRules } from './apply-stack-rules.ts';
import { builtInFingerprintRules } from './built-in/fingerprint-rules.ts';
import { builtInStackRules } from './built-in/stack-rules.ts';
import { readFingerprintRules } from './fingerprint-rules.ts';
import { compileFingerprintRules } from './match-fingerprint-rules.ts';
import { readStackRules } from './read-stack-rules.ts';

let compiled: GroupingRules | null = null;

/** What holds for every project, before its own rules. Compiled when first needed: not every isolate groups events. */
export function builtInRules(): GroupingRules {
  compiled ??= compileBuiltInRules();
  return compiled;
}

function compileBuiltInRules(): GroupingRules {
  const stack = readStackRules(builtInStackRules);
  const fingerprint = readFingerprintRules(builtInFingerprintRules);
  if (!stack.ok || !fingerprint.ok) throw new Error(`The built-in rules cannot be read: ${JSON.stringify([stack, fingerprint])}`);
  return { stack: [compileStackRules(stack.value)], fingerprint: compileFingerprintRules(fingerprint.value) };
}
