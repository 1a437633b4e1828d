import { javaRules } from './java-rules.ts';
import { nativeRules } from './native-rules.ts';
import { scriptRules } from './script-rules.ts';

/**
 * What every project starts from, so that frames of frameworks, runtimes and systems never split an issue. What a project writes itself comes after, and wins.
 * Facts about paths and names are those that Sentry's base of 2026-01-20 knows too, and the frameworks' own.
 */
export const builtInStackRules = [nativeRules, javaRules, scriptRules].join('\n');
