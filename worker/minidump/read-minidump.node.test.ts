import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crashEvent } from './crash-event.ts';
import { crashReason } from './crash-reason.ts';
import type { Crash, Minidump, OsName } from './minidump.ts';
import { aDump, type DumpParts, elfBuildId, inMemory, rsds, systems } from './minidump.fixture.ts';
import { readMinidump } from './read-minidump.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);

async function read(dump: Uint8Array): Promise<Minidump> {
  const result = await readMinidump(inMemory(dump));
  if (!result.ok) throw new Error(result.error.reason);
  return result.value;
}

describe('a minidump', () => {
  it('of Linux tells what crashed where', async () => {
    const dump = await read(
      aDump({
        crash: { code: 11, flags: 1, address: 0xdeadn },
        modules: [
          { name: '/usr/bin/shop', base: 0x1000n, size: 0x1000, codeView: elfBuildId('000102030405060708090a0b0c0d0e0f10111213') },
          { name: '/lib/nameless.so', base: 0x9000n, size: 0x1000 },
        ],
        threads: [
          { id: 7, name: 'main', pointer: 0x1010n },
          { id: 8, pointer: 0x9999n },
        ],
      }),
    );
    expect(crashEvent({ tags: { a: 'b' }, contexts: { os: { name: 'Debian' }, app: {} } }, dump)).toMatchObject({
      tags: { a: 'b' },
      platform: 'native',
      level: 'fatal',
      timestamp: 1_790_000_000,
      exception: {
        values: [
          {
            type: 'SIGSEGV / SEGV_MAPERR',
            value: 'Fatal Error: SIGSEGV / SEGV_MAPERR',
            thread_id: 7,
            mechanism: { type: 'minidump', handled: false, synthetic: true, data: { address: '0xdead' }, meta: { signal: { number: 11, code: 1 } } },
            stacktrace: {
              frames: [{ instruction_addr: '0x1010', package: '/usr/bin/shop', image_addr: '0x1000', trust: 'context' }],
              registers: { rip: '0x1010', rsp: '0x0' },
            },
          },
        ],
      },
      threads: {
        values: [
          { id: 7, name: 'main', crashed: true, current: true, stacktrace: undefined },
          { id: 8, crashed: false, current: false, stacktrace: { frames: [{ instruction_addr: '0x9999', package: '/lib/nameless.so' }] } },
        ],
      },
      debug_meta: {
        images: [
          {
            type: 'elf',
            code_file: '/usr/bin/shop',
            debug_id: '03020100-0504-0706-0809-0a0b0c0d0e0f',
            code_id: '000102030405060708090a0b0c0d0e0f10111213',
            arch: 'x86_64',
            image_addr: '0x1000',
            image_size: 0x1000,
          },
        ],
      },
      contexts: { os: { name: 'Debian', version: '6.1.52', build: 'build 9' }, device: { arch: 'x86_64' }, app: {} },
    });
  });

  it.each<[what: string, parts: DumpParts, codeId: string, debugId: string, type: string]>([
    ['Windows', { platform: systems.windows }, '5ab380779000', '03020100-0504-0706-0809-0a0b0c0d0e0f-2a', 'pe'],
    ['macOS', { platform: systems.macOS }, '030201000504070608090a0b0c0d0e0f', '03020100-0504-0706-0809-0a0b0c0d0e0f-2a', 'macho'],
  ])('of %s identifies its images as symbol servers do', async (_, parts, codeId, debugId, type) => {
    const dump = await read(
      aDump({ ...parts, modules: [{ name: 'C:\\shop.exe', base: 1n, size: 0x9000, timeDateStamp: 0x5ab38077, codeView: rsds('C:\\shop.pdb', 42) }] }),
    );
    expect(crashEvent({}, dump).debug_meta).toMatchObject({
      images: [{ type, code_id: codeId, debug_id: debugId, debug_file: 'C:\\shop.pdb', code_file: 'C:\\shop.exe' }],
    });
  });

  it.each<[arch: string, number: number, pointerAt: number, register: string]>([
    ['x86', 0, 0xb8, 'eip'],
    ['x86_64', 9, 0xf8, 'rip'],
    ['arm', 5, 0x40, 'pc'],
    ['arm64', 12, 0x108, 'pc'],
    ['arm64', 0x8003, 0x108, 'pc'],
  ])('of %s has the instruction that each thread was at', async (arch, number, pointerAt, register) => {
    const dump = await read(aDump({ arch: number, pointerAt, threads: [{ id: 1, pointer: 0x12345678n }] }));
    expect([dump.system?.arch, dump.threads[0]?.registers?.[register]]).toEqual([arch, 0x12345678n]);
  });

  it('without a crash is one that was asked for', async () => {
    expect(crashEvent({}, await read(aDump()))).toMatchObject({ level: 'info', exception: { values: [{ type: 'DUMP_REQUESTED' }] } });
  });

  it('that was asked for has a thread that asked, which did not crash', async () => {
    const asked: Minidump = { ...(await read(aDump({ threads: [{ id: 7, pointer: 0x1010n }] }))), crashedThreadId: 7 };
    expect(crashEvent({}, asked)).toMatchObject({ exception: { values: [{ thread_id: 7 }] }, threads: { values: [{ id: 7, crashed: false, current: true }] } });
  });

  it('says where it crashed, not where the thread was when the dump was written', async () => {
    const dump = await read(aDump({ crash: { code: 11, pointer: 0x2020n }, threads: [{ id: 7, pointer: 0x1010n }] }));
    expect(dump.threads[0]?.registers?.rip).toBe(0x2020n);
  });

  it('finds the image of an address from its first byte to its last', async () => {
    const modules = [
      { name: 'a', base: 0x1000n, size: 0x1000 },
      { name: 'b', base: 0x2000n, size: 0x1000 },
    ];
    const threads = [0x0fffn, 0x1000n, 0x1fffn, 0x2000n, 0x3000n].map((pointer, id) => ({ id, pointer }));
    const { threads: shown } = crashEvent({}, await read(aDump({ modules, threads })));
    expect(shown).toMatchObject({
      values: [undefined, 'a', 'a', 'b', undefined].map((name) => ({ stacktrace: { frames: [{ package: name }] } })),
    });
  });

  it.each(['', 'MDM', 'MDMP', 'not a dump, though it is long enough to be one'])('is more than %o', async (text) => {
    expect(await readMinidump(inMemory(Buffer.from(text)))).toEqual({ ok: false, error: { reason: 'not_a_minidump' } });
  });

  it('of hundreds of megabytes is read in a few pieces', async () => {
    const dump = aDump({ crash: { code: 11 } });
    let reads = 0;
    let largest = 0;
    await readMinidump({
      bytes: 200 * 1024 * 1024,
      async read(from, length) {
        reads += 1;
        largest = Math.max(largest, length);
        return new Uint8Array(Buffer.concat([dump.subarray(from, from + length), Buffer.alloc(length)]).subarray(0, length));
      },
    });
    expect(reads).toBe(1);
    expect(largest).toBeLessThanOrEqual(256 * 1024);
  });

  it('cut off or with any bytes changed gives fewer facts, never a failure', async () => {
    const whole = aDump({
      crash: { code: 11, flags: 1, parameters: [1n] },
      modules: [{ name: '/usr/bin/shop', base: 0x1000n, size: 0x1000, codeView: rsds('shop', 1) }],
      threads: [{ id: 7, name: 'main', pointer: 0x1010n }, { id: 8 }],
      contextBytes: 272,
    });
    const change = fc.tuple(fc.nat(whole.length - 1), fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.integer({ min: 0, max: 255 })));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 12 }), fc.nat(whole.length), async (changes, end) => {
        const dump = whole.slice(0, Math.max(32, end));
        for (const [at, byte] of changes) if (at >= 4 && at < dump.length) dump[at] = byte;
        const event = crashEvent({}, await read(dump));
        expect(JSON.stringify(event)).toContain('Fatal Error');
      }),
      { seed: 20261124, numRuns },
    );
  });
});

describe('a crash', () => {
  it.each<[os: OsName | null, crash: Partial<Crash>, reason: string]>([
    ['Linux', { code: 11, flags: 2 }, 'SIGSEGV / SEGV_ACCERR'],
    ['Linux', { code: 11, flags: 0x80 }, 'SIGSEGV / SI_KERNEL'],
    ['Linux', { code: 6, flags: 0xfffffffa }, 'SIGABRT / SI_TKILL'],
    ['Android', { code: 6, flags: 0 }, 'SIGABRT / SI_USER'],
    ['Linux', { code: 8, flags: 1 }, 'SIGFPE / FPE_INTDIV'],
    ['Linux', { code: 77, flags: 99 }, '0x0000004d / 0x00000063'],
    ['Linux', { code: 0xffffffff }, 'DUMP_REQUESTED'],
    ['Windows', { code: 0xc0000005, parameters: [0n, 0n] }, 'EXCEPTION_ACCESS_VIOLATION_READ'],
    ['Windows', { code: 0xc0000005, parameters: [1n] }, 'EXCEPTION_ACCESS_VIOLATION_WRITE'],
    ['Windows', { code: 0xc0000005, parameters: [8n] }, 'EXCEPTION_ACCESS_VIOLATION_EXEC'],
    ['Windows', { code: 0xc0000005 }, 'EXCEPTION_ACCESS_VIOLATION'],
    ['Windows', { code: 0xc00000fd }, 'EXCEPTION_STACK_OVERFLOW'],
    ['Windows', { code: 0xc0ffee }, '0x00c0ffee'],
    ['macOS', { code: 1, flags: 1 }, 'EXC_BAD_ACCESS / KERN_INVALID_ADDRESS'],
    ['macOS', { code: 6, flags: 2 }, 'EXC_BREAKPOINT / 0x00000002'],
    [null, { code: 1, flags: 2 }, '0x00000001 / 0x00000002'],
  ])('on %s of %o is called %s', (os, crash, reason) => {
    expect(crashReason({ code: 0, flags: 0, address: 0n, parameters: [], ...crash }, os)).toBe(reason);
  });
});
