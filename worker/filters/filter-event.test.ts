import { describe, expect, it } from 'vitest';
import { normalizeEvent } from '../event/normalize.ts';
import { defaultOptions } from '../settings/options.ts';
import { filterEvent, type FilterOptions, type RequestFacts } from './filter-event.ts';

const facts: RequestFacts = { clientIp: '203.0.113.9', userAgent: 'curl/8' };

function filter(payload: Record<string, unknown>, options: Partial<FilterOptions>, request: Partial<RequestFacts> = {}): string | null {
  const context = { eventId: 'a'.repeat(32), receivedAt: 1_790_000_000_000, sentAt: null, clientIp: null, userAgent: null, client: null };
  return filterEvent(normalizeEvent(payload, context), { ...facts, ...request }, { ...defaultOptions, ...options })?.filter ?? null;
}

const everyFilter = Object.fromEntries(
  [
    'localhost',
    'browser-extensions',
    'legacy-browsers',
    'web-crawlers',
    'filtered-transaction',
    'invalid-csp',
    'chunk-load-error',
    'react-hydration-errors',
  ].map((id) => [id, true]),
);

const withException = (type: string, value: string, path?: string) => ({
  platform: 'javascript',
  exception: {
    values: [
      {
        type,
        value,
        stacktrace: {
          frames: [
            { abs_path: path ?? 'https://shop.example/app.js', function: 'f' },
            { abs_path: '<anonymous>', function: 'g' },
          ],
        },
      },
    ],
  },
});
const withAgent = (userAgent: string) => ({ message: 'x', request: { headers: { 'User-Agent': userAgent } } });
const chrome41 = 'Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/41.0.2228.0 Safari/537.36';
const ie11 = 'Mozilla/5.0 (Windows NT 6.3; Trident/7.0; rv:11.0) like Gecko';
const miniSeven = 'Opera/9.80 (J2ME/MIDP; Opera Mini/7.0.32796/59.323; U; fr) Presto/2.12.423 Version/12.16';

describe('filterEvent', () => {
  it.each<[string, Record<string, unknown>, string | null]>([
    ['an ordinary error', withException('TypeError', 'x is undefined'), null],
    ['an extension by its frame', withException('Error', 'x', 'chrome-extension://nkbihf/inpage.js'), 'browser-extensions'],
    ['an extension by its words', withException('Error', 'Extension context invalidated.'), 'browser-extensions'],
    ['the user at 127.0.0.1', { message: 'x', user: { ip_address: '127.0.0.1' } }, 'localhost'],
    ['a page on localhost', { message: 'x', request: { url: 'http://shop.localhost:3000/cart' } }, 'localhost'],
    ['a page in a file', { message: 'x', request: { url: 'file:///home/ada/index.html' } }, 'localhost'],
    ['a page on a host that only sounds so', { message: 'x', request: { url: 'https://localhost.example/' } }, null],
    ['a server reached as localhost', { message: 'x', request: { headers: { Host: 'localhost:8000' } } }, 'localhost'],
    ['a crawler', withAgent('Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)'), 'web-crawlers'],
    ['any other bot', withAgent('Twitterbot/1.0'), 'web-crawlers'],
    ['a person in Slack', withAgent('Slackbot 1.0(+https://api.slack.com/robots)'), null],
    ['an old Opera Mini', withAgent(miniSeven), 'legacy-browsers'],
    ['a browser that the default lets through', withAgent(ie11), null],
    ['a health check', { type: 'transaction', transaction: 'GET /api/healthz/', start_timestamp: 1, timestamp: 2 }, 'filtered-transaction'],
    ['a transaction about health', { type: 'transaction', transaction: 'GET /health/records', start_timestamp: 1, timestamp: 2 }, null],
    ['an error of the same name', { message: 'x', transaction: 'GET /healthz' }, null],
    ['a missing chunk', withException('ChunkLoadError', 'Loading chunk 3662 failed.'), 'chunk-load-error'],
    ['a hydration error', withException('Error', 'Minified React error #418; visit https://react.dev/errors/418?args[]= for it'), 'react-hydration-errors'],
    ['another React error', withException('Error', 'Minified React error #31; visit https://react.dev/errors/31 for it'), null],
    ['a report about an extension', { csp: { blocked_uri: 'chrome-extension://abc' } }, 'invalid-csp'],
    ['a report about a local script', { csp: { source_file: 'http://localhost:8000' } }, 'invalid-csp'],
    ['a report about the site', { csp: { blocked_uri: 'https://evil.example/x.js' } }, null],
  ])('%s', (_, payload, expected) => {
    expect(filter(payload, { filters: everyFilter })).toBe(expected);
    expect(filter(payload, {})).toBeNull();
  });

  it('filters the browsers that were chosen and no others', () => {
    expect(filter(withAgent(ie11), { filters: { 'legacy-browsers': ['ie11'] } })).toBe('legacy-browsers');
    expect(filter(withAgent(ie11), { filters: { 'legacy-browsers': ['ie'] } })).toBe('legacy-browsers');
    expect(filter(withAgent(ie11), { filters: { 'legacy-browsers': ['ie10', 'chrome'] } })).toBeNull();
    expect(filter(withAgent(chrome41), { filters: { 'legacy-browsers': ['chrome'] } })).toBe('legacy-browsers');
    expect(filter(withAgent(chrome41), { filters: { 'legacy-browsers': [] } })).toBeNull();
  });

  it('takes the user agent of the request for events of browsers only', () => {
    const crawler = { userAgent: 'Mozilla/5.0 (compatible; bingbot/2.0)' };
    expect(filter({ message: 'x', platform: 'javascript' }, { filters: everyFilter }, crawler)).toBe('web-crawlers');
    expect(filter({ message: 'x', platform: 'python' }, { filters: everyFilter }, crawler)).toBeNull();
  });

  it.each([['*x is undefined'], ['TypeError'], ['TypeError: *'], ['typeerror: x is undefined']])('filters by the message %j', (pattern) => {
    expect(filter(withException('TypeError', 'x is undefined'), { filteredErrorMessages: ['nothing', pattern] })).toBe('error-message');
    expect(filter(withException('RangeError', 'too far'), { filteredErrorMessages: ['nothing', pattern] })).toBeNull();
  });

  it('filters by the text of a message, by release and by address', () => {
    expect(filter({ message: 'Disk is full' }, { filteredErrorMessages: ['disk*'] })).toBe('error-message');
    expect(filter({ message: 'x', release: 'shop@1.2.3' }, { filteredReleases: ['shop@1.*'] })).toBe('release-version');
    expect(filter({ message: 'x', release: 'shop@2.0.0' }, { filteredReleases: ['shop@1.*'] })).toBeNull();
    expect(filter({ message: 'x' }, { filteredIPAddresses: ['203.0.113.0/24'] })).toBe('ip-address');
    expect(filter({ message: 'x' }, { filteredIPAddresses: ['203.0.114.0/24'] })).toBeNull();
    expect(filter({ message: 'x' }, { filteredIPAddresses: ['0.0.0.0/0'] }, { clientIp: null })).toBeNull();
  });
});
