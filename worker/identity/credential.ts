import { hashToken } from './secrets.ts';

/** What somebody was let in by, as it is stored: it can be looked up again, but not used. */
export interface Credential {
  kind: 'session' | 'token';
  hash: string;
}

export function credentialOf(kind: Credential['kind'], token: string): Credential {
  return { kind, hash: hashToken(token) };
}
