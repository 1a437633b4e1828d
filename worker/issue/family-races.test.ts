import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { aProject, eventually } from '../ingest/ingest.fixture.ts';
import { objectOf, recordingOf, send, settle, shown } from './family.fixture.ts';
import { commands } from './issue.fixture.ts';
import type { IssueObject } from './issue-object.ts';
import { maxParts } from './issue-store.ts';

/* What the hashes of an issue tell each other may cross: a question is answered late, repeated, or overtaken by a deletion. */

const a = 'a'.repeat(32);
const b = 'b'.repeat(32);
const c = 'c'.repeat(32);
const times = (count: number) => Array.from({ length: count });

describe('a part whose head is gone', () => {
  it('loses none of the events that came while it asked', async () => {
    const project = await aProject();
    await send(project, { hash: b, user: '0' });
    await settle(project, [b]);
    await runInDurableObject(objectOf(project, b), async (instance) => {
      const joining = instance.join({ headHash: a, epoch: 0 }, null);
      for (const nth of times(40).keys()) {
        await Promise.resolve();
        instance.record(...recordingOf(project, { hash: b, user: String(nth) }));
      }
      await joining;
    });
    expect(shown(await settle(project, [b]))).toMatchObject([{ hash: b, event_count: 41, user_count: 40 }]);
  });

  it('is an issue of its own although the head has begun anew', async () => {
    const project = await aProject();
    for (const hash of [a, b]) await send(project, { hash });
    await settle(project, [a, b]);
    // As an answer that arrives after the issue was deleted.
    await objectOf(project, b).join({ headHash: a, epoch: 7 }, null);
    await send(project, { hash: b });
    expect(shown(await settle(project, [b, a]))).toMatchObject([
      { hash: a, event_count: 1 },
      { hash: b, event_count: 2 },
    ]);
  });
});

it('takes a hash in before it has a number itself, and neither waits for the other for ever', async () => {
  const project = await aProject();
  await send(project, { hash: b });
  await settle(project, [b]);
  await env.DB.prepare('alter table issues rename to issues_away').run();
  await send(project, { hash: a });
  await objectOf(project, a).project();
  await env.DB.prepare('alter table issues_away rename to issues').run();
  await objectOf(project, a).merge([b], 1, Date.now());
  const rows = await eventually(
    () => settle(project, [b, a]),
    (settled) => shown(settled).length === 1,
  );
  expect(shown(rows)).toMatchObject([{ hash: a, event_count: 2 }]);
}, 20_000);

it('removes a part that is telling its head of an event while the head, begun anew, waits for it', async () => {
  const project = await aProject();
  for (const hash of [a, b]) await send(project, { hash });
  await settle(project, [a, b]);
  await objectOf(project, a).merge([b], 1, Date.now());
  await runInDurableObject(objectOf(project, a), async (instance) => {
    // Both get an event at the last moment: the head becomes a new issue without a number, and the part has something to tell it.
    const removePart = async (...order: Parameters<IssueObject['removePart']>) => {
      Object.defineProperty(instance, 'env', { value: env });
      const part = objectOf(project, b);
      instance.record(...recordingOf(project, { hash: a }));
      await part.record(...recordingOf(project, { hash: b }));
      const telling = part.project();
      await part.removePart(...order);
      await telling;
    };
    const ISSUES = { getByName: () => ({ removePart }) };
    Object.defineProperty(instance, 'env', { configurable: true, value: { ...env, ISSUES } });
    expect(await instance.remove(1)).toBe(true);
  });
  await evictDurableObject(objectOf(project, a));
  expect(await settle(project, [b, a])).toMatchObject([{ hash: a, event_count: 1, substatus: 'new' }]);
  await send(project, { hash: b });
  expect(shown(await settle(project, [b, a]))).toMatchObject([
    { hash: a, event_count: 1 },
    { hash: b, event_count: 1, substatus: 'new' },
  ]);
});

it('leaves a hash an issue of its own whose issue can take no more', async () => {
  const project = await aProject();
  await send(project, { hash: a, furtherHashes: [c] });
  await settle(project, [a]);
  await runInDurableObject(objectOf(project, a), (_, { storage: { kv } }) => {
    for (const nth of times(maxParts).keys()) kv.put(`0/part/${nth}`, { hash: `${nth}`, epoch: nth + 1, snapshot: null });
    kv.put('root', { ...kv.get<object>('root'), nextEpoch: maxParts + 1 });
  });
  await evictDurableObject(objectOf(project, a));
  for (const user of ['1', '2']) await send(project, { hash: b, furtherHashes: [c], user });
  expect(shown(await settle(project, [b, a]))).toMatchObject([
    { hash: a, event_count: 1 },
    { hash: b, event_count: 2, user_count: 2 },
  ]);
  expect(await objectOf(project, a).merge([b], 1, Date.now())).toEqual({ type: 'full' });
});

describe('the users that a part has met', () => {
  it('are told to the head of its head, where it hears of that before it is asked', async () => {
    const project = await aProject();
    for (const [hash, user] of [
      [a, '1'],
      [b, '2'],
      [c, '3'],
    ] as const)
      await send(project, { hash, user });
    await settle(project, [a, b, c]);
    await objectOf(project, b).merge([c], 1, Date.now());
    await runInDurableObject(objectOf(project, a), async (instance) => {
      const join = async (...order: Parameters<IssueObject['join']>) => {
        Object.defineProperty(instance, 'env', { value: env });
        const reply = await objectOf(project, b).join(...order);
        await send(project, { hash: c, user: '4' });
        await objectOf(project, c).project();
        return reply;
      };
      Object.defineProperty(instance, 'env', { configurable: true, value: { ...env, ISSUES: { getByName: () => ({ join }) } } });
      await instance.merge([b], 1, Date.now());
    });
    expect(shown(await settle(project, [c, b, a]))).toMatchObject([{ hash: a, event_count: 4, user_count: 4 }]);
  });

  it('are told again where it is let go and taken in again before it hears of either', async () => {
    const project = await aProject();
    for (const [hash, user] of [
      [a, '1'],
      [b, '2'],
    ] as const)
      await send(project, { hash, user });
    await settle(project, [a, b]);
    await objectOf(project, a).merge([b], 1, Date.now());
    await runInDurableObject(objectOf(project, a), async (instance) => {
      const leave = () => Promise.reject(new Error('out of reach'));
      Object.defineProperty(instance, 'env', { configurable: true, value: { ...env, ISSUES: { getByName: () => ({ leave }) } } });
      await expect(instance.unmerge([b], 1, Date.now())).rejects.toThrow('out of reach');
      Object.defineProperty(instance, 'env', { value: env });
      await instance.merge([b], 1, Date.now());
    });
    expect(shown(await settle(project, [b, a]))).toMatchObject([{ hash: a, event_count: 2, user_count: 2 }]);
  });
});

it('makes no circle of hashes that are each other’s further ones', async () => {
  const project = await aProject();
  const pairs = times(12).map((_, nth) => [nth, nth + 50].map((digits) => String(digits).padStart(32, '0')));
  const both = ([one = '', other = '']: string[]) => [
    send(project, { hash: one, furtherHashes: [other] }),
    send(project, { hash: other, furtherHashes: [one] }),
  ];
  await Promise.all(pairs.flatMap(both));
  const rows = await settle(project, pairs.flat());
  expect(shown(rows).reduce((sum, { event_count }) => sum + event_count, 0)).toBe(24);
}, 30_000);

it('keeps to the newest merger where an order of an older one comes late', async () => {
  const project = await aProject();
  for (const hash of [a, b]) await send(project, { hash });
  await settle(project, [a, b]);
  await objectOf(project, a).merge([b], 1, Date.now());
  await objectOf(project, a).unmerge([b], 1, Date.now());
  await objectOf(project, a).merge([b], 1, Date.now());
  await objectOf(project, b).join({ headHash: a, epoch: 1 }, null);
  await send(project, { hash: b });
  expect(shown(await settle(project, [b, a]))).toMatchObject([{ hash: a, event_count: 3 }]);
});

it('reopens an issue by an event that came while its hash was being taken in', async () => {
  const project = await aProject();
  for (const hash of [a, b]) await send(project, { hash });
  await settle(project, [a, b]);
  await objectOf(project, a).change({ ...commands.resolve, userId: 1, at: Date.now() - 1 });
  await runInDurableObject(objectOf(project, b), async (instance, { storage }) => {
    instance.record(...recordingOf(project, { hash: b }));
    const projecting = instance.project();
    const merging = objectOf(project, a).merge([b], 1, Date.now());
    while (!storage.kv.get<{ membership: unknown }>('root')?.membership) await scheduler.wait(0);
    instance.record(...recordingOf(project, { hash: b }));
    await Promise.all([projecting, merging]);
  });
  expect(shown(await settle(project, [b, a]))).toMatchObject([{ hash: a, event_count: 4, status: 'unresolved', substatus: 'regressed' }]);
});

it('forgets the users of a second part that goes while those of the first are still being forgotten', async () => {
  const project = await aProject();
  for (const hash of [a, b, c]) await send(project, { hash });
  await Promise.all(times(1_100).map((_, nth) => send(project, { hash: b, user: `${nth}` })));
  for (const nth of times(20).keys()) await send(project, { hash: c, user: `0${nth}` });
  await settle(project, [a, b, c]);
  await objectOf(project, a).merge([b, c], 1, Date.now());
  expect(shown(await settle(project, [b, c, a]))).toMatchObject([{ hash: a, user_count: 1_120 }]);
  await Promise.all([objectOf(project, a).unmerge([b], 1, Date.now()), objectOf(project, a).unmerge([c], 1, Date.now())]);
  await eventually(
    async () => shown(await settle(project, [a])).find(({ hash }) => hash === a),
    (row) => row?.user_count === 0,
  );
}, 60_000);
