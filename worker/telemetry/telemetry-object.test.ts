import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { aProject } from '../ingest/ingest.fixture.ts';
import { scopedProject } from '../storage/scope.fixture.ts';
import { dayOf, readTelemetry } from '../storage/telemetry.ts';
import { encodeBatch, telemetryObjectName } from './batch.ts';
import type { TelemetryObject } from './telemetry-object.ts';
import type { Kind } from './telemetry.ts';

const now = Date.now();
const today = dayOf(now);

let made = 0;
const aLine = (kind: Kind, id: string | null = null, data: object = { n: (made += 1) }) => ({ kind, id, json: JSON.stringify(data) });

async function anObject(part = 0) {
  const project = await scopedProject(env, (await aProject()).projectId);
  const object = env.TELEMETRY.getByName(telemetryObjectName(project.id, part));
  const append = (lines: ReturnType<typeof aLine>[], receivedAt = now) => {
    const { ids, bytes, body } = encodeBatch(lines);
    return object.append(JSON.stringify({ projectId: project.id, part, receivedAt, ids, bytes }), body);
  };
  const read = async (kind: Kind, day = today) => {
    const found: string[] = [];
    for await (const line of readTelemetry(env, project, kind, day)) found.push(JSON.stringify(line));
    return found.sort();
  };
  const files = async () => (await env.FILES.list({ prefix: `telemetry/${project.id}/` })).objects.map(({ key }) => key);
  return { project, object, append, read, files };
}

const jsonOf = (...lines: { json: string }[]) => lines.map(({ json }) => json).sort();

describe('a telemetry object', () => {
  it('gives back what it gathers, before and after it became files, by kind and day', async () => {
    const { object, append, read, files } = await anObject();
    const lines = [aLine('log'), aLine('span', 'a:b'), aLine('log')];
    const yesterday = aLine('log');
    expect(await append(lines)).toEqual([]);
    expect(await append([yesterday], now - 86_400_000)).toEqual([]);

    for (const isFlushed of [false, true]) {
      const isRun = isFlushed && (await runDurableObjectAlarm(object));
      expect(isRun).toBe(isFlushed);
      expect(await read('log')).toEqual(jsonOf(...lines.filter(({ kind }) => kind === 'log')));
      expect(await read('span')).toEqual(jsonOf(...lines.filter(({ kind }) => kind === 'span')));
      expect(await read('log', dayOf(now - 86_400_000))).toEqual(jsonOf(yesterday));
      expect(await files()).toHaveLength(isFlushed ? 3 : 0);
    }
  });

  it('keeps what comes twice once, also after it became a file and after a restart', async () => {
    const { object, append, read } = await anObject();
    const [first, second, third] = [aLine('transaction', 't1'), aLine('transaction', 't2'), aLine('transaction', 't3')];
    expect(await append([first])).toEqual([]);
    expect(await append([first, second])).toEqual(['t1']);
    await evictDurableObject(object);
    expect(await append([second])).toEqual(['t2']);
    await runDurableObjectAlarm(object);
    await evictDurableObject(object);
    expect(await append([first, second, third])).toEqual(['t1', 't2']);
    expect(await read('transaction')).toEqual(jsonOf(first, second, third));
  });

  it('forgets the oldest ids when there are very many', async () => {
    const { append } = await anObject();
    await append([aLine('span', 'old')]);
    await append(Array.from({ length: 2_000 }, (_, index) => aLine('span', `s${index}`)));
    expect(await append([aLine('span', 'old'), aLine('span', 's1999')])).toEqual(['s1999']);
  });

  it('repeats a flush that was cut off half way without doubling anything', async () => {
    const { object, append, read, files } = await anObject();
    const [log, span, later] = [aLine('log'), aLine('span'), aLine('log')];
    await append([log, span]);
    await withFiles(
      object,
      (key) => !key.includes('/span/'),
      (instance) => instance.flush(),
    );
    expect(await files()).toHaveLength(1);
    await append([later]);
    expect(await read('log')).toEqual(jsonOf(log, later));
    await runInDurableObject(object, (instance) => instance.flush());
    expect(await files()).toHaveLength(2);
    expect(await read('log')).toEqual(jsonOf(log, later));
    expect(await read('span')).toEqual(jsonOf(span));
  });

  it('keeps rows while R2 is away, and comes back', async () => {
    const { object, append, read } = await anObject();
    const line = aLine('log');
    await append([line]);
    await withFiles(
      object,
      () => false,
      (instance) => instance.alarm(),
    );
    expect(await alarmOf(object)).toBeGreaterThan(Date.now());
    expect(await read('log')).toEqual(jsonOf(line));
    expect(await runDurableObjectAlarm(object)).toBe(true);
    expect(await read('log')).toEqual(jsonOf(line));
  });

  it('makes a file within a minute, and at once when enough is gathered', async () => {
    const { object, append } = await anObject();
    await append([aLine('log')], now - 20_000);
    expect(await alarmOf(object)).toBe(now + 40_000);
    await evictDurableObject(object);
    await append([aLine('log')]);
    expect(await alarmOf(object)).toBe(now + 40_000);
    await append([aLine('log', null, { text: 'x'.repeat(4 * 1024 * 1024) })]);
    const due = await alarmOf(object);
    expect(due === null || due <= Date.now()).toBe(true);
  });
});

function alarmOf(object: DurableObjectStub<TelemetryObject>): Promise<number | null> {
  return runInDurableObject(object, (_instance, state) => state.storage.getAlarm());
}

/** Lets the object act while R2 takes only some keys. */
async function withFiles(
  object: DurableObjectStub<TelemetryObject>,
  takes: (key: string) => boolean,
  act: (instance: TelemetryObject) => Promise<void>,
): Promise<void> {
  await runInDurableObject(object, async (instance) => {
    const put = (key: string, ...rest: [string]) => (takes(key) ? env.FILES.put(key, ...rest) : Promise.reject(new Error('R2 is away')));
    Object.defineProperty(instance, 'env', { configurable: true, value: { ...env, FILES: { put } } });
    await act(instance);
    Object.defineProperty(instance, 'env', { configurable: true, value: env });
  });
}
