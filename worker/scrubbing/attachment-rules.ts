import type { Application } from './classic.ts';
import type { Scrubber } from './compile.ts';
import type { Rule } from './redact.ts';
import { type Selector, selects, type Step } from './selector.ts';

const attachments: Step = { key: null, type: undefined, kind: 'attachments' };

/**
 * Rules for what is in an attachment of this name. The classic scrubber never touches one, and advanced rules do only in projects that name an attachment in at
 * least one selector, as in `$attachments.'my.log'`: that says that they mean it.
 *
 * Source: relay-server/src/processing/utils/attachments.rs, relay-pii/src/attachments.rs
 */
export function rulesOfAttachment({ advanced }: Scrubber, name: string): Rule[] {
  if (!advanced.some(namesAttachment)) return [];
  return rulesAt(advanced, [attachments, { key: name, type: 'binary', kind: undefined }]);
}

function namesAttachment({ selector }: Application): boolean {
  if (selector.kind !== 'path') return false;
  const [first, second] = selector.items;
  return first?.kind === 'type' && first.type === 'attachments' && second?.kind === 'key';
}

function rulesAt(applications: readonly Application[], steps: readonly Step[]): Rule[] {
  const chosen = applications.filter(({ selector }: { selector: Selector }) => selects(selector, steps, 'yes'));
  return chosen.flatMap(({ rules }) => rules).filter(({ redaction }) => redaction.method !== 'none');
}
