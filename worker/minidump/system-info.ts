import type { DumpBytes } from './dump-bytes.ts';
import type { Arch, OsName, SystemInfo } from './minidump.ts';
import type { Location } from './location.ts';
import { readString } from './strings.ts';

/** PROCESSOR_ARCHITECTURE_*; those of Breakpad begin at 0x8000. */
const archs: ReadonlyMap<number, Arch> = new Map([
  [0, 'x86'],
  [5, 'arm'],
  [9, 'x86_64'],
  [10, 'x86'],
  [12, 'arm64'],
  [0x8003, 'arm64'],
]);

/** VER_PLATFORM_*; those of Breakpad begin at 0x8000. */
const systems: ReadonlyMap<number, OsName> = new Map([
  [1, 'Windows'],
  [2, 'Windows'],
  [3, 'Windows'],
  [0x8101, 'macOS'],
  [0x8102, 'iOS'],
  [0x8201, 'Linux'],
  [0x8202, 'Solaris'],
  [0x8203, 'Android'],
  [0x8206, 'Fuchsia'],
]);

export async function readSystemInfo(bytes: DumpBytes, stream: Location | undefined): Promise<SystemInfo | null> {
  const view = stream && (await bytes.view(stream.at, 32));
  if (!view) return null;
  const [major, minor, build] = [8, 12, 16].map((at) => view.getUint32(at, true));
  return {
    os: systems.get(view.getUint32(20, true)) ?? null,
    version: `${major}.${minor}.${build}`,
    build: (await readString(bytes, view.getUint32(24, true), 256)) ?? '',
    arch: archs.get(view.getUint16(0, true)) ?? null,
  };
}
