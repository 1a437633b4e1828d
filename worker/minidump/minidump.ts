/** What is known of a crash from its dump. Addresses are 64-bit. What the dump does not have, or has broken, is absent. */
export interface Minidump {
  /** When it was written, Unix seconds. */
  timestamp: number | null;
  system: SystemInfo | null;
  crash: Crash | null;
  /** The thread that crashed, or that asked for the dump. */
  crashedThreadId: number | null;
  modules: Module[];
  threads: Thread[];
}

export type OsName = 'Windows' | 'macOS' | 'iOS' | 'Linux' | 'Android' | 'Fuchsia' | 'Solaris';
export type Arch = 'x86' | 'x86_64' | 'arm' | 'arm64';

export interface SystemInfo {
  os: OsName | null;
  /** `major.minor.build`, as the dump has it. */
  version: string;
  /** Service pack, kernel version or the like. */
  build: string;
  arch: Arch | null;
}

export interface Crash {
  /** NTSTATUS, signal or Mach exception. */
  code: number;
  flags: number;
  address: bigint;
  parameters: bigint[];
}

export interface Module {
  name: string;
  base: bigint;
  size: number;
  /** In the notation of symbol servers: a GUID, and an age where there is one. */
  debugId: string | null;
  codeId: string | null;
  debugFile: string | null;
}

export interface Thread {
  id: number;
  name: string | null;
  /** By name, as the dump has them of the moment of the crash. */
  registers: Record<string, bigint> | null;
}
