import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Stats } from '../api/contract/stats.ts';
import { eventually } from '../commands/harness.ts';
import { type Instance, startRecordedInstance } from './instance.fixture.ts';
import { countSent } from './passage.fixture.ts';
import { decode, type Item, readScenarios, type Recording, replay } from './recordings.fixture.ts';
import { sharedFolder } from './shared.fixture.ts';
import { readStored, type StoredLine } from './stored-telemetry.fixture.ts';

const snapshots = sharedFolder('snapshots');
const telemetry = /^(transaction|span|log|trace_metric|sessions?|check_in|profile|profile_chunk|replay_\w+)$/;

/*
 * Recorded traffic of real clients with telemetry in it, sent again byte for byte to a new installation. What is accepted is just what was sent, and every thing can
 * be read back.
 */
describe.skipIf(snapshots.isMissing)('recorded telemetry', () => {
  // Scenarios in which the recording server misbehaved hold the same things twice.
  const scenarios = (snapshots.isMissing ? [] : readScenarios(snapshots.path))
    .filter(({ name }) => !name.includes('/react-'))
    .map(({ name, recordings }) => ({ name, recordings, things: recordings.flatMap(thingsIn) }))
    .filter(({ things }) => things.length > 0);
  const items = scenarios.flatMap(({ recordings }) => recordings.flatMap(itemsIn));
  const statuses = new Map<string, number>();
  let instance: Instance;
  let stored: StoredLine[];

  beforeAll(async () => {
    instance = await startRecordedInstance();
    for (const recording of scenarios.flatMap(({ recordings }) => recordings))
      statuses.set(recording.name, (await replay(recording, instance.runtime.url)).status);
    stored = await readStored(instance, 1);
  });
  afterAll(() => instance?.stop());

  it.each(scenarios)('is kept as it was sent: $name', ({ recordings, things }) => {
    expect(recordings.map(({ name }) => statuses.get(name))).toEqual(recordings.map(() => 200));
    for (const { kind, facts } of things) {
      const candidates = stored.filter((line) => line.kind === kind).map(({ data }) => data);
      expect(candidates).toContainEqual(expect.objectContaining(facts));
    }
  });

  it('has one line for each thing', () => {
    const sent = Map.groupBy(
      scenarios.flatMap(({ things }) => things),
      ({ kind }) => kind,
    );
    const kept = Map.groupBy(stored, ({ kind }) => kind);
    expect(counted(kept)).toEqual(counted(sent));
  });

  it('is accepted, all of it, and counted as it was sent', async () => {
    const { sent } = countSent(items);
    // Events have tests of their own.
    for (const category of ['error', 'attachment', 'feedback']) delete sent[category];
    expect(Math.min(...Object.values(sent))).toBeGreaterThan(0);
    await eventually(async () => expect(await readAccepted(instance)).toMatchObject(sent), 20_000);
  });

  it('of exporters and scripts that know no envelope is kept as well', async () => {
    const others = readScenarios(snapshots.path, /^\/api\/\d+\/(?:integration\/otlp|cron)\//).flatMap(({ recordings }) => recordings);
    const answers = await Promise.all(others.map((recording) => replay(recording, instance.runtime.url)));
    expect(answers.map(({ status }) => status)).toEqual(others.map(({ url }) => (url.includes('/cron/') ? 202 : 200)));
    const all = await readStored(instance, 1);
    const countOf = (lines: readonly StoredLine[], kind: string) => lines.filter((line) => line.kind === kind).length;
    const added = (kind: string) => countOf(all, kind) - countOf(stored, kind);
    expect(added('check_in')).toBe(others.filter(({ url }) => url.includes('/cron/')).length);
    expect(added('span')).toBe(2);
  });
});

interface Thing {
  kind: string;
  /** What its line must say just as the client did. */
  facts: Record<string, unknown>;
}

/** What the recorded payloads hold, all kinds in one. */
interface Sent {
  event_id: string;
  spans?: unknown[];
  items: Record<string, unknown>[];
  sid: string;
  started?: string;
  init?: boolean;
  status: string;
  attrs: { release: string };
  aggregates: { started: string; exited?: number; errored?: number }[];
  check_in_id: string;
  monitor_slug: string;
  platform: string;
  chunk_id: string;
  profiler_id: string;
  profile: { samples: unknown[] };
  replay_id: string;
  segment_id: number;
}

function thingsIn(recording: Recording): Thing[] {
  return itemsIn(recording).flatMap((item) => (telemetry.test(item.header.type) ? thingsOf(item) : []));
}

const maxSessionAgeMs = 5 * 24 * 3_600_000;

/** Where a client does not say when it sent, its clock cannot be corrected, and recorded sessions are too old to be kept one day. */
function itemsIn(recording: Recording): Item[] {
  const { items, isDated } = decode(recording);
  return items.filter(
    ({ header, payload }) => isDated || !header.type.startsWith('session') || Date.now() - startOf(JSON.parse(payload.toString())) < maxSessionAgeMs,
  );
}

function startOf({ started, aggregates }: Sent): number {
  return Date.parse(started ?? aggregates[0]?.started ?? '');
}

/** Worked out here in the simplest way that does for what was recorded. */
function thingsOf({ header: { type }, payload }: Item): Thing[] {
  if (type === 'replay_recording') return [];
  const sent: Sent = JSON.parse(payload.toString());
  const plain = (id: string) => id.replaceAll('-', '');
  switch (type) {
    case 'transaction':
      return [{ kind: type, facts: { event_id: plain(sent.event_id), spans: expect.objectContaining({ length: sent.spans?.length ?? 0 }) } }];
    case 'span':
      return sent.items.map(({ trace_id, span_id, name, status }) => ({ kind: type, facts: { trace_id, span_id, name, status } }));
    case 'log':
      return sent.items.map(({ trace_id, level, body }) => ({ kind: type, facts: { trace_id, level, body } }));
    case 'trace_metric':
      return sent.items.map((metric) => ({
        kind: type,
        facts: { trace_id: metric.trace_id, name: metric.name, type: metric.type, value: metric.value },
      }));
    case 'session':
      return [{ kind: type, facts: { type: 'update', sid: plain(sent.sid), status: sent.status, init: sent.init === true, release: sent.attrs.release } }];
    case 'sessions':
      return sent.aggregates.map((bucket) => ({
        kind: 'session',
        facts: { type: 'aggregate', exited: bucket.exited ?? 0, errored: bucket.errored ?? 0 },
      }));
    case 'check_in':
      return [{ kind: type, facts: { check_in_id: plain(sent.check_in_id), monitor_slug: sent.monitor_slug, status: sent.status } }];
    case 'profile':
      return [{ kind: type, facts: { event_id: plain(sent.event_id), platform: sent.platform, samples: sent.profile.samples.length, bytes: payload.length } }];
    case 'profile_chunk':
      return [{ kind: type, facts: { chunk_id: sent.chunk_id, profiler_id: sent.profiler_id, samples: sent.profile.samples.length, bytes: payload.length } }];
    case 'replay_event':
      return [
        {
          kind: 'replay',
          facts: { replay_id: sent.replay_id, segment_id: sent.segment_id, recording: expect.objectContaining({ bytes: expect.any(Number) }) },
        },
      ];
    default:
      throw new Error(`Nothing is known here of items of type ${type}`);
  }
}

function counted(groups: ReadonlyMap<string, readonly unknown[]>): Record<string, number> {
  return Object.fromEntries([...groups].map(([kind, things]) => [kind, things.length]));
}

async function readAccepted({ org, api }: Instance): Promise<Record<string, number>> {
  const { groups } = await api<Stats>(`/organizations/${org}/stats_v2/?field=sum(quantity)&groupBy=category&outcome=accepted&statsPeriod=24h`);
  return Object.fromEntries(groups.map(({ by, totals }) => [String(by.category), totals['sum(quantity)'] ?? 0]));
}
