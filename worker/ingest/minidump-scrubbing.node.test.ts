import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readRegions } from '../minidump/memory-regions.ts';
import { aDump, type DumpParts, inMemory, rsds } from '../minidump/minidump.fixture.ts';
import { aScrubber } from '../scrubbing/scrubbing.fixture.ts';
import { putSpooledMinidump } from './put-minidump.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);
const wide = (text: string) => Buffer.from(text, 'utf16le');

const parts: DumpParts = {
  threads: [{ id: 7, stack: Buffer.from('stack: me@example.com') }],
  memory: [wide('heap: me@example.com')],
  memory64: [Buffer.from('full'), Buffer.from('full: me@example.com')],
  environment: 'MAIL="me@example.com"\0HOME=/',
  commandLine: 'app --to me@example.com',
  modules: [{ name: 'C:\\Users\\me@example.com\\me@example.com.exe', base: 0x1000n, size: 10, codeView: rsds('C:\\me@example.com\\app.pdb', 1) }],
};
const dump = aDump(parts);
const email = { type: 'email', redaction: { method: 'replace', text: '[mail]' } };

async function scrub(bytes: Uint8Array, applications: Record<string, string[]>, rule: Record<string, unknown> = email): Promise<Uint8Array> {
  const scrubber = aScrubber({ relayPiiConfig: JSON.stringify({ rules: { 0: rule }, applications }) });
  const content = { ...inMemory(bytes), stream: async () => new Blob([new Uint8Array(bytes)]).stream() };
  let stored = new Uint8Array();
  await putSpooledMinidump(scrubber, 'crash.dmp', { steps: 10_000_000, searches: 1_000_000 }, content, async (payload) => {
    stored = new Uint8Array(await new Response(payload).arrayBuffer());
  });
  return stored;
}

/** The dump with these texts in the place of others. */
function withTexts(...texts: [from: string, to: string][]): Uint8Array {
  let text = Buffer.from(dump).toString('latin1');
  for (const [from, to] of texts) {
    expect(text).toContain(from);
    text = text.replace(from, to.padEnd(from.length, '*'));
  }
  return new Uint8Array(Buffer.from(text, 'latin1'));
}

const wideText = (text: string) => wide(text).toString('latin1');
const stack: [string, string] = ['stack: me@example.com', 'stack: [mail]'];
const heap: [string, string] = [wideText('heap: me@example.com'), wideText('heap: [mail]********')];
const full: [string, string] = ['full: me@example.com', 'full: [mail]'];
const environment: [string, string] = ['MAIL="me@example.com"', 'MAIL="[mail]********"'];
const commandLine: [string, string] = ['--to me@example.com', '--to [mail]'];
const codeFile: [string, string] = [wideText('Users\\me@example.com\\'), wideText('Users\\[mail]********\\')];
const debugFile: [string, string] = ['C:\\me@example.com\\', 'C:\\[mail]********\\'];

describe('a minidump', () => {
  it.each<[string, [string, string][]]>([
    ['$stack_memory', [stack]],
    ['$minidump.$stack_memory', [stack]],
    ["$attachments.'crash.dmp'.$stack_memory", [stack]],
    ['$heap_memory', [heap, full]],
    ['$minidump.heap_memory', [heap, full]],
    // A stack must be named.
    ['$binary', [heap, full, environment, commandLine]],
    ['$minidump.$binary', [stack, heap, full, environment, commandLine]],
    ['$minidump.*', [stack, heap, full, environment, commandLine, codeFile, debugFile]],
    ['**', [heap, full, environment, commandLine, codeFile, debugFile]],
    ['code_file || debug_file', [codeFile, debugFile]],
    ['$string', [codeFile, debugFile]],
    ["$attachments.'crash.dmp'", []],
    ["$attachments.'other.dmp'.**", []],
    ['extra.foo', []],
  ])('loses what %s means, and nothing else', async (selector, texts) => {
    const scrubbed = await scrub(dump, { [selector]: ['0'] });
    expect(Buffer.from(scrubbed).toString('latin1')).toBe(Buffer.from(withTexts(...texts)).toString('latin1'));
  });

  it('loses a stretch as a whole, in its own encoding', async () => {
    const anything = { type: 'anything', redaction: { method: 'replace', text: '[x]' } };
    expect(await scrub(dump, { $stack_memory: ['0'] }, anything)).toEqual(withTexts(['stack: me@example.com', '[x]']));
    const path = 'C:\\Users\\me@example.com';
    expect(await scrub(dump, { code_file: ['0'] }, anything)).toEqual(withTexts([wideText(path), wideText('[x]'.padEnd(path.length, '*'))]));
    const word = { type: 'redact_pair', keyPattern: 'to me@', redaction: { method: 'mask' } };
    expect(await scrub(dump, { $binary: ['0'] }, word)).toEqual(withTexts(['app --to me@example.com', '*']));
  });

  it('that is none is scrubbed as any file', async () => {
    const text = Buffer.from('no dump, but me@example.com');
    expect(Buffer.from(await scrub(text, { $binary: ['0'] })).toString()).toBe('no dump, but [mail]********');
    // A list that points out of it says nothing about what is where.
    const broken = new Uint8Array(dump.subarray(0, dump.length - 300));
    expect(Buffer.from(await scrub(broken, { '$minidump.$heap_memory': ['0'] }))).toEqual(Buffer.from(broken));
  });

  it('keeps its length, and has its regions in order, inside and apart, whatever is in it', async () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: dump.length - 1 }), fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0, 255, 127))), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(changes, fc.nat({ max: dump.length }), async (edits, end) => {
        const bytes = new Uint8Array(end % 3 === 0 ? dump.subarray(0, end) : dump);
        for (const [at, byte] of edits) if (at < bytes.length) bytes[at] = byte;
        const regions = await readRegions(inMemory(bytes));
        let from = 0;
        for (const region of regions.ok ? regions.value : []) {
          expect(region.at).toBeGreaterThanOrEqual(from);
          expect(region.bytes).toBeGreaterThan(0);
          from = region.at + region.bytes;
        }
        expect(from).toBeLessThanOrEqual(bytes.length);
        expect(await scrub(bytes, { '**': ['0'], '$minidump.*': ['0'] })).toHaveLength(bytes.length);
      }),
      { seed: 20261206, numRuns: numRuns / 5 },
    );
  });
});
