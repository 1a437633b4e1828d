/** The address as it was sent, trimmed; undefined for what is neither IPv4 nor IPv6. */
export function parseIpAddress(text: string): string | undefined {
  const address = text.trim();
  return isIpv4(address) || isIpv6(address) ? address : undefined;
}

function isIpv4(address: string): boolean {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address);
  return parts !== null && parts.slice(1).every((part) => Number(part) <= 255);
}

/** Eight groups of hex digits, `::` once for any number of zero groups, the last two perhaps as IPv4. */
function isIpv6(address: string): boolean {
  if (address.length > 45 || !address.includes(':')) return false;
  const lastColon = address.lastIndexOf(':');
  const tail = address.slice(lastColon + 1);
  if (tail.includes('.')) return isIpv4(tail) && isIpv6(`${address.slice(0, lastColon)}:0:0`);

  const [head = '', rest, ...more] = address.split('::');
  if (more.length > 0) return false;
  const groups = [...groupsOf(head), ...groupsOf(rest ?? '')];
  const isComplete = rest === undefined ? groups.length === 8 : groups.length < 8;
  return isComplete && groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
}

function groupsOf(part: string): string[] {
  return part === '' ? [] : part.split(':');
}
