const name = 'picket_session';
export const sessionSeconds = 30 * 24 * 60 * 60;

/** Out of reach of scripts, and sent along by no other site's requests but links. `url` is that of the request: plain http is for local runs. */
export function sessionCookie(token: string, url: URL): string {
  return `${name}=${token}; Max-Age=${sessionSeconds}; ${attributes(url)}`;
}

export function expiredSessionCookie(url: URL): string {
  return `${name}=; Max-Age=0; ${attributes(url)}`;
}

export function readSessionCookie(headers: Headers): string | null {
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const [key, ...value] = pair.trim().split('=');
    if (key === name) return value.join('=') || null;
  }
  return null;
}

function attributes(url: URL): string {
  return `Path=/; HttpOnly; SameSite=Lax${url.protocol === 'https:' ? '; Secure' : ''}`;
}
