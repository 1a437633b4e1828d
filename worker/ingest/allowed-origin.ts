/**
 * Whether a page may send to a project. Its origin is the `Origin` header, else the `Referer`; what comes from no page is always allowed. Patterns are Sentry's:
 * `*`, `example.com`, `*.example.com`, `https://example.com`, `https://example.com:8080`, each with `*` for any part.
 *
 * Source: relay-filter/src/csp.rs, matches_any_origin
 */
export function isAllowedOrigin(headers: Headers, allowedDomains: readonly string[]): boolean {
  const origin = originOf(headers);
  return origin === null || allowedDomains.some((pattern) => fits(origin, pattern));
}

interface Origin {
  scheme: string;
  host: string;
  /** As written: empty for the scheme's own. */
  port: string;
}

function originOf(headers: Headers): Origin | null {
  // A sandboxed frame or a file says `null`, which is an origin that no pattern but `*` fits.
  if (headers.get('origin') === 'null') return { scheme: 'null', host: 'null', port: '' };
  for (const text of [headers.get('origin'), headers.get('referer')]) {
    if (text === null || !URL.canParse(text)) continue;
    const { protocol, hostname, port } = new URL(text);
    if (protocol === 'http:' || protocol === 'https:') return { scheme: protocol.slice(0, -1), host: hostname, port };
  }
  return null;
}

function fits(origin: Origin, pattern: string): boolean {
  const [, scheme = '*', host = '*', port = '*'] = /^(?:([^:/]+):\/\/)?([^:/]*)(?::([^/]*))?/.exec(pattern.trim().toLowerCase()) ?? [];
  return isEither(origin.scheme, scheme) && isEither(origin.port, port) && fitsHost(origin.host, host);
}

function isEither(value: string, wanted: string): boolean {
  return wanted === '*' || wanted === value;
}

/** `*.example.com` is the domain and all below it. */
function fitsHost(host: string, wanted: string): boolean {
  if (wanted.startsWith('*.')) return host === wanted.slice(2) || host.endsWith(wanted.slice(1));
  return isEither(host, wanted);
}
