/**
 * The version in the name of a release. Sentry's names are `package@version+build`; `1.2`, `1.2.3.4`, `1.0rc1` and `1.0-beta.2` are versions, hashes of
 * commits are not. A bare version counts too if it has a dot, which a date or a shortened hash has not.
 *
 * Source: https://github.com/getsentry/sentry-release-parser, except for the bare version
 */
export interface ReleaseVersion {
  /** Null for a bare version. */
  package: string | null;
  /** Major, minor, patch, revision; 0 where it is not given. */
  numbers: readonly [bigint, bigint, bigint, bigint];
  /** Empty: not a prerelease. */
  prerelease: readonly string[];
  /** Null for a build without a number: a hash says nothing about what came first. */
  build: bigint | null;
}

const versionPattern =
  /^(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:\.(\d+))?(?:(-|[a-z])((?:\d*[a-zA-Z-][0-9a-zA-Z-]*|\d+)?(?:\.(?:\d*[a-zA-Z-][0-9a-zA-Z-]*|\d+))*))?(?:\+([0-9a-zA-Z.-]+))?$/;
const maxLength = 250;

export function parseRelease(name: string): ReleaseVersion | null {
  if (name.length > maxLength) return null;
  const at = name.indexOf('@', 1);
  const [packageName, version] = at === -1 ? [null, name] : [name.slice(0, at), name.slice(at + 1)];
  if (isHash(version)) return null;
  const [, major, minor, patch, revision, lead, rest, build] = versionPattern.exec(version) ?? [];
  if (major === undefined || (minor === undefined && (packageName === null || (lead !== undefined && lead !== '-')))) return null;
  return {
    package: packageName,
    numbers: [BigInt(major), BigInt(minor ?? 0), BigInt(patch ?? 0), BigInt(revision ?? 0)],
    prerelease: partsOf(`${lead === '-' ? '' : (lead ?? '')}${rest ?? ''}`),
    build: build !== undefined && /^\d+$/.test(build) ? BigInt(build) : null,
  };
}

function partsOf(prerelease: string): readonly string[] {
  return prerelease === '' ? [] : prerelease.split('.');
}

/**
 * Negative: `a` is older. Null where the names do not tell: one has no version, or they are of different packages. Zero for equal versions, whose builds may
 * still differ by something that is not a number.
 */
export function compareReleases(a: string, b: string): number | null {
  const [left, right] = [parseRelease(a), parseRelease(b)];
  return left && right && left.package === right.package ? compareVersions(left, right) : null;
}

/** As semver.org has it, with a fourth number, and with numbered builds in their order. */
export function compareVersions(a: ReleaseVersion, b: ReleaseVersion): number {
  return compareNumbers(a.numbers, b.numbers) || comparePrereleases(a.prerelease, b.prerelease) || compare(a.build ?? -1n, b.build ?? -1n);
}

function compareNumbers(a: ReleaseVersion['numbers'], b: ReleaseVersion['numbers']): number {
  return compare(a[0], b[0]) || compare(a[1], b[1]) || compare(a[2], b[2]) || compare(a[3], b[3]);
}

/** A prerelease comes before its release, and a longer one after the shorter that it begins with. */
function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return compare(b.length, a.length);
  for (const [index, part] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareParts(part, other);
    if (order !== 0) return order;
  }
  return compare(a.length, b.length);
}

/** Numbers by value and before words, words by their characters. */
function compareParts(a: string, b: string): number {
  const [isNumber, isOtherNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (isNumber && isOtherNumber) return compare(BigInt(a), BigInt(b));
  if (isNumber !== isOtherNumber) return isNumber ? -1 : 1;
  return compare(a, b);
}

function compare<Value extends bigint | number | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function isHash(version: string): boolean {
  return [12, 16, 20, 32, 40, 64].includes(version.length) && /^[0-9a-fA-F]+$/.test(version);
}
