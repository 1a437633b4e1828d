/** What is known of a crash from the text that Apple's systems write about it. What the text does not have is absent. */
export interface AppleReport {
  /** Unix seconds. */
  timestamp: number | null;
  exception: AppleException | null;
  os: { name: string; version: string; build: string | null } | null;
  /** E.g. `iPhone12,1`. */
  model: string | null;
  arch: string | null;
  threads: AppleThread[];
  images: AppleImage[];
}

export interface AppleException {
  /** As written, e.g. `EXC_BAD_ACCESS (SIGSEGV)`. */
  type: string;
  /** E.g. `EXC_BAD_ACCESS`. */
  mach: string | null;
  /** E.g. `SIGSEGV`. */
  signal: string | null;
  /** What the app or the system said about it. */
  details: string | null;
}

export interface AppleThread {
  id: number;
  name: string | null;
  isCrashed: boolean;
  /** The newest first, as written. */
  frames: AppleFrame[];
  registers: Record<string, string>;
}

export interface AppleFrame {
  address: bigint;
  /** Name of the image it lies in. */
  image: string;
  symbol: string | null;
  /** Bytes from the start of the symbol. */
  offset: number | null;
  file: string | null;
  line: number | null;
}

export interface AppleImage {
  name: string;
  path: string;
  base: bigint;
  /** Bytes. */
  size: number;
  /** 32 lower-case hex digits. */
  uuid: string;
  arch: string | null;
}
