import { KiB, type BagLimits } from './bag.ts';
import { readBody } from './request-body.ts';
import type { Pair, RequestData } from './event.ts';
import { spellScalar, unlessEmpty, type Fields } from './fields.ts';
import { readPairs, spellJson } from './pairs.ts';
import { cleanText } from './text.ts';

const maxQueryBytes = 1 * KiB;
const maxCookieBytes = 2 * KiB;
const maxHeaderBytes = 8 * KiB;
const envLimits: BagLimits = { maxDepth: 7, maxBytes: 8 * KiB };

/** Source: relay-event-normalization/src/normalize/request.rs */
export function readRequest(fields: Fields): RequestData | undefined {
  const request = fields.object('request');
  if (!request) return undefined;

  const address = splitAddress(request);
  const { headers, cookieHeader } = readHeaders(request);
  const { data, contentType } = readBody(request);
  return unlessEmpty({
    url: address.url,
    method: readMethod(request),
    query_string: readQuery(request) ?? parseQuery(address.query),
    fragment: request.text('fragment', 1024) ?? address.fragment,
    data,
    inferred_content_type:
      data === undefined ? undefined : (contentType ?? headerOf(headers, 'Content-Type')?.split(';')[0]?.trim() ?? request.text('inferred_content_type', 128)),
    cookies: readCookies(request) ?? parseCookies(cookieHeader),
    headers,
    env: request.bag('env', envLimits),
    body_size: request.integer('body_size'),
    api_target: request.text('api_target', 128),
    protocol: request.text('protocol', 128),
  });
}

/** Names in headers are compared without case. */
export function headerOf(headers: readonly Pair[] | undefined, name: string): string | undefined {
  const lowered = name.toLowerCase();
  return headers?.find(([header]) => header.toLowerCase() === lowered)?.[1];
}

/** Not with `URL`: many addresses are relative, or templates. */
function splitAddress(request: Fields): { url?: string; query?: string; fragment?: string } {
  const sent = request.text('url', 8 * KiB);
  if (!sent) return {};
  const written = sent.endsWith('…') ? `${sent.slice(0, -1)}...` : sent;
  const hash = written.indexOf('#');
  const beforeHash = hash === -1 ? written : written.slice(0, hash);
  const question = beforeHash.indexOf('?');
  const url = question === -1 ? beforeHash : beforeHash.slice(0, question);
  return {
    ...(url === '' ? {} : { url: request.place.at('url').limitText(url, 256) }),
    ...(question === -1 ? {} : { query: beforeHash.slice(question + 1) }),
    ...(hash === -1 || hash === written.length - 1 ? {} : { fragment: written.slice(hash + 1, hash + 1025) }),
  };
}

function readMethod(request: Fields): string | undefined {
  const method = request.text('method', 128)?.toUpperCase();
  if (method === undefined || /^[A-Z_-]{3,32}$/.test(method)) return method;
  request.place.at('method').noteInvalid('invalid http method', method);
  return undefined;
}

function readQuery(request: Fields): Pair[] | undefined {
  const query = request.get('query_string');
  if (query === undefined || query === '') return undefined;
  return typeof query === 'string' ? parseQuery(query) : readPairs(query, request.place.at('query_string'), maxQueryBytes, spellJson);
}

function parseQuery(query: string | undefined): Pair[] | undefined {
  const text = query?.startsWith('?') ? query.slice(1) : query;
  if (!text) return undefined;
  const pairs: Pair[] = [];
  for (const [name, value] of new URLSearchParams(text.slice(0, maxQueryBytes))) pairs.push([cleanText(name), cleanText(value)]);
  return pairs.length === 0 ? undefined : pairs;
}

function readCookies(request: Fields): Pair[] | undefined {
  const cookies = request.get('cookies');
  if (cookies === undefined) return undefined;
  return typeof cookies === 'string' ? parseCookies(cookies) : readPairs(cookies, request.place.at('cookies'), maxCookieBytes, spellJson);
}

export function parseCookies(text: string | undefined): Pair[] | undefined {
  if (!text) return undefined;
  const pairs: Pair[] = [];
  for (const cookie of cleanText(text).slice(0, maxCookieBytes).split(';')) {
    const equals = cookie.indexOf('=');
    const name = (equals === -1 ? cookie : cookie.slice(0, equals)).trim();
    if (name !== '') pairs.push([name, equals === -1 ? '' : cookie.slice(equals + 1).trim()]);
  }
  return pairs.length === 0 ? undefined : pairs;
}

/** Cookies leave the headers: they are shown, and scrubbed, on their own. */
function readHeaders(request: Fields): { headers: Pair[] | undefined; cookieHeader: string | undefined } {
  const sent = request.get('headers');
  if (sent === undefined) return { headers: undefined, cookieHeader: undefined };
  const all = readPairs(sent, request.place.at('headers'), maxHeaderBytes, spellHeader)?.map(([name, value]): Pair => [capitalise(name), value]);
  const headers = all?.filter(([name]) => name !== 'Cookie');
  // Objects have no order that means something.
  if (!Array.isArray(sent)) headers?.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return { headers, cookieHeader: headerOf(all, 'Cookie') };
}

function spellHeader(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.map((entry) => spellScalar(entry) ?? '').join(',');
  return value === null ? undefined : spellScalar(value);
}

/** `user-agent` → `User-Agent`, `X-GitHub-Event` stays. */
function capitalise(name: string): string {
  return name.replaceAll(/(^|-)([a-z])/g, (_match, dash: string, letter: string) => dash + letter.toUpperCase());
}
