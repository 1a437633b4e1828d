import type { Component } from '../grouping/component.ts';
import { type Grouping, groupEvent, type GroupingVariant } from '../grouping/group.ts';
import { listHashes } from '../storage/issues.ts';
import type { ProjectCall } from './call.ts';
import type { GroupingComponent, GroupingInfo, GroupingVariant as SerializedVariant } from './contract/grouping.ts';
import { findStoredEvent } from './events.ts';
import { findOrigins } from './hash-origins.ts';
import { checkGroupingSettings, groupingSettingsOf } from './grouping-settings.ts';

/** Computed anew, by the rules that the project has now: those of then may be gone. */
export async function readGroupingInfo(call: ProjectCall): Promise<Response> {
  const { event, issue, row } = await findStoredEvent(call);
  const grouping = groupEvent(event, checkGroupingSettings(groupingSettingsOf(call.project.options)));
  const hashes = await listHashes(call.project, issue.id);
  const isMismatch = !hashes.some(({ hash }) => grouping.hashes.includes(hash));
  const home = hashes.filter(({ hash }) => hash === row.hash);
  const [origin = { type: 'shared' as const }] = await findOrigins(call, issue, home);
  const variants = grouping.variants.map((variant) => [variant.key, serializeVariant(variant, grouping, event.fingerprint ?? null, isMismatch)]);
  const info: GroupingInfo = {
    grouping_config: grouping.mechanism,
    variants: Object.fromEntries(variants),
    place: { hash: row.hash, origin },
    skippedRules: grouping.skipped,
  };
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
