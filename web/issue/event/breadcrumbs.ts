import { asFields, asLabel, asList, asNumber, asText, isFields } from '../../../worker/reading/value.ts';
import type { Fields } from '../../../worker/reading/value.ts';

export type CrumbIcon = 'arrow-right' | 'circle-alert' | 'database' | 'globe' | 'info' | 'mouse-pointer-click' | 'terminal' | 'triangle-alert' | 'user';
export type CrumbTone = 'error' | 'warning' | 'plain';

/** A breadcrumb as it is shown: what kind, what happened, how long before the event. */
export interface Crumb {
  /** Position as it came, 0 the oldest. */
  index: number;
  kind: string;
  icon: CrumbIcon;
  tone: CrumbTone;
  level: string;
  /** `POST` of a request. */
  verb: string | null;
  text: string;
  /** Where in the breadcrumb the text stands. */
  source: readonly string[];
  /** Status of a request. */
  status: string | null;
  /** What is left of its data. */
  details: [name: string, value: unknown][];
  /** Milliseconds from the event to it: negative for what came before. Null where it has no time. */
  offsetMs: number | null;
  at: string | null;
}

/** Newest first. `eventAt` is the time of the event in Unix milliseconds. */
export function readBreadcrumbs(data: unknown, eventAt: number): Crumb[] {
  return asList(asFields(data)['values'])
    .filter(isFields)
    .map((value, index) => readCrumb(value, index, eventAt))
    .reverse();
}

/** Those of one kind that have the text somewhere, in any case. */
export function filterBreadcrumbs(crumbs: readonly Crumb[], kind: string, text: string): Crumb[] {
  const wanted = text.trim().toLowerCase();
  return crumbs.filter((crumb) => {
    if (kind !== '' && crumb.kind !== kind) return false;
    return (
      wanted === '' ||
      [crumb.kind, crumb.verb, crumb.text, crumb.status, crumb.level, asText(crumb.details)].some((part) => part?.toLowerCase().includes(wanted))
    );
  });
}

/** `−4 ms`, `−1.2 s`, `−3 min`: a true minus sign, as figures stand in a column. */
export function offsetText(offsetMs: number): string {
  const size = Math.abs(offsetMs);
  const sign = offsetMs < 0 ? '−' : offsetMs > 0 ? '+' : '';
  if (size < 1_000) return `${sign}${Math.round(size)} ms`;
  if (size < 60_000) return `${sign}${(size / 1_000).toFixed(size < 10_000 ? 1 : 0)} s`;
  if (size < 3_600_000) return `${sign}${Math.round(size / 60_000)} min`;
  if (size < 86_400_000) return `${sign}${Math.round(size / 3_600_000)} h`;
  return `${sign}${Math.round(size / 86_400_000)} d`;
}

function readCrumb(value: Fields, index: number, eventAt: number): Crumb {
  const data = asFields(value['data']);
  const type = asText(value['type']);
  const category = asLabel(value['category']);
  const kind = category ?? (type === '' || type === 'default' ? 'event' : type);
  const level = asLabel(value['level']) ?? 'info';
  const at = asLabel(value['timestamp']);
  const time = at === null ? Number.NaN : Date.parse(at);
  const said = describe(value, data);
  return {
    index,
    kind,
    icon: iconOf(kind, type, level),
    tone: level === 'error' || level === 'fatal' || type === 'error' ? 'error' : level === 'warning' ? 'warning' : 'plain',
    level,
    verb: said.verb,
    text: said.text,
    source: said.source,
    status: said.status,
    details: Object.entries(data).filter(([name]) => !said.used.includes(name)),
    offsetMs: Number.isNaN(time) || Number.isNaN(eventAt) ? null : time - eventAt,
    at,
  };
}

/** What happened in words. `used` names the data that the words already say. */
function describe(value: Fields, data: Fields): { verb: string | null; text: string; source: string[]; status: string | null; used: string[] } {
  const message = asLabel(value['message']);
  const url = asLabel(data['url']);
  if (url !== null && (message === null || message === url || message === `${asText(data['method'])} ${url}`)) {
    return {
      verb: asLabel(data['method'])?.toUpperCase() ?? null,
      text: url,
      source: ['data', 'url'],
      status: statusOf(data),
      used: ['url', 'method', 'status_code', 'http.response.status_code', 'http.method', '__span'],
    };
  }
  const from = asLabel(data['from']);
  const to = asLabel(data['to']);
  if (message === null && to !== null)
    return { verb: null, text: from === null ? to : `${from} → ${to}`, source: ['data', 'to'], status: null, used: ['from', 'to'] };
  const query = asLabel(data['query']);
  if (message === null && query !== null) return { verb: null, text: query, source: ['data', 'query'], status: null, used: ['query'] };
  // Console breadcrumbs carry their arguments again.
  return { verb: null, text: message ?? '', source: ['message'], status: null, used: value['category'] === 'console' ? ['logger', 'arguments'] : [] };
}

function statusOf(data: Fields): string | null {
  const status = asNumber(data['status_code']) ?? asNumber(data['http.response.status_code']);
  return status === null || status === 0 ? null : String(status);
}

function iconOf(kind: string, type: string, level: string): CrumbIcon {
  if (level === 'error' || level === 'fatal' || type === 'error' || kind === 'exception') return 'circle-alert';
  if (level === 'warning') return 'triangle-alert';
  if (type === 'query' || /query|sql|redis|^db/i.test(kind)) return 'database';
  if (type === 'http' || /xhr|fetch|http/i.test(kind)) return 'globe';
  if (type === 'navigation' || /navigation|route/i.test(kind)) return 'arrow-right';
  if (type === 'user' || /^ui\.|click|touch/i.test(kind)) return 'mouse-pointer-click';
  if (/auth|session|login/i.test(kind)) return 'user';
  return type === 'debug' || kind === 'console' ? 'terminal' : 'info';
}
