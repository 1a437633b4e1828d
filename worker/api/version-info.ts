import { parseRelease } from '../issue/life/release.ts';
import type { VersionInfo } from './contract/release.ts';

/**
 * What Sentry reads from the name of a release. Without a package it is taken as it is.
 *
 * Source: https://github.com/getsentry/sentry-release-parser
 */
export function versionInfoOf(name: string): VersionInfo {
  const at = name.indexOf('@', 1);
  const [packageName, raw] = at === -1 ? [null, name] : [name.slice(0, at), name.slice(at + 1)];
  const parsed = packageName === null ? null : parseRelease(name);
  if (!parsed) {
    const buildHash = isHash(raw) ? raw : null;
    return { package: packageName, version: { raw }, description: buildHash?.slice(0, 12) ?? raw, buildHash };
  }
  const [core = '', buildCode = null] = raw.split(/\+(.*)/s);
  const [major, minor, patch] = parsed.numbers.map(Number);
  const pre = parsed.prerelease.join('.') || null;
  const buildHash = buildCode !== null && isHash(buildCode) ? buildCode : null;
  const build = buildHash?.slice(0, 12) ?? buildCode;
  return {
    package: packageName,
    version: { raw, major, minor, patch, pre, buildCode, components: (/^[\d.]+/.exec(core)?.[0] ?? '').split('.').filter((number) => number !== '').length },
    description: build === null ? core : `${core} (${build})`,
    buildHash,
  };
}

function isHash(text: string): boolean {
  return [12, 16, 20, 32, 40, 64].includes(text.length) && /^[0-9a-f]+$/i.test(text);
}
