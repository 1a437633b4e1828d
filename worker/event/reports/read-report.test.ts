import { describe, expect, it } from 'vitest';
import { describeEvent } from '../../grouping/describe.ts';
import { normalized } from '../normalize.fixture.ts';
import { readNel } from './read-nel.ts';
import { readReport } from './read-report.ts';

const facts = { release: 'web@1.0', environment: 'staging' };
const csp = (report: Record<string, unknown>) => ({ 'csp-report': { 'document-uri': 'https://shop.example/cart', ...report } });

function read(report: unknown) {
  const result = readReport(report, facts);
  if (!result.ok) throw new Error(result.error);
  return normalized(result.value, { clientIp: '203.0.113.7' });
}

describe('the message of a policy report', () => {
  it.each([
    ['img-src', 'https://cdn.example/a.png', '', "Blocked 'image' from 'cdn.example'"],
    ['script-src-elem', 'https://cdn.example:8443/a.js', '', "Blocked 'script' from 'cdn.example:8443'"],
    ['font-src', 'data', '', "Blocked 'font' from 'data:'"],
    ['connect-src', 'wss://live.example/', '', "Blocked 'connect' from 'wss://live.example'"],
    ['form-action', 'https://pay.example/', '', "Blocked 'form' action to 'pay.example'"],
    ['worker-src', 'blob:https://x', '', "Blocked 'worker-src' from 'blob:'"],
    ['script-src', '', "script-src 'unsafe-inline'", "Blocked unsafe inline 'script'"],
    ['script-src', "'self'", "script-src 'unsafe-eval'", "Blocked unsafe eval() 'script'"],
    ['script-src', 'self', 'script-src https:', "Blocked unsafe (eval() or inline) 'script'"],
    ['style-src-elem', 'inline', '', "Blocked 'style' or 'link' element"],
    ['style-src', 'inline', '', "Blocked inline 'style'"],
  ])('%s of %s violated by %s', (directive, blocked, violated, message) => {
    const event = read(csp({ 'effective-directive': directive, 'blocked-uri': blocked, 'violated-directive': violated }));
    expect(event.logentry?.formatted).toBe(message);
    expect(describeEvent(event).title).toBe(message);
  });
});

it('makes an event of a policy report, with tags, culprit, request and reader', () => {
  const report = csp({
    'violated-directive': 'img-src https://shop.example https:',
    'blocked-uri': 'https://api.stripe.com/v1?secret=1',
    referrer: 'https://a.example/',
    'status-code': '200',
  });
  const event = read(report);
  expect(event).toMatchObject({
    type: 'csp',
    logger: 'csp',
    culprit: "img-src 'self' https:",
    release: 'web@1.0',
    environment: 'staging',
    user: { ip_address: '203.0.113.7' },
    csp: { effective_directive: 'img-src', status_code: 200 },
    request: { url: 'https://shop.example/cart', headers: [['Referer', 'https://a.example/']] },
  });
  expect(event.tags).toEqual(
    expect.arrayContaining([
      ['effective-directive', 'img-src'],
      ['blocked-uri', 'https://api.stripe.com/v1'],
      ['blocked-host', 'api.stripe.com'],
    ]),
  );
});

it('says in the words of a network report where it was, and not what was asked there', () => {
  const url = 'https://me:secret@shop.example/cart?token=secret#secret';
  const log = readNel({ type: 'network-error', url, body: { type: 'tcp.timed_out' } }, 0);
  expect(log?.body).toBe('tcp.timed_out: https://shop.example/cart');
});

it('reads the Reporting API as it reads what came before it', () => {
  const body = {
    blockedURL: 'https://cdn.example/a.js',
    effectiveDirective: 'script-src-elem',
    documentURL: 'https://shop.example/cart',
    statusCode: 200,
    lineNumber: 3,
  };
  const event = read({ type: 'csp-violation', age: 1, url: 'https://shop.example/cart', body });
  expect(event.csp).toMatchObject({ effective_directive: 'script-src-elem', blocked_uri: 'https://cdn.example/a.js', line_number: 3 });
});

it.each([
  [{ hostname: 'shop.example', port: 8443, 'known-pins': ['pin-sha256="x"'] }, 'hpkp', "Public key pinning validation failed for 'shop.example'"],
  [{ 'expect-ct-report': { hostname: 'shop.example', port: 8443 } }, 'expectct', "Expect-CT failed for 'shop.example'"],
  [{ 'expect-staple-report': { hostname: 'shop.example', port: 8443 } }, 'expectstaple', "Expect-Staple failed for 'shop.example'"],
])('reads %j', (report, type, message) => {
  const event = read(report);
  expect([event.type, event.logentry?.formatted, event.request?.url]).toEqual([type, message, 'https://shop.example:8443/']);
  expect(event.tags).toEqual(
    expect.arrayContaining([
      ['hostname', 'shop.example'],
      ['port', '8443'],
    ]),
  );
});

it.each([
  [{}, 'security_report_type'],
  [null, 'security_report_type'],
  [{ type: 'deprecation', body: {} }, 'security_report_type'],
  [{ 'csp-report': null }, 'security_report'],
  [csp({ 'effective-directive': 'hologram-src' }), 'security_report'],
  [{ 'expect-ct-report': {} }, 'security_report'],
])('refuses %j', (report, error) => {
  expect(readReport(report, facts)).toEqual({ ok: false, error });
});
