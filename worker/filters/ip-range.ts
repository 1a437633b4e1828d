/** Addresses and CIDR ranges, for both kinds of addresses. */
export interface IpRange {
  /** The address as a number of `bits` bits. */
  address: bigint;
  bits: 32 | 128;
  /** How many of the first bits count. */
  prefix: number;
}

/** `10.0.0.0/8`, `192.0.2.7`, `2001:db8::/32`. Null for what is none. */
export function parseIpRange(text: string): IpRange | null {
  const [host = '', suffix, ...more] = text.trim().split('/');
  const address = parseAddress(host);
  if (!address || more.length > 0) return null;
  if (suffix === undefined) return { ...address, prefix: address.bits };
  if (!/^\d{1,3}$/.test(suffix) || Number(suffix) > address.bits) return null;
  return { ...address, prefix: Number(suffix) };
}

/** Whether an address is in one of the ranges. What is no address, and ranges that are none, are in nothing. */
export function isInRanges(text: string, ranges: readonly string[]): boolean {
  const address = parseAddress(text.trim());
  return address !== null && ranges.some((range) => contains(parseIpRange(range), address));
}

interface Address {
  address: bigint;
  bits: 32 | 128;
}

function contains(range: IpRange | null, { address, bits }: Address): boolean {
  if (!range || range.bits !== bits) return false;
  const ignored = BigInt(bits - range.prefix);
  return address >> ignored === range.address >> ignored;
}

function parseAddress(text: string): Address | null {
  const v4 = parseIpv4(text);
  if (v4 !== null) return { address: v4, bits: 32 };
  const v6 = parseIpv6(text);
  if (v6 === null) return null;
  // An IPv4 address in the clothes of the other kind (::ffff:192.0.2.7) is itself.
  return v6 >> 32n === 0xffffn ? { address: v6 & 0xffffffffn, bits: 32 } : { address: v6, bits: 128 };
}

function parseIpv4(text: string): bigint | null {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (!parts?.every((part) => part <= 255)) return null;
  return parts.reduce((address, part) => (address << 8n) | BigInt(part), 0n);
}

/** Eight groups of hex digits, `::` once for any number of zero groups, the last two perhaps as IPv4. */
function parseIpv6(text: string): bigint | null {
  if (text.length > 45 || !text.includes(':')) return null;
  const lastColon = text.lastIndexOf(':');
  const tail = text.slice(lastColon + 1);
  const embedded = tail.includes('.') ? parseIpv4(tail) : null;
  if (tail.includes('.') && embedded === null) return null;
  const plain = embedded === null ? text : `${text.slice(0, lastColon)}:${(embedded >> 16n).toString(16)}:${(embedded & 0xffffn).toString(16)}`;

  const [head = '', rest, ...more] = plain.split('::');
  if (more.length > 0) return null;
  const [before, behind] = [groupsOf(head), groupsOf(rest ?? '')];
  const missing = 8 - before.length - behind.length;
  if (rest === undefined ? missing !== 0 : missing < 1) return null;
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...behind];
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return null;
  return groups.reduce((address, group) => (address << 16n) | BigInt(`0x${group}`), 0n);
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':');
}
