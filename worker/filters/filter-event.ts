import type { Event } from '../event/event.ts';
import type { ProjectOptions } from '../settings/options.ts';
import { isFromBrowserExtension } from './browser-extensions.ts';
import { isStrangeCsp } from './csp.ts';
import { matchesAny } from './glob.ts';
import { headerOf } from './header-of.ts';
import { isInRanges } from './ip-range.ts';
import { isChunkLoadError, isHydrationError } from './known-errors.ts';
import { isLegacyBrowser } from './legacy-browsers.ts';
import { isFromLocalhost } from './localhost.ts';
import { isWebCrawler } from './web-crawlers.ts';

export type FilterOptions = Pick<ProjectOptions, 'filters' | 'filteredErrorMessages' | 'filteredReleases' | 'filteredIPAddresses'>;

/** What is known of the request that brought the event. */
export interface RequestFacts {
  clientIp: string | null;
  userAgent: string | null;
}

/** The reason of the outcome: Sentry's id of the filter. */
export type FilterReason =
  | 'ip-address'
  | 'release-version'
  | 'error-message'
  | 'localhost'
  | 'browser-extensions'
  | 'legacy-browsers'
  | 'web-crawlers'
  | 'filtered-transaction'
  | 'invalid-csp'
  | 'chunk-load-error'
  | 'react-hydration-errors';

/**
 * Which of the project's inbound filters says no to an event; null where none does. The first one that does is the reason. All of them are off until a
 * project switches them on.
 *
 * Source: relay-filter/src/lib.rs
 */
export function filterEvent(event: Event, facts: RequestFacts, options: FilterOptions): { filter: FilterReason } | null {
  for (const [filter, saysNo] of tests) if (saysNo(event, facts, options)) return { filter };
  return null;
}

type Test = (event: Event, facts: RequestFacts, options: FilterOptions) => boolean;

const tests: readonly [FilterReason, Test][] = [
  ['ip-address', (_event, { clientIp }, { filteredIPAddresses }) => clientIp !== null && isInRanges(clientIp, filteredIPAddresses)],
  ['release-version', ({ release }, _facts, { filteredReleases }) => release !== undefined && matchesAny(filteredReleases, release)],
  ['error-message', (event, _facts, { filteredErrorMessages }) => filteredErrorMessages.length > 0 && matchesAny(filteredErrorMessages, ...messagesOf(event))],
  ['localhost', ifOn('localhost', isFromLocalhost)],
  ['browser-extensions', ifOn('browser-extensions', isFromBrowserExtension)],
  ['legacy-browsers', isFromChosenBrowser],
  ['web-crawlers', ifOn('web-crawlers', (event, facts) => isWebCrawler(userAgentOf(event, facts)))],
  ['filtered-transaction', ifOn('filtered-transaction', isHealthCheck)],
  ['invalid-csp', ifOn('invalid-csp', isStrangeCsp)],
  ['chunk-load-error', ifOn('chunk-load-error', isChunkLoadError)],
  ['react-hydration-errors', ifOn('react-hydration-errors', isHydrationError)],
];

function ifOn(filter: FilterReason, test: (event: Event, facts: RequestFacts) => boolean): Test {
  return (event, facts, { filters }) => filters[filter] === true && test(event, facts);
}

function isFromChosenBrowser(event: Event, facts: RequestFacts, { filters }: FilterOptions): boolean {
  const chosen = filters['legacy-browsers'] ?? false;
  if (chosen === false || (chosen !== true && chosen.length === 0)) return false;
  return isLegacyBrowser(userAgentOf(event, facts), chosen);
}

/** Of the browser in the event; the request's own where the event is of the browser that sends it. */
function userAgentOf(event: Event, facts: RequestFacts): string {
  return headerOf(event, 'user-agent') ?? (event.platform === 'javascript' ? facts.userAgent : null) ?? '';
}

/** All that a person would call the message: the text, and every exception as `Type: value`, as its type and as its value. */
function messagesOf({ logentry, exception }: Event): string[] {
  const texts = [logentry?.formatted, logentry?.message];
  for (const { type, value } of exception?.values ?? []) texts.push(type !== undefined && value !== undefined ? `${type}: ${value}` : undefined, type, value);
  return texts.filter((text) => text !== undefined);
}

const healthChecks: readonly string[] = [
  '*healthcheck*',
  '*heartbeat*',
  '*/{health,healthy,healthz,health_check,_health}{,/}',
  '*/{live,livez,ready,readyz,up,ping}{,/}',
];

function isHealthCheck({ type, transaction }: Event): boolean {
  return type === 'transaction' && transaction !== undefined && matchesAny(healthChecks, transaction);
}
