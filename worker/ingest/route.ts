/** What a path on the ingest face asks for. `projectId` is null where only the key names the project. */
export type IngestRoute = { endpoint: 'envelope' | 'store'; projectId: string | null } | { endpoint: 'unknown'; projectId: string };

/**
 * Matches a path of the SDKs, with or without its trailing slash and with doubled slashes, since a POST must never be answered by a redirect. Null for all
 * that is not of the ingest face. `/tunnel` takes bare envelopes whose header names the DSN.
 */
export function routeIngest(pathname: string): IngestRoute | null {
  const parts = pathname.split('/').filter((part) => part !== '');
  const [first, second, third] = parts;
  if (first === 'tunnel') return parts.length === 1 ? { endpoint: 'envelope', projectId: null } : null;
  if (first !== 'api' || second === undefined || second === '0') return null;
  if (second === 'store' && parts.length === 2) return { endpoint: 'store', projectId: null };
  if (second === 'envelope' && parts.length === 2) return { endpoint: 'envelope', projectId: null };
  if (!/^\d+$/.test(second)) return null;
  if (parts.length === 3 && (third === 'envelope' || third === 'store')) return { endpoint: third, projectId: second };
  return { endpoint: 'unknown', projectId: second };
}
