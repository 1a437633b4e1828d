import type { Application } from './classic.ts';
import type { Scrubber } from './compile.ts';
import type { Rule } from './redact.ts';
import { selects, type Step } from './selector.ts';
import type { Sensitivity } from './shape.ts';

const attachments: Step = { key: null, type: undefined, kind: 'attachments' };

/**
 * Rules for what is in an attachment of this name. The classic scrubber never touches one, and advanced rules do only in projects that name an attachment in at
 * least one selector, as in `$attachments.'my.log'`: that says that they mean it.
 *
 * Source: relay-server/src/processing/utils/attachments.rs, relay-pii/src/attachments.rs
 */
export function rulesOfAttachment({ advanced }: Scrubber, name: string): Rule[] {
  if (!advanced.some(namesAttachment)) return [];
  return rulesAt(advanced, [attachments, { key: name, type: 'binary', kind: undefined }], 'yes');
}

/** What parts of a minidump are to rules. Source: relay-pii/src/minidumps.rs */
const partsOfMinidump = {
  // Generic rules would leave nothing of a stack.
  stack_memory: { step: { key: 'stack_memory', type: 'binary', kind: 'stack_memory' }, sensitivity: 'maybe' },
  heap_memory: { step: { key: 'heap_memory', type: 'binary', kind: 'heap_memory' }, sensitivity: 'yes' },
  environment: { step: { key: '', type: 'binary', kind: undefined }, sensitivity: 'yes' },
  command_line: { step: { key: '', type: 'binary', kind: undefined }, sensitivity: 'yes' },
  code_file: { step: { key: 'code_file', type: 'string', kind: undefined }, sensitivity: 'yes' },
  debug_file: { step: { key: 'debug_file', type: 'string', kind: undefined }, sensitivity: 'yes' },
} as const satisfies Record<string, { step: Step; sensitivity: Sensitivity }>;

export type MinidumpPart = keyof typeof partsOfMinidump;

/** Rules for the parts of a minidump of this name; these hold whether a selector names an attachment or not. Parts without any are absent. */
export function rulesOfMinidump({ advanced }: Scrubber, name: string): Map<MinidumpPart, Rule[]> {
  const file: Step = { key: name, type: undefined, kind: 'minidump' };
  const rules = new Map<MinidumpPart, Rule[]>();
  for (const part of ['stack_memory', 'heap_memory', 'environment', 'command_line', 'code_file', 'debug_file'] as const) {
    const { step, sensitivity } = partsOfMinidump[part];
    const ofPart = rulesAt(advanced, [attachments, file, step], sensitivity);
    if (ofPart.length > 0) rules.set(part, ofPart);
  }
  return rules;
}

/** Rules for a file that says it is a minidump and is none. */
export function rulesOfBrokenMinidump({ advanced }: Scrubber, name: string): Rule[] {
  return rulesAt(advanced, [attachments, { key: name, type: 'binary', kind: undefined }], 'yes');
}

function namesAttachment({ selector }: Application): boolean {
  if (selector.kind !== 'path') return false;
  const [first, second] = selector.items;
  return first?.kind === 'type' && first.type === 'attachments' && second?.kind === 'key';
}

function rulesAt(applications: readonly Application[], steps: readonly Step[], sensitivity: Sensitivity): Rule[] {
  const chosen = applications.filter(({ selector }) => selects(selector, steps, sensitivity));
  return chosen.flatMap(({ rules }) => rules).filter(({ redaction }) => redaction.method !== 'none');
}
