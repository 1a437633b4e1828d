import { asFields, asLabel, asList, asNumber, asText, isFields } from './value.ts';

/** Something that was dropped, cut or scrubbed, and where. */
export interface Repair {
  /** `request.headers.3`, or the field's name alone. Null where it concerns the whole event. */
  path: string | null;
  text: string;
  /** What stood there before, where it is known. */
  original: string | null;
}

/** More than this says "the whole event is broken", which a count says as well. */
const maxRepairs = 200;

/** What normalization could not keep, from the event's `errors`. */
export function readErrors(errors: unknown): Repair[] {
  return asList(errors)
    .slice(0, maxRepairs)
    .map((value) => {
      const error = asFields(value);
      const data = asFields(error['data']);
      return {
        path: asLabel(data['name']) ?? asLabel(data['path']),
        text: asLabel(error['message']) ?? asLabel(error['type']) ?? 'Something could not be read',
        original: asLabel(data['value']) ?? asLabel(data['reason']),
      };
    });
}

/** Remarks of `_meta`: a tree like the event, with what happened to each field under the empty key. */
export function readRemarks(meta: unknown): Repair[] {
  const found: Repair[] = [];
  const walk = (node: unknown, path: string): void => {
    if (!isFields(node)) return;
    for (const [key, value] of Object.entries(node)) {
      if (found.length >= maxRepairs) return;
      if (key === '') found.push(...remarksAt(value, path));
      else walk(value, path === '' ? key : `${path}.${key}`);
    }
  };
  walk(meta, '');
  return found;
}

/** Source: https://develop.sentry.dev/sdk/data-model/event-payloads/ (`_meta`: `rem` remarks, `err` errors, `len` length before, `val` value before). */
function remarksAt(value: unknown, path: string): Repair[] {
  const meta = asFields(value);
  const original = asLabel(meta['val']);
  const length = asNumber(meta['len']);
  const place = path === '' ? null : path;
  const remarks = asList(meta['rem']).map((remark): Repair => {
    const [rule, kind] = asList(remark);
    return { path: place, text: remarkText(asText(rule), asText(kind), length), original };
  });
  const errors = asList(meta['err']).map((error): Repair => {
    const [code, data] = Array.isArray(error) ? error : [error, null];
    const reason = asLabel(asFields(data)['reason']);
    return { path: place, text: reason === null ? asText(code).replaceAll('_', ' ') : `${asText(code).replaceAll('_', ' ')}: ${reason}`, original };
  });
  if (remarks.length + errors.length > 0) return [...remarks, ...errors];
  return length === null ? [] : [{ path: place, text: `was ${length.toLocaleString('en')} long`, original }];
}

function remarkText(rule: string, kind: string, length: number | null): string {
  const before = length === null ? '' : `, was ${length.toLocaleString('en')} characters`;
  if (rule.startsWith('!limit') || rule === '!') return `cut${before}`;
  switch (kind) {
    case 'x':
      return `removed by ${rule}`;
    case 'm':
      return `masked by ${rule}`;
    case 'p':
      return `replaced by a pseudonym by ${rule}`;
    default:
      return `scrubbed by ${rule}${before}`;
  }
}
