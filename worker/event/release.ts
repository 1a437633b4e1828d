import type { Fields } from './fields.ts';

/** Slashes, tabs, line breaks and other control characters. */
// oxlint-disable-next-line no-control-regex
const forbiddenCharacters = /[/\\\u0000-\u001f\u007f-\u009f]/;

export function readRelease(fields: Fields): string | undefined {
  const release = fields.lenientText('release', 4096)?.trim();
  if (!release) return undefined;
  if (isRelease(release)) return release;
  fields.place.at('release').noteInvalid('invalid release', release);
  return undefined;
}

/**
 * Whether a text may name a release, as it comes with events or is announced.
 *
 * Source: sentry-release-parser/src/parser.rs
 */
export function isRelease(text: string): boolean {
  return text !== '' && text.length <= 200 && text === text.trim() && !/^(?:\.\.?|latest)$/i.test(text) && !forbiddenCharacters.test(text);
}

/** The part of a release that differs by build or distribution; it means nothing without one. */
export function readDist(fields: Fields, release: string | undefined): string | undefined {
  const dist = fields.lenientText('dist', 4096)?.trim();
  if (!dist) return undefined;
  if (release !== undefined && dist.length <= 64 && /^[a-zA-Z0-9_.-]+$/.test(dist)) return dist;
  fields.place.at('dist').noteInvalid(release === undefined ? 'dist without release' : 'invalid dist', dist);
  return undefined;
}

/** `fromTag` is the value of the tag `environment`, where old clients put it. */
export function readEnvironment(fields: Fields, fromTag: string | undefined): string | undefined {
  const environment = fields.lenientText('environment', 4096)?.trim() || fromTag?.trim();
  if (!environment) return undefined;
  if (environment.length <= 64 && !/^(?:\.\.?|none)$/i.test(environment) && !forbiddenCharacters.test(environment)) return environment;
  fields.place.at('environment').noteInvalid('invalid environment', environment);
  return undefined;
}
