import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aReport } from './apple-report.fixture.ts';
import { appleEvent } from './apple-event.ts';
import { readAppleReport } from './read-apple-report.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);

describe("Apple's crash report", () => {
  it('becomes an event: what crashed, where, on what', () => {
    expect(eventOf(aReport, { release: '1.0', contexts: { os: { version: '26.2.1' } } })).toEqual({
      release: '1.0',
      platform: 'native',
      level: 'fatal',
      timestamp: Date.parse('2026-10-14T22:09:20.964Z') / 1000,
      exception: {
        values: [
          {
            type: 'EXC_BAD_ACCESS (SIGSEGV)',
            value: 'KERN_INVALID_ADDRESS at 0x0000000000000008',
            thread_id: 1,
            mechanism: {
              type: 'applecrashreport',
              handled: false,
              synthetic: true,
              meta: { mach_exception: { name: 'EXC_BAD_ACCESS' }, signal: { name: 'SIGSEGV' } },
            },
            stacktrace: {
              frames: [
                { package: 'Shop Widgets', instruction_addr: '0x10000a000' },
                {
                  function: 'Cart.pay(_:)',
                  filename: 'Cart.swift',
                  lineno: 26,
                  package: '/var/containers/Shop.app/Shop',
                  instruction_addr: '0x100001234',
                  symbol_addr: '0x1000011d0',
                  image_addr: '0x100000000',
                },
              ],
              registers: { x0: '0x0000000000000000', x1: '0x00000000000000ff', pc: '0x0000000100001234' },
            },
          },
        ],
      },
      threads: {
        values: [
          {
            id: 0,
            name: 'Dispatch queue: com.apple.main-thread',
            crashed: false,
            current: false,
            stacktrace: {
              frames: [
                {
                  function: 'mach_msg2_trap',
                  package: '/usr/lib/system/libsystem_kernel.dylib',
                  instruction_addr: '0x1b0000008',
                  symbol_addr: '0x1b0000000',
                  image_addr: '0x1b0000000',
                },
              ],
            },
          },
          { id: 1, crashed: true, current: true },
        ],
      },
      debug_meta: {
        images: [
          {
            type: 'macho',
            code_file: '/var/containers/Shop.app/Shop',
            debug_id: '01234567-89ab-cdef-0123-456789abcdef',
            arch: 'arm64',
            image_addr: '0x100000000',
            image_size: 0x8000,
          },
          {
            type: 'macho',
            code_file: '/usr/lib/system/libsystem_kernel.dylib',
            debug_id: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
            arch: 'arm64e',
            image_addr: '0x1b0000000',
            image_size: 0x1000,
          },
        ],
      },
      contexts: { os: { name: 'iOS', version: '26.2.1', build: '23B5061e' }, device: { model: 'iPhone12,1', arch: 'arm64' } },
    });
  });

  it('may come from macOS, with names in the same line and the bundle before the id', () => {
    const report = readAppleReport(`Code Type: X86-64 (Native)
OS Version: Mac OS X 10.9.5 (13F34)
Exception Type: EXC_CRASH (SIGABRT)
Exception Codes: 0x0, 0x0

Application Specific Information:
abort() called
once more

Thread 0 Crashed:: Dispatch queue: com.apple.main-thread
0   org.example.shop   0x0000000102b1c010 main + 16

Binary Images:
       0x102b1c000 -        0x102c78fff +org.example.shop (1.0 - 1) <15A4F4C1-8D68-3FB6-9D5F-DF0F0D7E1A3B> /Applications/Shop.app/Contents/MacOS/Shop
`);
    expect(report).toMatchObject({
      exception: { type: 'EXC_CRASH (SIGABRT)', mach: 'EXC_CRASH', signal: 'SIGABRT', details: 'abort() called\nonce more' },
      os: { name: 'macOS', version: '10.9.5', build: '13F34' },
      arch: 'x86_64',
      threads: [{ id: 0, name: 'Dispatch queue: com.apple.main-thread', isCrashed: true, frames: [{ image: 'org.example.shop', symbol: 'main', offset: 16 }] }],
      images: [{ name: 'Shop', uuid: '15a4f4c18d683fb69d5fdf0f0d7e1a3b', size: 0x15d000 }],
    });
  });

  it.each([
    ['nothing', ''],
    ['other text', 'Hello: world\n0  a 0x1 b\n'],
    ['the form in JSON', '{"app_name":"Shop"}\n{"exception":{"type":"EXC_CRASH"}}'],
  ])('is not read out of %s', (_, text) => {
    expect(readAppleReport(text)).toBeNull();
  });

  it('is read or refused within bounds, whatever the text', () => {
    const lines = fc.constantFrom(...aReport.split('\n'), 'Thread 99 Crashed:', 'Thread 5 crashed with', '<', '0x', `0 ${' '.repeat(3_000)}0x1`);
    const line = fc.oneof(
      lines,
      fc.string(),
      fc.tuple(lines, fc.string(), fc.nat(40)).map(([known, text, at]) => known.slice(0, at) + text),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), (all) => {
        const report = readAppleReport(all.join('\n'));
        if (!report) return;
        const event = JSON.parse(JSON.stringify(appleEvent({}, report)));
        expect(event.exception.values).toHaveLength(1);
        expect(event.threads.values.length).toBeLessThanOrEqual(all.length);
      }),
      { seed: 20261126, numRuns },
    );
  });

  it('does not take long over lines made to', () => {
    const startedAt = performance.now();
    readAppleReport(`Thread 0:\n${`0 ${' '.repeat(990)}\n`.repeat(1_000)}Binary Images:\n${`0x1 - ${' '.repeat(980)}\n`.repeat(1_000)}`);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

function eventOf(text: string, client: Record<string, unknown>): unknown {
  const report = readAppleReport(text);
  // As it goes on: without what is absent.
  return report && JSON.parse(JSON.stringify(appleEvent(client, report)));
}
