import type { Component } from '../grouping/component.ts';
import { type Grouping, groupEvent, type GroupingVariant } from '../grouping/group.ts';
import type { ProjectCall } from './call.ts';
import type { GroupingComponent, GroupingInfo, GroupingVariant as SerializedVariant } from './contract/grouping.ts';
import { findStoredEvent } from './events.ts';
import { checkGroupingSettings, groupingSettingsOf } from './grouping-settings.ts';

/** Computed anew, by the rules that the project has now: those of then may be gone. */
export async function readGroupingInfo(call: ProjectCall): Promise<Response> {
  const { event, issue } = await findStoredEvent(call);
  const grouping = groupEvent(event, checkGroupingSettings(groupingSettingsOf(call.project.options)));
  const isMismatch = !grouping.hashes.includes(issue.hash);
  const variants = grouping.variants.map((variant) => [variant.key, serializeVariant(variant, grouping, event.fingerprint ?? null, isMismatch)]);
  const info: GroupingInfo = { grouping_config: grouping.mechanism, variants: Object.fromEntries(variants), skippedRules: grouping.skipped };
  return Response.json(info);
}

function serializeVariant(variant: GroupingVariant, { rule }: Grouping, sent: string[] | null, isMismatch: boolean): SerializedVariant {
  const { key, type, description, contributes, hint, hash, component, values } = variant;
  return {
    key,
    type,
    description,
    contributes,
    hint,
    hash,
    hashMismatch: hash !== null && isMismatch,
    ...(component ? { component: serializeComponent(component) } : {}),
    ...(values ? { values: [...values], client_values: sent, matched_rule: rule?.text ?? null } : {}),
  };
}

/** What the dashboard and Sentry's clients call the parts. */
const names: Readonly<Record<string, string>> = {
  'chained-exception': 'exceptions',
  'context-line': 'source line',
  csp: 'content security policy report',
  filename: 'file name',
  'ns-error': 'error domain and code',
  stacktrace: 'stack trace',
};

function serializeComponent({ id, contributes, hint, values }: Component): GroupingComponent {
  return { id, name: names[id] ?? id, contributes, hint, values: values.map((value) => (typeof value === 'string' ? value : serializeComponent(value))) };
}
