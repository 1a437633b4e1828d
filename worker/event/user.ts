import type { Bag, RequestData, Sdk, User } from './event.ts';
import { Fields, unlessEmpty } from './fields.ts';
import type { Geo } from './geo.ts';
import { parseIpAddress } from './ip-address.ts';

const known: ReadonlySet<string> = new Set(['id', 'email', 'username', 'name', 'ip_address', 'segment', 'geo', 'data']);

/** Platforms whose old SDKs run at the user and trust the server to see the address. */
const clientPlatforms: ReadonlySet<string> = new Set(['javascript', 'cocoa', 'objc']);

/** What the address of the user may be taken from. */
export interface AddressSources {
  platform: string;
  request: RequestData | undefined;
  sdk: Sdk | undefined;
  /** Address that sent the event. */
  clientIp: string | null;
  clientGeo: Geo | null;
}

/** Source: relay-event-schema/src/protocol/user.rs, relay-event-normalization/src/event.rs */
export function readUser(fields: Fields, sources: AddressSources): User | undefined {
  const user = fields.object('user') ?? new Fields({}, fields.place.at('user'));
  const address = readAddress(user, sources);
  return unlessEmpty({
    id: user.lenientText('id', 128) || undefined,
    email: user.text('email', 75) || undefined,
    username: user.lenientText('username', 128) || undefined,
    name: user.text('name', 128) || undefined,
    ip_address: address,
    segment: user.text('segment', 128),
    geo: user.bag('geo') ?? geoOf(address, sources),
    data: readData(user),
  });
}

/** Known of the sender alone: a server that reports an error of its user is somewhere else. */
function geoOf(address: string | undefined, { clientIp, clientGeo }: AddressSources): Bag | undefined {
  return address !== undefined && clientGeo && address === validAddress(clientIp) ? { ...clientGeo } : undefined;
}

/** `id:…`, else `username:…`, `email:…`, `ip:…`: who counts as one user. */
export function identityOf(user: User | undefined): string | undefined {
  if (user?.id) return `id:${user.id}`;
  if (user?.username) return `username:${user.username}`;
  if (user?.email) return `email:${user.email}`;
  return user?.ip_address ? `ip:${user.ip_address}` : undefined;
}

function readAddress(user: Fields, { platform, request, sdk, clientIp }: AddressSources): string | undefined {
  const sent = user.text('ip_address', 256)?.trim();
  const mode = sdk?.settings?.infer_ip;
  const remote = request?.env?.REMOTE_ADDR;
  const remoteAddress = typeof remote === 'string' ? parseIpAddress(remote) : undefined;

  if (sent === '{{auto}}') return mode === 'never' ? undefined : (remoteAddress ?? validAddress(clientIp));
  if (sent) {
    const address = parseIpAddress(sent);
    if (address === undefined) user.place.at('ip_address').noteInvalid('expected an ip address', sent);
    return address;
  }
  switch (mode) {
    case 'never':
      return undefined;
    case 'auto':
      return remoteAddress ?? validAddress(clientIp);
    case 'legacy':
    case undefined:
      return remoteAddress ?? (clientPlatforms.has(platform) ? validAddress(clientIp) : undefined);
  }
}

function validAddress(address: string | null): string | undefined {
  return address === null ? undefined : parseIpAddress(address);
}

function readData(user: Fields): Bag | undefined {
  const unknown = Object.entries(user.source).filter(([key]) => !known.has(key));
  if (unknown.length === 0) return user.bag('data');
  const data = user.bag('data');
  return new Fields({ data: { ...data, ...Object.fromEntries(unknown) } }, user.place).bag('data');
}
