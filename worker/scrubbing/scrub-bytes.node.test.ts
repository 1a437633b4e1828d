import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scrubPieces } from './scrub-bytes.fixture.ts';
import { aScrubber, oneRule } from './scrubbing.fixture.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);
const selector = "$attachments.'a.log'";
const withRule = (rule: Record<string, unknown>) => aScrubber(oneRule(selector, rule));
const utf8 = (text: string) => new Uint8Array(Buffer.from(text));
const wide = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'));
const joined = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));

function scrubText(rule: Record<string, unknown>, text: string): string | null {
  const bytes = scrubPieces(withRule(rule), [utf8(text)]);
  return bytes && Buffer.from(bytes).toString();
}

/** Cut into pieces of these sizes, over and over. */
function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, nth = 0; at < bytes.length; nth += 1) {
    const size = sizes[nth % sizes.length] ?? 1;
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}

describe('an attachment', () => {
  it.each([
    ['is filled up where the replacement is shorter', { type: 'ip', redaction: { method: 'replace', text: '[ip]' } }, 'from 10.20.30.40!', 'from [ip]*******!'],
    ['has the replacement cut where it is longer', { type: 'ip', redaction: { method: 'replace', text: '[address]' } }, 'at 1.2.3.4.', 'at [addres.'],
    ['has a replacement cut between characters', { type: 'ip', redaction: { method: 'replace', text: 'äöüäöü' } }, '1.2.3.4', 'äöü*'],
    ['is masked', { type: 'email', redaction: { method: 'mask' } }, 'to me@example.com, bye', 'to **************, bye'],
    ['is masked where a rule removes', { type: 'us_ssn' }, 'ssn 078-05-1120', 'ssn ***********'],
    ['gets as much of a hash as fits', { type: 'pattern', pattern: 'secret', redaction: { method: 'hash' } }, 'a secret b', 'a 4A52A1 b'],
    ['loses groups only', { type: 'pattern', pattern: 'key=(\\w+)', replaceGroups: [1], redaction: { method: 'mask' } }, 'key=abc;', 'key=***;'],
    ['is scrubbed behind what is not ASCII', { type: 'pattern', pattern: 'gehëim', redaction: { method: 'mask' } }, '🦊ä gehëim ü', '🦊ä ******* ü'],
    ['stays as it is where nothing is found', { type: 'email', redaction: { method: 'mask' } }, 'nobody at home', 'nobody at home'],
    ['stays as it is under an unknown method', { type: 'email', redaction: { method: 'frobnicate' } }, 'a@example.com', 'a@example.com'],
    ['is taken as a whole by a word', { type: 'password', redaction: { method: 'mask' } }, 'the password is x', null],
    ['is taken as a whole by a pattern for names', { type: 'redact_pair', keyPattern: 'pin\\d', redaction: { method: 'mask' } }, 'a pin4 b', null],
    ['is taken as a whole by a rule for anything', { type: 'anything', redaction: { method: 'mask' } }, 'x', null],
  ])('%s', (_name, rule, text, expected) => {
    expect(scrubText(rule, text)).toBe(expected);
  });

  it('is scrubbed in UTF-16LE at any offset, and in text among binary data', () => {
    const rule = { type: 'email', redaction: { method: 'replace', text: '[email]' } };
    const noise = new Uint8Array([0, 255, 254, 3, 200, 0, 0, 129]);
    for (const shift of [0, 1]) {
      const before = joined(noise, new Uint8Array(shift));
      const found = scrubPieces(withRule(rule), [joined(before, wide('mail: me@example.com'), noise, utf8('or you@example.com'), noise)]);
      expect(found).toEqual(joined(before, wide('mail: [email]*******'), noise, utf8('or [email]********'), noise));
    }
    const declared = (text: string) => joined(new Uint8Array([0xff, 0xfe]), wide(text));
    expect(scrubPieces(withRule({ type: 'pattern', pattern: '秘密\\d+', redaction: { method: 'mask' } }), [declared('中文秘密123。')])).toEqual(
      declared('中文*****。'),
    );
  });

  it('is scrubbed by all rules for it, one after the other, and by none where no selector names an attachment', () => {
    const rules = { a: { type: 'ip', redaction: { method: 'replace', text: 'x@y.example' } }, b: { type: 'email', redaction: { method: 'mask' } } };
    const text = utf8('10.200.30.40 and me@example.com');
    const scrubber = (applications: object) => aScrubber({ relayPiiConfig: JSON.stringify({ rules, applications }) });
    expect(scrubPieces(scrubber({ [selector]: ['a', 'b'] }), [text])).toEqual(utf8('************ and **************'));
    expect(scrubPieces(scrubber({ "$attachments.'other.txt'": ['a'], $binary: ['b'] }), [text])).toEqual(utf8('10.200.30.40 and **************'));
    for (const others of [{ $binary: ['b'] }, { '$attachments.*': ['b'] }, { '**': ['b'] }, { "a.log || $attachments.'a.log'": ['b'] }])
      expect(scrubPieces(scrubber(others), [text])).toEqual(text);
  });
});

describe('what lies across the borders of what is held', () => {
  const rule = { type: 'email', redaction: { method: 'mask' } };

  it.each(['utf8', 'utf16le'] as const)('is found wherever it lies, in %s', (encoding) => {
    const secret = encoding === 'utf8' ? utf8('me.and.my.secret@example.com') : wide('me.and.my.secret@example.com');
    const space = encoding === 'utf8' ? utf8(' ') : wide(' ');
    const mask = encoding === 'utf8' ? utf8('*'.repeat(28)) : wide('*'.repeat(28));
    for (const border of [56 * 1024, 64 * 1024, 112 * 1024, 128 * 1024]) {
      for (let before = border - secret.length - 4; before <= border + 4; before += space.length) {
        const spaces = (count: number) => new Uint8Array(Buffer.alloc(count, Buffer.from(space)));
        const scrubbed = scrubPieces(withRule(rule), [joined(spaces(before), secret, spaces(140_000 - before))]);
        expect(scrubbed && Buffer.compare(scrubbed, joined(spaces(before), mask, spaces(140_000 - before)))).toBe(0);
      }
    }
  });

  it('is found though it is longer than what is held at first', () => {
    const bearer = { type: 'bearer', redaction: { method: 'mask' } };
    const text = `${'x '.repeat(20_000)}Bearer ${'t'.repeat(300_000)} and ${'y '.repeat(50_000)}`;
    expect(scrubText(bearer, text)).toBe(text.replace(/Bearer t+/, (found) => '*'.repeat(found.length)));
    const line = { type: 'pattern', pattern: 'begin.*end', redaction: { method: 'mask' } };
    const long = `${'x '.repeat(20_000)}begin${'t'.repeat(300_000)}end and ${'y '.repeat(50_000)}`;
    expect(scrubText(line, long)).toBe(long.replace(/begint+end/, (found) => '*'.repeat(found.length)));
    // Here it begins, but there is no end.
    const without = long.replace('tend and', 'tEND and');
    expect(scrubText(line, without)).toBe(without);
  });

  it('takes all the rest where it is longer than anything that is held', () => {
    const line = { type: 'pattern', pattern: 'begin.*end', redaction: { method: 'mask' } };
    const text = `keep begin${'t'.repeat(2_000_000)} and more`;
    expect(scrubText(line, text)).toBe(`keep ${'*'.repeat(text.length - 5)}`);
  });

  it('takes all the rest where a pattern has used up its time', () => {
    const pattern = withRule({ type: 'pattern', pattern: '(a|a)*(a|a)*b', redaction: { method: 'mask' } });
    const text = `${'aac'.repeat(100_000)}secret`;
    const scrubbed = Buffer.from(scrubPieces(pattern, [utf8(text)], { steps: 100_000 }) ?? []).toString();
    expect(scrubbed).toHaveLength(text.length);
    expect(scrubbed).not.toContain('secret');
  });

  it('takes all the rest where there are more rules than there is time', () => {
    const rules = Object.fromEntries(Array.from({ length: 40 }, (_, nth) => [nth, { type: 'email' }]));
    const scrubber = aScrubber({ relayPiiConfig: JSON.stringify({ rules, applications: { [selector]: Object.keys(rules) } }) });
    const text = '. '.repeat(300_000);
    const scrubbed = Buffer.from(scrubPieces(scrubber, [utf8(text)], { searches: 300_000 }) ?? []).toString();
    expect([scrubbed.length, scrubbed.startsWith('. '), scrubbed.endsWith('*')]).toEqual([text.length, true, true]);
    expect(Buffer.from(scrubPieces(scrubber, [utf8(text)]) ?? []).toString() === text).toBe(true);
  });

  it('is found wherever a word lies that takes the whole', () => {
    const word = withRule({ type: 'password', redaction: { method: 'mask' } });
    for (let before = 56 * 1024 - 16; before <= 56 * 1024 + 8; before += 1)
      expect(scrubPieces(word, [utf8(' '.repeat(before)), utf8('credentials'), utf8(' '.repeat(70_000))])).toBeNull();
  });
});

describe('whatever is in an attachment', () => {
  const rules = [
    { type: 'email', redaction: { method: 'replace', text: '[mail]' } },
    { type: 'ip', redaction: { method: 'hash' } },
    { type: 'userpath', redaction: { method: 'replace', text: 'ü' } },
    { type: 'pemkey', redaction: { method: 'mask' } },
    { type: 'pattern', pattern: '(?s)s.{0,30}t', redaction: { method: 'mask' } },
    { type: 'pattern', pattern: '\\bé+[^x]*$', redaction: { method: 'replace' } },
    { type: 'pattern', pattern: '(a)|b(c)?', replaceGroups: [1, 2], redaction: { method: 'remove' } },
  ].map(withRule);
  const piece = fc.oneof(
    fc
      .constantFrom(
        'me@example.com',
        '10.1.2.3',
        '::1',
        '/home/alice/x',
        '-----BEGIN PRIVATE KEY-----\nabc\n-----END',
        's',
        't',
        'é',
        '🦊',
        'a',
        'bc',
        '\n',
        ' ',
      )
      .chain((text) => fc.constantFrom(utf8(text), wide(text))),
    fc.uint8Array({ maxLength: 9 }),
    fc.constantFrom(61_000, 65_530, 8_190).map((length) => utf8('.'.repeat(length))),
  );
  const contents = fc.array(
    fc.oneof({ weight: 20, arbitrary: piece }, { weight: 1, arbitrary: fc.constantFrom(utf8(' '.repeat(57_300)), wide(' '.repeat(28_700))) }),
    { maxLength: 12 },
  );

  it('keeps its length, and comes out the same however it was cut', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...rules),
        contents,
        fc.array(fc.integer({ min: 1, max: 70_000 }), { minLength: 1, maxLength: 5 }),
        (scrubber, parts, sizes) => {
          const bytes = joined(...parts);
          const whole = scrubPieces(scrubber, [bytes]);
          expect(whole?.length).toBe(bytes.length);
          expect(whole && Buffer.compare(whole, scrubPieces(scrubber, cut(bytes, sizes)) ?? new Uint8Array())).toBe(0);
        },
      ),
      { seed: 20261201, numRuns: numRuns / 20 },
    );
  });

  it('loses its secrets wherever they lie', () => {
    const scrubber = withRule({ type: 'pattern', pattern: 'hunter\\d', redaction: { method: 'mask' } });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 70_000 }), fc.boolean()), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 9_000 }),
        (gaps, size) => {
          const parts = gaps.flatMap(([gap, isWide]) => [utf8('.'.repeat(gap)), isWide ? wide('hunter2') : utf8('hunter2')]);
          const scrubbed = Buffer.from(scrubPieces(scrubber, cut(joined(...parts), [size])) ?? []);
          expect(scrubbed.includes('hunter2') || scrubbed.includes(Buffer.from(wide('hunter2')))).toBe(false);
          expect(scrubbed.filter((byte: number) => byte === 0x2e).length).toBe(gaps.reduce((sum, [gap]) => sum + gap, 0));
        },
      ),
      { seed: 20261202, numRuns: numRuns / 20 },
    );
  });
});
