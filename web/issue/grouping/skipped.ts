import type { GroupingInfo } from '../../../worker/api/contract/grouping.ts';

/** Why rules that one would expect to see had no say. */
export function skippedSentences({ skippedRules: { stack, fingerprint } }: GroupingInfo): string[] {
  const rules = [
    ...(stack === 'project' ? ['stack-trace rules'] : []),
    ...(stack === 'all' ? ['stack-trace rules, with the built-in ones,'] : []),
    ...(fingerprint ? ['fingerprint rules'] : []),
  ];
  return rules.map(
    (which) => `The project’s ${which} were not asked: on an event of this size they would take too long. Patterns with fewer wildcards take less.`,
  );
}
