import type { CapturedItem } from '../../worker/api/contract/capture.ts';
import { asFields, asText } from '../../worker/reading/value.ts';

/** A few words on what is in an item, as its row says them; empty where its type says enough. All of it is hostile text. */
export function itemNote({
  type,
  preview,
  filename,
  contentType,
  isCut,
}: Pick<CapturedItem, 'type' | 'preview' | 'filename' | 'contentType' | 'isCut'>): string {
  if (type === 'attachment') return [filename, contentType].filter((part) => part !== null).join(', ');
  const payload = isCut ? {} : asFields(parsed(preview));
  switch (type) {
    case 'event':
      return eventNote(payload);
    case 'transaction':
      return asText(payload['transaction'] ?? '');
    case 'session':
      return asText(payload['status'] ?? '');
    case 'check_in':
      return [payload['monitor_slug'], payload['status']].flatMap((part) => (typeof part === 'string' ? [part] : [])).join(', ');
    case 'client_report':
      return clientReportNote(payload['discarded_events']);
    default:
      return '';
  }
}

function eventNote(payload: Readonly<Record<string, unknown>>): string {
  const values = asFields(payload['exception'])['values'] ?? payload['exception'];
  const last = asFields(Array.isArray(values) ? values.at(-1) : null);
  if (last['type'] !== undefined) return [last['type'], last['value']].flatMap((part) => (part == null ? [] : [asText(part)])).join(': ');
  const entry = asFields(payload['logentry']);
  return asText(entry['formatted'] ?? entry['message'] ?? payload['message'] ?? '');
}

function clientReportNote(discarded: unknown): string {
  if (!Array.isArray(discarded)) return '';
  const count = discarded.reduce((sum: number, each: unknown) => sum + (Number(asFields(each)['quantity']) || 0), 0);
  return `the SDK itself dropped ${count}`;
}

/** Undefined for what is no JSON. */
export function parsed(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
