import { asFields, asLabel, asPairs, asText, asWebAddress, isFields } from '../../../worker/reading/value.ts';

/** What scrubbing leaves in place of a value. */
export const scrubbedText = '[Filtered]';

/** The HTTP request during which the event happened, as it is shown. */
export interface Request {
  method: string | null;
  url: string | null;
  query: [name: string, value: unknown][];
  fragment: string | null;
  headers: [name: string, value: unknown][];
  cookies: [name: string, value: unknown][];
  env: [name: string, value: unknown][];
  body: unknown;
  contentType: string | null;
  target: string | null;
}

export function readRequest(data: unknown): Request {
  const request = asFields(data);
  return {
    method: asLabel(request['method']),
    url: asLabel(request['url']),
    query: asPairs(request['query']),
    fragment: asLabel(request['fragment']),
    headers: asPairs(request['headers']),
    cookies: asPairs(request['cookies']),
    env: asPairs(request['env']),
    body: request['data'] ?? null,
    contentType: asLabel(request['inferredContentType']),
    target: asLabel(request['apiTarget']),
  };
}

/** The address with its query and fragment. */
export function fullAddress(request: Request): string {
  const url = request.url ?? '';
  const query = request.query.map(([name, value]) => `${encodeURIComponent(wellFormed(name))}=${encodeURIComponent(wellFormed(asText(value)))}`).join('&');
  const withQuery = query === '' || url.includes('?') ? url : `${url}?${query}`;
  return request.fragment === null ? withQuery : `${withQuery}#${request.fragment}`;
}

/**
 * A command that repeats the request, or null where there is no http address to send it to. All of it comes from strangers and is meant
 * for a shell: every part is quoted, nothing can become an option, read a file (`@name`) or expand (`[1-9]`). Scrubbed headers are left out.
 */
export function asCurl(request: Request): string | null {
  const address = fullAddress(request);
  if (asWebAddress(address) === null) return null;
  const method = request.method?.toUpperCase() ?? 'GET';
  const body = bodyText(request);
  const headers = request.headers.flatMap(([name, value]) => headerArgument(name, asText(value)));
  const hasHeader = (wanted: string): boolean => request.headers.some(([name]) => name.toLowerCase() === wanted);
  if (!hasHeader('cookie')) headers.push(...cookieArgument(request.cookies));
  if (body !== '' && request.contentType !== null && !hasHeader('content-type')) headers.push(...headerArgument('Content-Type', request.contentType));

  const lines = [`curl --globoff --compressed --request ${quoted(/^[A-Z]+$/.test(method) ? method : 'GET')} --url ${quoted(address)}`, ...headers];
  if (body !== '') lines.push(`--data-raw ${quoted(body)}`);
  return lines.join(' \\\n  ');
}

/** The body as it was sent, as far as can be told. */
export function bodyText(request: Request): string {
  if (isFields(request.body) && request.contentType === 'application/x-www-form-urlencoded') {
    return Object.entries(request.body)
      .flatMap(([name, value]) =>
        (Array.isArray(value) ? value : [value]).map((each) => `${encodeURIComponent(wellFormed(name))}=${encodeURIComponent(wellFormed(asText(each)))}`),
      )
      .join('&');
  }
  return asText(request.body);
}

/** curl sets these itself, and rightly for what it sends. */
const headersOfCurl = new Set(['accept-encoding', 'connection', 'content-length', 'host', 'transfer-encoding']);

function headerArgument(name: string, value: string): string[] {
  const isToken = /^[!#$%&'*+.^_`|~\w-]+$/.test(name);
  if (!isToken || headersOfCurl.has(name.toLowerCase()) || value === scrubbedText) return [];
  return [`--header ${quoted(`${name}: ${value.replace(/[\r\n]+/g, ' ')}`)}`];
}

function cookieArgument(cookies: Request['cookies']): string[] {
  const known = cookies.filter(([, value]) => asText(value) !== scrubbedText).map(([name, value]) => `${name}=${asText(value)}`);
  return known.length === 0 ? [] : headerArgument('Cookie', known.join('; '));
}

/** One word for a POSIX shell. Control characters are written as escapes, so that pasting cannot steer the terminal. */
function quoted(text: string): string {
  // oxlint-disable-next-line no-control-regex
  if (!/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(text)) return `'${text.replaceAll("'", `'\\''`)}'`;
  // oxlint-disable-next-line no-control-regex
  const escaped = text.replace(/[\\'\u0000-\u001f\u007f-\u009f]/g, (character) =>
    character === '\\' || character === "'" ? `\\${character}` : `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
  return `$'${escaped}'`;
}

/** encodeURIComponent throws on half a surrogate pair. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
