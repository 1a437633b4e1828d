import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalized } from '../normalize.fixture.ts';
import { parseReports } from './parse-reports.ts';
import { readNel } from './read-nel.ts';
import { readReport } from './read-report.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);

const names = [
  'blocked-uri',
  'blockedURL',
  'document-uri',
  'effective-directive',
  'violated-directive',
  'status-code',
  'hostname',
  'port',
  'type',
  'phase',
  '__proto__',
];
const value = fc.oneof(
  fc.jsonValue(),
  fc.webUrl(),
  fc.constantFrom('img-src', "script-src 'self'", 'inline', '', 'data', 'https://', 'wss://x', '\u0000', 'http.error'),
);
const body = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), value);
const report = fc.oneof(
  fc.jsonValue(),
  fc.record({ 'csp-report': fc.oneof(body, value) }),
  fc.record({ type: fc.constantFrom('csp-violation', 'network-error', 'other'), age: value, url: value, body: fc.oneof(body, value) }),
  fc.record({ 'expect-ct-report': fc.oneof(body, value) }),
  fc.record({ 'expect-staple-report': fc.oneof(body, value) }),
  fc.record({ 'known-pins': value, hostname: value, port: value }),
);

it('makes an event, a log or a refusal of every report', () => {
  fc.assert(
    fc.property(report, (sent) => {
      const read = readReport(sent, { release: null, environment: null });
      expect(read.ok ? normalized(read.value).logentry?.formatted : 'refused').not.toBe('');
      const log = readNel(sent, 1_000_000);
      expect(log === undefined || log === null || Number.isFinite(log.timestamp)).toBe(true);
    }),
    { seed: 20261124, numRuns },
  );
});

it('reads every body as reports or as none', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 100 }),
        fc.json().map((text) => new TextEncoder().encode(text)),
      ),
      (bytes) => {
        const reports = parseReports(bytes);
        expect(reports === null || Array.isArray(reports)).toBe(true);
      },
    ),
    { seed: 20261125, numRuns },
  );
});
