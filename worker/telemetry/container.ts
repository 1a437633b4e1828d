import type { ItemHeader } from '../envelope/envelope.ts';
import { isObject, parseJson } from '../event/parse.ts';
import { parseUserAgent } from '../event/user-agent.ts';
import { fail, ok, type Result } from '../result.ts';
import { type Attributes, addMissing } from './attributes.ts';
import type { Count, Judged, Reason, TelemetryContext } from './telemetry.ts';

export interface ContainerForm {
  contentType: string;
  /** Of a container that cannot be read at all. */
  reason: Reason;
  category: Count['category'];
  /** On average, bytes. */
  maxItemBytes: number;
}

/** What a browser wants to be added to its items: the address it has and the browser it is. Others say nothing: the request is not that of a user. */
export interface IngestSettings {
  ip: 'auto' | 'never' | null;
  userAgent: 'auto' | 'never' | null;
}

export interface Container {
  items: readonly unknown[];
  settings: IngestSettings;
}

/**
 * Takes a container apart and judges every item by itself. The header must tell the content type and the number of items, as the payload has them, else nothing
 * in it can be trusted. Source: relay-server/src/envelope/container.rs
 */
export function judgeContainer(
  form: ContainerForm,
  header: ItemHeader,
  payload: Uint8Array,
  judge: (item: unknown, settings: IngestSettings) => Judged,
): Judged[] {
  const container = readContainer(form, header, payload);
  if (container.ok) return container.value.items.map((item) => judge(item, container.value.settings));
  return [{ counts: [{ category: form.category, quantity: declaredCount(header) }], result: container }];
}

/** Items in a container as its header says; 1 where that is no sane number. */
export function declaredCount({ all }: ItemHeader): number {
  const count = all.item_count;
  return typeof count === 'number' && Number.isSafeInteger(count) && count > 0 && count <= 1_000_000 ? count : 1;
}

function readContainer(form: ContainerForm, header: ItemHeader, payload: Uint8Array): Result<Container, Reason> {
  if (header.all.content_type !== form.contentType) return fail(form.reason);
  const parsed = parseJson(new TextDecoder().decode(payload));
  if (!parsed.ok) return fail('invalid_json');
  if (!isObject(parsed.value) || !Array.isArray(parsed.value.items)) return fail(form.reason);
  const { items, ingest_settings } = parsed.value;
  if (header.all.item_count !== items.length) return fail(form.reason);
  if (items.length > 0 && payload.length / items.length > form.maxItemBytes) return fail(`too_large:${header.type}`);
  return ok({ items, settings: readSettings(ingest_settings) });
}

function readSettings(sent: unknown): IngestSettings {
  const settingOf = (value: unknown) => (value === 'auto' || value === 'never' ? value : null);
  return isObject(sent) ? { ip: settingOf(sent.infer_ip), userAgent: settingOf(sent.infer_user_agent) } : { ip: null, userAgent: null };
}

/** What the server knows of an item and its client does not say: when it came and, where that is wanted, from where and from which browser. */
export function addInferred(attributes: Attributes, { ip, userAgent: agent }: IngestSettings, { receivedAt, clientIp, userAgent }: TelemetryContext): void {
  if (attributes['client.address']?.value === '{{auto}}') {
    delete attributes['client.address'];
    if (ip !== 'never') addMissing(attributes, { 'client.address': clientIp ?? undefined });
  }
  addMissing(attributes, {
    'sentry.observed_timestamp_nanos': `${receivedAt}000000`,
    'client.address': ip === 'auto' ? (clientIp ?? undefined) : undefined,
    ...(agent === 'auto' && userAgent !== null ? browserOf(userAgent) : {}),
  });
}

function browserOf(userAgent: string): Record<string, string | undefined> {
  const { browser } = parseUserAgent(userAgent);
  return { 'user_agent.original': userAgent.toWellFormed().slice(0, 500), 'browser.name': browser?.name, 'browser.version': browser?.version };
}
