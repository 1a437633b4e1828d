/**
 * The parameters behind the first semicolon of a header such as `form-data; name="a"; filename*=UTF-8''%e2%82%ac`, by lower-case name. The form with an
 * asterisk wins over the plain one, as RFC 6266 says. Of a name that occurs twice the first one counts.
 */
export function readParameters(header: string): ReadonlyMap<string, string> {
  const plain = new Map<string, string>();
  const extended = new Map<string, string>();
  // A backslash escapes quotes alone: old browsers and Windows tools send paths full of others.
  for (const [, rawName = '', quoted, token] of header.matchAll(/;\s*([^\s=;"]+)\s*=\s*(?:"((?:\\"|[^"])*)"?|([^;"\s]*))/g)) {
    const name = rawName.toLowerCase();
    const value = quoted?.replaceAll('\\"', '"').replaceAll('%22', '"') ?? token ?? '';
    const decoded = name.endsWith('*') ? decodeExtended(value) : null;
    if (decoded !== null && !extended.has(name.slice(0, -1))) extended.set(name.slice(0, -1), decoded);
    if (!name.endsWith('*') && !plain.has(name)) plain.set(name, value);
  }
  return new Map([...plain, ...extended]);
}

/** `charset'language'percent-encoded`, RFC 5987. Null where it cannot be decoded. */
function decodeExtended(value: string): string | null {
  const [, charset = '', encoded = ''] = /^([\w-]*)'[^']*'(.*)$/.exec(value) ?? [];
  try {
    if (/^utf-8$/i.test(charset)) return decodeURIComponent(encoded);
    return /^iso-8859-1$/i.test(charset) ? unescapeLatin1(encoded) : null;
  } catch {
    return null;
  }
}

function unescapeLatin1(encoded: string): string {
  return encoded.replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
