import { describe, expect, it } from 'vitest';
import { normalized } from './normalize.fixture.ts';
import { parseUserAgent } from './user-agent.ts';

const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';

describe('parseUserAgent', () => {
  it.each([
    [chrome, 'Chrome 156.0.0', 'Linux', undefined],
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91',
      'Edge 120.0.2210',
      'Windows 10',
      undefined,
    ],
    ['Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko', 'IE 11.0', 'Windows 7', undefined],
    [
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/605.1.15',
      'Safari 17.2',
      'Mac OS X 10.15.7',
      'Mac',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1',
      'Mobile Safari 17.2',
      'iOS 17.2',
      'iPhone',
    ],
    [
      'Mozilla/5.0 (iPad; CPU OS 16_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/120.0.6099.119 Mobile/15E148 Safari/604.1',
      'Chrome Mobile iOS 120.0.6099',
      'iOS 16.1',
      'iPad',
    ],
    [
      'Mozilla/5.0 (Linux; Android 13; Pixel 7 Build/TQ3A) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
      'Chrome Mobile 120.0.0',
      'Android 13',
      'Pixel 7',
    ],
    [
      'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
      'Chrome Mobile 120.0.0',
      'Android 10',
      'Generic Smartphone',
    ],
    [
      'Mozilla/5.0 (Linux; Android 9; SM-G960F; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/85.0.4183.81 Mobile Safari/537.36',
      'Chrome Mobile WebView 85.0.4183',
      'Android 9',
      'SM-G960F',
    ],
    [
      'Mozilla/5.0 (Linux; Android 13; SM-S908B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36',
      'Samsung Internet 23.0',
      'Android 13',
      'SM-S908B',
    ],
    ['Mozilla/5.0 (Android 13; Mobile; rv:109.0) Gecko/115.0 Firefox/115.0', 'Firefox Mobile 115.0', 'Android 13', 'Generic Smartphone'],
    ['Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox 130.0', 'Ubuntu', undefined],
    [
      'Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36 OPR/105.0.0.0',
      'Opera 105.0.0',
      'Windows 10',
      undefined,
    ],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Googlebot 2.1', undefined, 'Spider'],
    ['curl/8.5.0', 'curl 8.5.0', undefined, undefined],
    ['something else entirely', undefined, undefined, undefined],
  ])('%s', (userAgent, browser, os, device) => {
    const parsed = parseUserAgent(userAgent);
    const spell = (named: { name: string; version: string | undefined } | undefined) =>
      named ? [named.name, named.version].filter(Boolean).join(' ') : undefined;
    expect([spell(parsed.browser), spell(parsed.os), parsed.device?.family]).toEqual([browser, os, device]);
  });
});

describe('contexts from a user agent', () => {
  const request = { headers: { 'User-Agent': chrome } };

  it('name browser and system of code that runs in the browser', () => {
    expect(normalized({ platform: 'javascript', request }).contexts).toMatchObject({
      browser: { type: 'browser', name: 'Chrome', version: '156.0.0', browser: 'Chrome 156.0.0' },
      os: { type: 'os', name: 'Linux', os: 'Linux' },
    });
  });

  it('name the system of the visitor apart from that of a server', () => {
    const { contexts } = normalized({ platform: 'python', request, contexts: { os: { name: 'Debian' } } });
    expect(contexts).toMatchObject({ client_os: { type: 'os', name: 'Linux' }, os: { name: 'Debian' } });
  });

  it('do not replace what the client sent', () => {
    expect(normalized({ request, contexts: { browser: { name: 'Mine' } } }).contexts.browser).toEqual({ type: 'browser', name: 'Mine', browser: 'Mine' });
  });

  it('believe client hints first', () => {
    const headers = {
      'User-Agent': chrome,
      'Sec-CH-UA': '"Not?A_Brand";v="99", "Chromium";v="130", "Brave";v="130"',
      'Sec-CH-UA-Platform': '"Windows"',
      'Sec-CH-UA-Platform-Version': '"15.0.0"',
    };
    const { contexts } = normalized({ platform: 'javascript', request: { headers } });
    expect(contexts).toMatchObject({ browser: { browser: 'Brave 130' }, os: { os: 'Windows 15.0.0' } });
  });

  it('are of the sender for security reports only, which browsers send themselves', () => {
    expect(normalized({ csp: { effective_directive: 'img-src' } }, { userAgent: chrome }).contexts.browser).toMatchObject({ name: 'Chrome' });
    expect(normalized({ message: 'x' }, { userAgent: chrome }).contexts).toEqual({});
  });
});
