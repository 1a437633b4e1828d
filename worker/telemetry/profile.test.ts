import { describe, expect, it } from 'vitest';
import { JsonScan, type Scalar } from './json-scan.ts';
import { countOfChunk, type ProfileScan, scanProfile, scanProfileChunk } from './profile.ts';
import { aContext, bytesOf, noon, traceId } from './telemetry.fixture.ts';

const id = '1'.repeat(32);
const aProfile = (parts: Record<string, unknown> = {}) => ({
  version: '1',
  event_id: id,
  platform: 'python',
  release: 'shop@1',
  transaction: { id: '2'.repeat(32), trace_id: traceId, name: 'checkout' },
  profile: { samples: [0, 1e9].map((elapsed) => ({ stack_id: 0, thread_id: '1', elapsed_since_start_ns: String(elapsed) })), stacks: [[0]], frames: [{}] },
  ...parts,
});
const aChunk = (parts: Record<string, unknown> = {}, seconds = 60) => ({
  chunk_id: id,
  profiler_id: '3'.repeat(32),
  platform: 'node',
  version: '2',
  client_sdk: { name: 'sentry.javascript.node', version: '11' },
  profile: { samples: [0, seconds].map((after) => ({ stack_id: 0, thread_id: '0', timestamp: noon / 1000 + after })), stacks: [[0]], frames: [{}] },
  ...parts,
});

function scan(profile: ProfileScan, payload: unknown, pieceBytes = 7): unknown {
  const bytes = bytesOf(payload);
  for (let from = 0; from < bytes.length; from += pieceBytes) profile.push(bytes.subarray(from, from + pieceBytes));
  const result = profile.end({ key: 'k', bytes: bytes.length }, aContext());
  return result.ok ? JSON.parse(JSON.stringify(result.value)) : result.error;
}

describe('the profile of a transaction', () => {
  it('becomes a line of what matters, wherever the chunks were cut', () => {
    for (const pieceBytes of [1, 2, 3, 1000]) {
      expect(scan(scanProfile(), aProfile(), pieceBytes)).toMatchObject({
        kind: 'profile',
        id,
        data: {
          platform: 'python',
          release: 'shop@1',
          transaction: 'checkout',
          trace_id: traceId,
          samples: 2,
          duration_ns: 1e9,
          key: 'k',
          received: noon / 1000,
        },
      });
    }
  });

  it.each<[unknown, string]>([
    ['{"version":"1"', 'profiling_invalid_json'],
    ['[1]', 'profiling_invalid_json'],
    ['{"a":1}}', 'profiling_invalid_json'],
    [aProfile({ event_id: undefined }), 'profiling_invalid_sampled_profile'],
    [aProfile({ platform: undefined }), 'profiling_invalid_sampled_profile'],
    [aProfile({ version: '7' }), 'profiling_version_unknown'],
    [aProfile({ profile: { samples: [] } }), 'profiling_not_enough_samples'],
    [aProfile({ profile: { samples: [0, 40e9].map((ns) => ({ stack_id: 0, elapsed_since_start_ns: ns })) } }), 'profiling_duration_is_too_long'],
  ])('is refused: %j', (payload, reason) => {
    expect(scan(scanProfile(), payload)).toBe(reason);
  });

  it('of Android carries a trace of its own', () => {
    const android = { profile_id: id, platform: 'android', sampled_profile: 'x'.repeat(200_000), transaction_id: '2'.repeat(32) };
    expect(scan(scanProfile(), android, 999)).toMatchObject({ data: { event_id: id, transaction_id: '2'.repeat(32), samples: 0 } });
  });
});

describe('a chunk of a profile', () => {
  it('becomes a line of what matters', () => {
    expect(scan(scanProfileChunk(), aChunk())).toMatchObject({
      kind: 'profile_chunk',
      id,
      data: {
        profiler_id: '3'.repeat(32),
        platform: 'node',
        sdk_name: 'sentry.javascript.node',
        start_timestamp: noon / 1000,
        end_timestamp: noon / 1000 + 60,
      },
    });
  });

  it.each<[unknown, string]>([
    [aChunk({ profiler_id: 'x' }), 'profiling_invalid_sampled_profile'],
    [aChunk({ version: '1' }), 'profiling_version_unknown'],
    [aChunk({}, 70), 'profiling_duration_is_too_long'],
    [aChunk({ profile: {} }), 'profiling_not_enough_samples'],
  ])('is refused: %j', (payload, reason) => {
    expect(scan(scanProfileChunk(), payload)).toBe(reason);
  });

  it.each([
    ['profile_chunk', 'javascript', 'profile_chunk_ui'],
    ['profile_chunk', 'cocoa', 'profile_chunk_ui'],
    ['profile_chunk', 'python', 'profile_chunk'],
    ['profile_chunk', undefined, 'profile_chunk'],
    ['profile_chunk_ui', undefined, 'profile_chunk_ui'],
  ])('%s of %s counts as %s', (type, platform, category) => {
    expect(countOfChunk(type, platform)).toEqual({ category, quantity: 1 });
  });
});

it('tells scalars by their path, escapes and all', () => {
  const told: [string, Scalar][] = [];
  const listen = (path: string) => ({ [path]: (value: Scalar) => void told.push([path, value]) });
  const json = new JsonScan({ ...listen('a.b'), ...listen('list[].x'), ...listen('deep[][]') });
  json.push(bytesOf('{"a":{"b":"q\\"\\u20ac","c":"}"},"list":[{"x":1},{"y":2,"x":true},[{"x":9}]],"deep":[[1,2]],"n":NaN}'));
  expect(json.end()).toBe(true);
  expect(told).toEqual([
    ['a.b', 'q"€'],
    ['list[].x', 1],
    ['list[].x', true],
    ['deep[][]', 1],
    ['deep[][]', 2],
  ]);
});
