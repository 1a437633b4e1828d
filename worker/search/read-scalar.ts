import type { ScalarKind } from './keys.ts';
import type { QueryErrorReason, SingleValue, Span } from './tree.ts';

/** A value of a kind that is no text. Null if it is not of that kind. */
export function readScalar(raw: string, kind: ScalarKind, span: Span): SingleValue | null {
  switch (kind) {
    case 'number':
      return readNumber(raw, span);
    case 'duration':
      return readDuration(raw, span);
    case 'size':
      return readSize(raw, span);
    case 'percentage':
      return readPercentage(raw, span);
    case 'boolean':
      return readBoolean(raw, span);
    case 'date':
      return readRelativeDate(raw, span) ?? readDate(raw, span);
    case 'id':
      return readId(raw, span);
  }
}

/** What is wrong with a value that is not of its kind. */
export function misreadScalar(kind: ScalarKind, typedKey: string): { reason: QueryErrorReason; message: string } {
  switch (kind) {
    case 'number':
      return { reason: 'invalid_number', message: 'Invalid number. Expected number then optional k, m, or b suffix (e.g. 500k)' };
    case 'duration':
      return { reason: 'invalid_duration', message: 'Invalid duration. Expected number followed by duration unit suffix' };
    case 'size':
      return { reason: 'invalid_size', message: 'Invalid file size. Expected number followed by file size unit suffix' };
    case 'percentage':
      return { reason: 'invalid_percentage', message: 'Invalid percentage. Expected number followed by %' };
    case 'boolean':
      return { reason: 'invalid_boolean', message: 'Invalid boolean. Expected true, 1, false, or 0.' };
    case 'date':
      return {
        reason: 'invalid_date',
        message: 'Invalid date format. Expected +/-duration (e.g. +1h) or ISO 8601-like (e.g. 2017-10-17 or 2017-10-17T02:41:00.000Z)',
      };
    case 'id':
      return {
        reason: 'invalid_id',
        message: `\`${typedKey}\` must be a valid UUID hex (32-36 characters long, containing only digits, dashes, or a-f characters)`,
      };
  }
}

function readNumber(raw: string, span: Span): SingleValue | null {
  const [, sign = '', digits = '', suffix = ''] = /^([+-]?)(\d+(?:\.\d*)?)([kmb]?)$/i.exec(raw) ?? [];
  const number = Number(sign + digits) * (thousands[suffix.toLowerCase()] ?? 1);
  // Adding zero, so that -0 is 0.
  return digits !== '' && Number.isFinite(number) ? { type: 'number', number: number + 0, ...span } : null;
}

const thousands: Partial<Record<string, number>> = { k: 1e3, m: 1e6, b: 1e9 };

/** A number alone is in milliseconds, and may have a suffix of numbers other than `m`, which is minutes. */
function readDuration(raw: string, span: Span): SingleValue | null {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d*)?)(ms|s|min|m|hr|h|day|d|wk|w)$/i.exec(raw) ?? [];
  const milliseconds = Number(digits) * (durationUnits[unit.toLowerCase()] ?? 1);
  if (digits !== '' && Number.isFinite(milliseconds)) return { type: 'duration', milliseconds, ...span };
  const plain = readNumber(raw, span);
  return plain?.type === 'number' ? { type: 'duration', milliseconds: plain.number, ...span } : null;
}

const durationUnits: Partial<Record<string, number>> = {
  ms: 1,
  s: 1000,
  min: 60_000,
  m: 60_000,
  hr: 3_600_000,
  h: 3_600_000,
  day: 86_400_000,
  d: 86_400_000,
  wk: 604_800_000,
  w: 604_800_000,
};

/** A number alone is in bytes. */
function readSize(raw: string, span: Span): SingleValue | null {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d*)?)(bit|nb|bytes|[kmgtpezy]i?b)?$/i.exec(raw) ?? [];
  const bytes = Number(digits) * bytesOf(unit.toLowerCase());
  return digits !== '' && Number.isFinite(bytes) ? { type: 'size', bytes, ...span } : null;
}

function bytesOf(unit: string): number {
  if (unit === 'bit') return 1 / 8;
  // A nibble.
  if (unit === 'nb') return 1 / 2;
  const power = 'kmgtpezy'.indexOf(unit.charAt(0)) + 1;
  return unit === '' ? 1 : (unit.endsWith('ib') ? 1024 : 1000) ** power;
}

/** A number alone is the ratio itself. */
function readPercentage(raw: string, span: Span): SingleValue | null {
  const isPercent = raw.endsWith('%');
  const plain = readNumber(isPercent ? raw.slice(0, -1) : raw, span);
  return plain?.type === 'number' ? { type: 'percentage', ratio: plain.number / (isPercent ? 100 : 1), ...span } : null;
}

function readBoolean(raw: string, span: Span): SingleValue | null {
  return /^(true|1|false|0)$/i.test(raw) ? { type: 'boolean', boolean: /^(true|1)$/i.test(raw), ...span } : null;
}

function readRelativeDate(raw: string, span: Span): SingleValue | null {
  const [, sign, count = '', unit = ''] = /^([+-])(\d{1,9})([wdhm])$/.exec(raw) ?? [];
  if (sign === undefined) return null;
  return { type: 'relative_date', direction: sign === '-' ? 'since' : 'until', agoMilliseconds: Number(count) * (durationUnits[unit] ?? 1), ...span };
}

/** No zone means UTC. Days that no calendar has are none. */
function readDate(raw: string, span: Span): SingleValue | null {
  const [, day, time, fraction = '', zone = ''] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?$/.exec(raw) ?? [];
  if (day === undefined || !isDay(day)) return null;
  const milliseconds = (time?.length ?? 0) < 8 ? '' : fraction.slice(0, 4);
  if (fraction !== '' && milliseconds === '') return null;
  const at = Date.parse(`${day}T${time ?? '00:00'}${milliseconds}${zone || 'Z'}`);
  if (Number.isNaN(at) || at < firstYear || at > lastYear) return null;
  return { type: 'date', at, precision: time === undefined && (zone === '' || zone === 'Z') ? 'day' : 'instant', ...span };
}

function isDay(day: string): boolean {
  const at = Date.parse(`${day}T00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(day);
}

/** A zone may move a date out of the years of four digits. */
const firstYear = Date.parse('0000-01-01T00:00Z');
const lastYear = Date.parse('9999-12-31T23:59:59.999Z');

function readId(raw: string, span: Span): SingleValue | null {
  const hex = raw.replaceAll('-', '').toLowerCase();
  if (raw !== '' && !(raw.length <= 36 && /^[0-9a-f]{32}$/.test(hex))) return null;
  return { type: 'text', text: hex, ...span };
}
