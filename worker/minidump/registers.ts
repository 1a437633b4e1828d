import type { DumpBytes } from './dump-bytes.ts';
import type { Arch } from './minidump.ts';
import type { Location } from './location.ts';

interface Layout {
  width: 4 | 8;
  /** Offset of each register in the CONTEXT of the architecture. */
  offsets: Readonly<Record<string, number>>;
}

/** Source: CONTEXT of winnt.h for each architecture, and the older ones for ARM of Breakpad, which agree in these. */
const layouts: Readonly<Record<Arch, Layout>> = {
  x86: {
    width: 4,
    offsets: { eip: 0xb8, esp: 0xc4, ebp: 0xb4, ebx: 0xa4, esi: 0xa0, edi: 0x9c, eax: 0xb0, ecx: 0xac, edx: 0xa8, eflags: 0xc0 },
  },
  x86_64: {
    width: 8,
    offsets: { rip: 0xf8, rsp: 0x98, rbp: 0xa0, rax: 0x78, rbx: 0x90, rcx: 0x80, rdx: 0x88, rsi: 0xa8, rdi: 0xb0, ...numbered('r', 8, 15, 0xb8, 8) },
  },
  arm: { width: 4, offsets: { pc: 0x40, sp: 0x38, lr: 0x3c, ...numbered('r', 0, 12, 4, 4) } },
  arm64: { width: 8, offsets: { pc: 0x108, sp: 0x100, lr: 0xf8, fp: 0xf0, ...numbered('x', 0, 28, 8, 8) } },
};

/** The register that says what was executed. */
export const instructionPointers = ['rip', 'eip', 'pc'] as const;

export async function readRegisters(bytes: DumpBytes, context: Location, arch: Arch | null): Promise<Record<string, bigint> | null> {
  if (!arch) return null;
  const { width, offsets } = layouts[arch];
  const needed = Math.max(...Object.values(offsets)) + width;
  const view = context.bytes < needed ? null : await bytes.view(context.at, needed);
  if (!view) return null;
  return Object.fromEntries(Object.entries(offsets).map(([name, at]) => [name, width === 8 ? view.getBigUint64(at, true) : BigInt(view.getUint32(at, true))]));
}

function numbered(prefix: string, first: number, last: number, at: number, width: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: last - first + 1 }, (_, index) => [`${prefix}${first + index}`, at + index * width]));
}
