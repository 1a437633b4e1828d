import * as z from 'zod/mini';

const maxIdCharacters = 2_000;

export const Client = z.object({
  name: z.string().check(z.maxLength(100)),
  redirectUris: z.array(z.string().check(z.maxLength(300))).check(z.minLength(1), z.maxLength(5)),
});
export type Client = z.infer<typeof Client>;

/**
 * An id that says itself what was registered. Anybody may register, so there would be nothing to protect in a table of clients, only one more that strangers can fill;
 * and whoever consents is shown where they will be sent.
 */
export function idOfClient(client: Client): string {
  return Buffer.from(JSON.stringify(client)).toString('base64url');
}

/** Null for what no registration gave out. */
export function readClientId(id: string | null): Client | null {
  if (!id || id.length > maxIdCharacters) return null;
  try {
    const client = z.safeParse(Client, JSON.parse(Buffer.from(id, 'base64url').toString()));
    if (!client.success || !client.data.redirectUris.every(isRedirectUri)) return null;
    return { ...client.data, name: cleanName(client.data.name) };
  } catch {
    return null;
  }
}

/** Without what no eye sees, such as marks that turn the direction of writing: the name stands in a question that is read with care. */
export function cleanName(name: string): string {
  return name
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
    .slice(0, 100);
}

/** https, this machine, or the scheme of an app. Nothing that a browser would run or open as a file. */
export function isRedirectUri(text: string): boolean {
  if (!URL.canParse(text) || text.includes('#')) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  if (protocol === 'http:') return isLoopback(hostname);
  return protocol === 'https:' || (/^[a-z][a-z0-9+.-]+:$/.test(protocol) && !browserSchemes.has(protocol));
}

const browserSchemes = new Set([
  'javascript:',
  'data:',
  'vbscript:',
  'file:',
  'blob:',
  'about:',
  'filesystem:',
  'view-source:',
  'ws:',
  'wss:',
  'ftp:',
  'mailto:',
]);

/** As it was registered; on this machine with any port, since apps listen where they can (RFC 8252, 7.3). */
export function isRegistered({ redirectUris }: Client, wanted: string): boolean {
  return isRedirectUri(wanted) && redirectUris.some((registered) => withoutPort(registered) === withoutPort(wanted));
}

function withoutPort(uri: string): string {
  const url = new URL(uri);
  if (url.protocol !== 'http:') return uri;
  url.port = '';
  return url.href;
}

function isLoopback(hostname: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
