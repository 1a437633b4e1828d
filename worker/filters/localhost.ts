import type { Event } from '../event/event.ts';
import { headerOf } from './header-of.ts';

const localAddresses = ['127.0.0.1', '::1'];

/** An event of somebody's own machine: by the user's address, the page's, or the headers of the request. Source: relay-filter/src/localhost.rs */
export function isFromLocalhost(event: Event): boolean {
  if (localAddresses.includes(event.user?.ip_address ?? '') || localAddresses.includes(headerOf(event, 'x-forwarded-for') ?? '')) return true;
  const url = event.request?.url;
  if (url !== undefined && URL.canParse(url)) {
    const { protocol, hostname } = new URL(url);
    return protocol === 'file:' || isLocalHost(hostname);
  }
  return [headerOf(event, 'host'), headerOf(event, 'x-forwarded-host')].some((host) => isLocalHost(host?.split(':')[0] ?? ''));
}

function isLocalHost(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === 'localhost' || hostname.endsWith('.localhost');
}
