import { cleanText, shortenText } from '../event/text.ts';
import { fail, ok, type Result } from '../result.ts';
import { readHexId } from './ids.ts';
import { JsonScan, type OnScalar, type Scalar } from './json-scan.ts';
import type { Count, Kind, Line, Reason, TelemetryContext } from './telemetry.ts';

/** A profile is too large to be held: it is looked at while its bytes go by to where they are kept. */
export interface ProfileScan {
  push(chunk: Uint8Array): void;
  /** `stored` is what the line says about where the bytes are. */
  end(stored: Readonly<Record<string, unknown>>, context: TelemetryContext): Result<Line, Reason>;
}

const maxTextLength = 200;
const maxProfileSeconds = 30;
const maxChunkSeconds = 66;
/** Clocks of clients tick unevenly. */
const toleranceSeconds = 1;

const uiPlatforms: readonly unknown[] = ['cocoa', 'android', 'javascript'];

/** The category of a chunk follows the platform that its item header names. Source: relay-profiling/src/lib.rs */
export function countOfChunk(type: string, platform: unknown): Count {
  return { category: type === 'profile_chunk_ui' || uiPlatforms.includes(platform) ? 'profile_chunk_ui' : 'profile_chunk', quantity: 1 };
}

/**
 * The profile of a transaction. Lines: `{event_id, platform, version, release, environment, timestamp, transaction_id, trace_id, transaction, samples,
 * duration_ns, received}` and where the bytes are. Android sends a trace of its own, in base64, instead of samples.
 *
 * Source: relay-profiling/src/{sample/v1,android/legacy}.rs
 */
export function scanProfile(): ProfileScan {
  const facts = new Facts();
  const elapsed = new Range();
  const scan = new JsonScan({
    ...facts.listeners({
      event_id: 'event_id',
      profile_id: 'profile_id',
      version: 'version',
      platform: 'platform',
      release: 'release',
      environment: 'environment',
      timestamp: 'timestamp',
      'transaction.id': 'transaction_id',
      'transaction.trace_id': 'trace_id',
      'transaction.name': 'transaction',
      transaction_id: 'transaction_id',
      trace_id: 'trace_id',
      transaction_name: 'transaction',
      sampled_profile: 'sampled_profile',
    }),
    'profile.samples[].elapsed_since_start_ns': elapsed.add,
    'profile.samples[].stack_id': facts.count('samples'),
  });
  return {
    push: (chunk) => scan.push(chunk),
    end: (stored, context) => {
      if (!scan.end()) return fail('profiling_invalid_json');
      const id = readHexId(facts.get('event_id') ?? facts.get('profile_id'), 32);
      const samples = facts.counted('samples');
      if (id === undefined || facts.text('platform') === undefined) return fail('profiling_invalid_sampled_profile');
      const isAndroid = facts.get('platform') === 'android' && samples === 0;
      if (!isAndroid && facts.get('version') !== '1') return fail('profiling_version_unknown');
      if (!isAndroid && samples < 2) return fail('profiling_not_enough_samples');
      if (elapsed.length > (maxProfileSeconds + toleranceSeconds) * 1e9) return fail('profiling_duration_is_too_long');
      const data = {
        event_id: id,
        ...facts.texts('platform', 'version', 'release', 'environment', 'timestamp', 'transaction'),
        transaction_id: readHexId(facts.get('transaction_id'), 32),
        trace_id: readHexId(facts.get('trace_id'), 32),
        samples,
        duration_ns: elapsed.length,
      };
      return ok(lineOf('profile', id, data, stored, context));
    },
  };
}

/**
 * A piece of a profile that goes on for as long as the program. Lines: `{profiler_id, chunk_id, platform, version, release, environment, start_timestamp,
 * end_timestamp, samples, received}` and where the bytes are.
 *
 * Source: relay-profiling/src/{sample/v2,android/chunk}.rs
 */
export function scanProfileChunk(): ProfileScan {
  const facts = new Facts();
  const times = new Range();
  const scan = new JsonScan({
    ...facts.listeners({
      profiler_id: 'profiler_id',
      chunk_id: 'chunk_id',
      version: 'version',
      platform: 'platform',
      release: 'release',
      environment: 'environment',
      'client_sdk.name': 'sdk_name',
      'client_sdk.version': 'sdk_version',
    }),
    'profile.samples[].timestamp': times.add,
    'profile.samples[].stack_id': facts.count('samples'),
  });
  return {
    push: (chunk) => scan.push(chunk),
    end: (stored, context) => {
      if (!scan.end()) return fail('profiling_invalid_json');
      const profilerId = readHexId(facts.get('profiler_id'), 32);
      const chunkId = readHexId(facts.get('chunk_id'), 32);
      const samples = facts.counted('samples');
      if (profilerId === undefined || chunkId === undefined || facts.text('platform') === undefined) return fail('profiling_invalid_sampled_profile');
      const isAndroid = facts.get('platform') === 'android' && samples === 0;
      if (!isAndroid && facts.get('version') !== '2') return fail('profiling_version_unknown');
      if (!isAndroid && samples === 0) return fail('profiling_not_enough_samples');
      if (times.length > maxChunkSeconds + toleranceSeconds) return fail('profiling_duration_is_too_long');
      const data = {
        profiler_id: profilerId,
        chunk_id: chunkId,
        ...facts.texts('platform', 'version', 'release', 'environment', 'sdk_name', 'sdk_version'),
        start_timestamp: times.min,
        end_timestamp: times.max,
        samples,
      };
      return ok(lineOf('profile_chunk', chunkId, data, stored, context));
    },
  };
}

function lineOf(
  kind: Kind,
  id: string,
  data: Readonly<Record<string, unknown>>,
  stored: Readonly<Record<string, unknown>>,
  { receivedAt }: TelemetryContext,
): Line {
  return { kind, id, data: { ...data, ...stored, received: receivedAt / 1000 } };
}

/** What a scan has found so far, by name. */
class Facts {
  readonly #found = new Map<string, Scalar>();
  readonly #counts = new Map<string, number>();

  /** The last of a name counts. `names` by path. */
  listeners(names: Readonly<Record<string, string>>): Record<string, OnScalar> {
    return Object.fromEntries(Object.entries(names).map(([path, name]) => [path, (value: Scalar) => void this.#found.set(name, value)]));
  }

  count(name: string): OnScalar {
    return () => void this.#counts.set(name, this.counted(name) + 1);
  }

  get(name: string): Scalar | undefined {
    return this.#found.get(name);
  }

  counted(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  text(name: string): string | undefined {
    const value = this.#found.get(name);
    return typeof value === 'string' && value !== '' ? shortenText(cleanText(value), maxTextLength) : undefined;
  }

  texts(...names: string[]): Record<string, string | undefined> {
    return Object.fromEntries(names.map((name) => [name, this.text(name)]));
  }
}

class Range {
  min: number | undefined;
  max: number | undefined;

  /** Numbers, also those that a client wrote as text. */
  readonly add: OnScalar = (value) => {
    const number = typeof value === 'string' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isFinite(number)) return;
    this.min = Math.min(this.min ?? number, number);
    this.max = Math.max(this.max ?? number, number);
  };

  get length(): number {
    return (this.max ?? 0) - (this.min ?? 0);
  }
}
