import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Token of a browser session: 32 random bytes. */
export function createSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

/** `sntryu_` and 64 hex digits, the form of Sentry's user tokens, so that scanners for leaked secrets know it. */
export function createApiToken(): string {
  return `sntryu_${randomBytes(32).toString('hex')}`;
}

/** Public and secret part of a DSN: SDKs want 32 lower-case hex digits. */
export function createKeyPair(): { publicKey: string; secretKey: string } {
  return { publicKey: randomBytes(16).toString('hex'), secretKey: randomBytes(16).toString('hex') };
}

/** What is stored of a token. Tokens are random, so a plain SHA-256 (hex) needs neither salt nor stretching. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Compares in a time that tells nothing about where two secrets differ, nor how long the expected one is. */
export function isSameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(createHash('sha256').update(given).digest(), createHash('sha256').update(expected).digest());
}
