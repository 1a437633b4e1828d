/** What stands in the place of a secret. */
export const masked = '[masked]';

const secretNames = /auth|cookie|token|secret|password|passwd|api-?key|credential|signature|session|x-sentry-key/i;
const keyPattern = /^[0-9a-f]{32}$/i;

/** Headers as pairs, without what lets one in anywhere: whatever a project's scrubbing says, and also in raw captures. */
export function maskHeaders(headers: Iterable<[string, string]>): [string, string][] {
  return [...headers].map(([name, value]) => [name, maskHeader(name, value)]);
}

/** Path and query. Keys keep their last four digits, so that one tells which was meant. */
export function maskPath(url: URL): string {
  const path = url.pathname
    .split('/')
    // Ids of events look like keys.
    .map((segment, index, segments) => (keyPattern.test(segment) && segments[index - 1] !== 'events' ? maskKey(segment) : segment))
    .join('/');
  const query = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(maskParameter(name, value))}`);
  return query.length === 0 ? path : `${path}?${query.join('&')}`;
}

/** The last four digits, behind a mark that no key has. */
export function maskKey(key: string): string {
  return `…${key.slice(-4)}`;
}

/** Keys and secrets of Sentry in free text, such as an address in `Referer` or an answer. */
export function maskText(text: string): string {
  return text
    .replaceAll(/(sentry_key\s*[=:]\s*"?)([0-9a-f]+)/gi, (_, before: string, key: string) => before + maskKey(key))
    .replaceAll(/(sentry_secret\s*[=:]\s*"?)([^\s,&"]+)/gi, (_, before: string) => before + masked)
    .replaceAll(/\/\/([^\s/@:]+)(:[^\s/@]+)?@/g, (_, key: string, secret: string | undefined) => `//${maskKey(key)}${secret ? `:${masked}` : ''}@`);
}

function maskHeader(name: string, value: string): string {
  const isOfSentry = /^\s*sentry\s/i.test(value) && /^(x-sentry-auth|authorization)$/i.test(name);
  return secretNames.test(name) && !isOfSentry ? masked : maskText(value);
}

function maskParameter(name: string, value: string): string {
  if (name === 'sentry_key') return maskKey(value);
  return secretNames.test(name) || /key$/i.test(name) ? masked : maskText(value);
}

/** Readable: only what would end the parameter or the line. */
function encode(text: string): string {
  return text.replaceAll(/[&=#%+\s"'<>\\]/g, (character) => encodeURIComponent(character));
}
