import type { GroupingRules } from '../grouping/group.ts';
import { builtInRules } from '../grouping/rules/built-in-rules.ts';
import { projectRules } from '../grouping/rules/project-rules.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';

/** One for each set of options that the isolate holds: a key keeps its options for as long as it is fresh. */
const compiled = new WeakMap<IngestKey['options'], GroupingRules>();

/** What events of a key are grouped by. Rules are checked before they are saved; should this version refuse what an older one let pass, only the built-in ones hold. */
export function groupingRulesOf({ options, projectId }: IngestKey): GroupingRules {
  const known = compiled.get(options);
  if (known) return known;
  const read = projectRules(options);
  if (!read.ok) console.error(`project ${projectId}: only the built-in rules group events, since its own cannot be read:`, read.error);
  const rules = read.ok ? read.value : builtInRules();
  compiled.set(options, rules);
  return rules;
}
