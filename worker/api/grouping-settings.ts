import type { GroupingRules } from '../grouping/group.ts';
import type { RuleError } from '../grouping/rules/line-reader.ts';
import { projectRules } from '../grouping/rules/project-rules.ts';
import { defaultOptions, type ProjectOptions } from '../settings/options.ts';
import type { GroupingSettings, GroupingSettingsChange } from './contract/grouping.ts';
import type { FieldErrors } from './contract/values.ts';
import { invalidFields } from './refusals.ts';

/** Ends the request where rules cannot be read. What is saved has passed this, so ingest can rely on it. */
export function checkGroupingSettings({ fingerprintingRules = '', groupingEnhancements = '' }: GroupingSettingsChange): GroupingRules {
  const read = projectRules({ fingerprintingRules, groupingEnhancements });
  if (read.ok) return read.value;
  const faults: FieldErrors = {};
  for (const [field, errors] of Object.entries(read.error)) faults[field] = errors.map(spellError);
  throw invalidFields(faults);
}

/** As the dashboard reads it again, to mark the line. */
function spellError({ line, column, message }: RuleError): string {
  return `Line ${line}, column ${column}: ${message}`;
}

export function groupingSettingsOf(stored: Partial<ProjectOptions>): GroupingSettings {
  const { fingerprintingRules, groupingEnhancements } = { ...defaultOptions, ...stored };
  return { fingerprintingRules, groupingEnhancements };
}
