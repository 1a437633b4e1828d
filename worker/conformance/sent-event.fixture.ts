import { isIP } from 'node:net';
import { expect } from 'vitest';
import type { Entry, Event } from '../api/contract/event.ts';

/*
 * What the API must say about an event, told from what the client sent. Only the forms that the recorded clients use are known here: it is far from a
 * normalization, and shares nothing with Picket's.
 */

/** The payload of an event item, as far as it is looked at. */
export interface SentEvent {
  level?: string;
  platform?: string;
  release?: string;
  environment?: string;
  sdk?: { name: string; version: string };
  message?: string | SentMessage;
  logentry?: SentMessage;
  exception?: SentException[] | { values: SentException[] };
  breadcrumbs?: SentBreadcrumb[] | { values: SentBreadcrumb[] };
  request?: { url?: string; method?: string };
  tags?: Record<string, string> | [string, string][];
  user?: Record<string, unknown>;
  fingerprint?: string[];
}

interface SentMessage {
  message?: string;
  formatted?: string;
  params?: unknown[];
}

interface SentException {
  type?: string;
  value?: string;
  mechanism?: { synthetic?: boolean };
  stacktrace?: { frames: SentFrame[] };
}

interface SentFrame {
  function?: string;
  filename?: string;
  lineno?: number;
}

interface SentBreadcrumb {
  message?: string;
  category?: string;
}

/** The fields of the API's answer that the payload decides, for `toMatchObject`. */
export function expectedAnswer(sent: SentEvent) {
  return {
    title: titleOf(sent),
    level: sent.level ?? 'error',
    platform: sent.platform ?? 'other',
    environment: sent.environment ?? null,
    release: sent.release === undefined ? null : { version: sent.release },
    ...(sent.sdk && { sdk: { name: sent.sdk.name, version: sent.sdk.version } }),
    ...(isKnown(sent.user) && { user: identityOf(sent.user) }),
  };
}

/** Tags that the client set, but for those whose names may not be used. The answer has more, which are derived. */
export function sentTags({ tags = [] }: SentEvent): { key: string; value: string }[] {
  const pairs = Array.isArray(tags) ? tags : Object.entries(tags);
  return pairs.filter(([key]) => /^[\w.:-]+$/.test(key)).map(([key, value]) => ({ key, value }));
}

/** The exceptions, breadcrumbs, message and request of an event, as far as both sides tell the same about them. */
export function sentEntries(sent: SentEvent) {
  return {
    exceptions: valuesOf(sent.exception).map(({ type, value, stacktrace }) => ({
      type: type ?? null,
      value: value === undefined ? null : repaired(value),
      frames: (stacktrace?.frames ?? []).map(sentFrame),
    })),
    breadcrumbs: valuesOf(sent.breadcrumbs).map(({ message, category }) => ({ message: message ?? null, category: category ?? null })),
    message: messageOf(sent),
    // The query has a place of its own.
    request: sent.request ? { url: sent.request.url?.split('?')[0] ?? null, method: sent.request.method ?? null } : null,
  };
}

/** Browsers name a file by its address, of which the host is left away, and a function without a name by `?`. */
function sentFrame({ function: name = '?', filename = '', lineno }: SentFrame) {
  const path = /^https?:/.test(filename) ? new URL(filename).pathname : filename;
  return { function: name === '?' ? null : name, filename: path || null, lineNo: lineno ?? null };
}

/** The same of the API's answer. */
export function shownEntries({ entries }: Event): ReturnType<typeof sentEntries> {
  const exceptions = find(entries, 'exception')?.data.values ?? [];
  const breadcrumbs = find(entries, 'breadcrumbs')?.data.values ?? [];
  const request = find(entries, 'request')?.data;
  return {
    exceptions: exceptions.map(({ type, value, stacktrace }) => ({
      type,
      value,
      frames: (stacktrace?.frames ?? []).map((frame) => ({ function: frame.function, filename: frame.filename, lineNo: frame.lineNo })),
    })),
    breadcrumbs: breadcrumbs.map(({ message, category }) => ({ message, category })),
    message: find(entries, 'message')?.data.formatted ?? null,
    request: request ? { url: request.url, method: request.method } : null,
  };
}

function find<Type extends Entry['type']>(entries: readonly Entry[], type: Type): Extract<Entry, { type: Type }> | undefined {
  return entries.find((entry): entry is Extract<Entry, { type: Type }> => entry.type === type);
}

/** The last exception is what was caught; its causes stand before it. Where its type is a placeholder, the title is taken from the stack: any text will do. */
function titleOf(sent: SentEvent): unknown {
  const main = valuesOf(sent.exception).at(-1);
  if (!main) return firstLine(messageOf(sent) ?? '') || '<unlabeled event>';
  if (main.type && main.mechanism?.synthetic) return expect.stringMatching(/./);
  return [main.type, firstLine(repaired(main.value ?? ''))].filter(Boolean).join(': ');
}

function messageOf(sent: SentEvent): string | null {
  const message = sent.logentry ?? sent.message;
  if (message === undefined) return null;
  if (typeof message === 'string') return repaired(message);
  const params = [...(message.params ?? [])];
  return repaired(message.formatted ?? (message.message ?? '').replaceAll(/%[sd]|\{\}/g, (place) => (params.length > 0 ? String(params.shift()) : place)));
}

/** False for somebody of whom the client said only that the server shall find the address. */
function isKnown(user: SentEvent['user']): user is Record<string, unknown> {
  return user !== undefined && Object.values(user).some((value) => value !== '{{auto}}');
}

/** What says who it was. Everything else about a user is free data. */
function identityOf({ id, email, username, ip_address: address }: Record<string, unknown>) {
  return {
    id: id === undefined ? null : String(id),
    email: email ?? null,
    username: username ?? null,
    ...(typeof address === 'string' && isIP(address) && { ip_address: address }),
  };
}

function valuesOf<Value>(list: Value[] | { values: Value[] } | undefined): Value[] {
  return Array.isArray(list) ? list : (list?.values ?? []);
}

function firstLine(text: string): string {
  return text.trim().split(/\r?\n/, 1)[0]?.trim() ?? '';
}

/** No database keeps half a surrogate pair or a NUL. */
function repaired(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\uFFFD');
}
