import { evictDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { anEventId, aProject, eventually } from '../ingest/ingest.fixture.ts';
import { objectOf, rowsOf, send, settle, shown } from './family.fixture.ts';
import { commands } from './issue.fixture.ts';

const a = 'a'.repeat(32);
const b = 'b'.repeat(32);
const c = 'c'.repeat(32);
const d = 'd'.repeat(32);
const system = 'e'.repeat(32);

describe('further hashes', () => {
  it('make one issue of events that share one', async () => {
    const project = await aProject();
    await send(project, { hash: a, furtherHashes: [system], user: '1' });
    await eventually(
      () => rowsOf(project),
      (rows) => rows.length === 1,
    );
    await send(project, { hash: b, furtherHashes: [system], user: '2' });
    await send(project, { hash: b, furtherHashes: [system], user: '1' });

    const rows = await settle(project, [b, a]);
    expect(shown(rows)).toMatchObject([{ hash: a, event_count: 3, user_count: 2, status: 'unresolved' }]);
    expect(rows.find(({ hash }) => hash === b)).toMatchObject({ status: 'merged', merged_into: shown(rows)[0]?.id, event_count: 2 });
  });

  it('lead events whose best hash it is to the issue', async () => {
    const project = await aProject();
    await send(project, { hash: a, furtherHashes: [system] });
    await eventually(
      () => rowsOf(project),
      (rows) => rows.length === 1,
    );
    await send(project, { hash: system });
    expect(shown(await settle(project, [system, a]))).toMatchObject([{ hash: a, event_count: 2 }]);
  });

  it('join an issue that was there under them first, as after an upgrade of the mechanism', async () => {
    const project = await aProject();
    await send(project, { hash: system });
    await settle(project, [system]);
    await send(project, { hash: a, furtherHashes: [c, system] });
    await settle(project, [a]);
    await send(project, { hash: c });
    expect(shown(await settle(project, [a, c, system]))).toMatchObject([{ hash: system, event_count: 3 }]);
  });

  it('do not join two issues that are there already', async () => {
    const project = await aProject();
    await send(project, { hash: a });
    await send(project, { hash: system });
    await settle(project, [a, system]);
    await send(project, { hash: a, furtherHashes: [system] });
    expect(shown(await settle(project, [a, system]))).toMatchObject([
      { hash: a, event_count: 2 },
      { hash: system, event_count: 1 },
    ]);
  });

  it('make one issue of two that begin at the same time', async () => {
    const project = await aProject();
    await Promise.all([a, b, c].map((hash) => send(project, { hash, furtherHashes: [system] })));
    const rows = await settle(project, [a, b, c]);
    expect(shown(rows)).toMatchObject([{ event_count: 3 }]);
  });

  it('begin a new issue when theirs was deleted', async () => {
    const project = await aProject();
    await send(project, { hash: a, furtherHashes: [system] });
    await settle(project, [a]);
    await objectOf(project, a).remove(1);
    await send(project, { hash: system });
    expect(shown(await settle(project, [system]))).toMatchObject([{ hash: system, event_count: 1, substatus: 'new' }]);
  });

  it('reopen a resolved issue', async () => {
    const project = await aProject();
    await send(project, { hash: a, furtherHashes: [system] });
    await settle(project, [a]);
    await objectOf(project, a).change({ ...commands.resolve, userId: 1, at: Date.now() - 1 });
    await send(project, { hash: b, furtherHashes: [system] });
    expect(shown(await settle(project, [b, a]))).toMatchObject([{ hash: a, status: 'unresolved', substatus: 'regressed', event_count: 2 }]);
  });
});

describe('merge', () => {
  it('adds up what there was, and what comes', async () => {
    const project = await aProject();
    for (const [hash, user] of [
      [a, '1'],
      [a, '2'],
      [b, '2'],
      [b, '3'],
      [c, '3'],
    ] as const)
      await send(project, { hash, user });
    await settle(project, [a, b, c]);

    expect(await objectOf(project, a).merge([b, c], 1, Date.now())).toEqual({ type: 'merged', hashes: [b, c] });
    expect(shown(await rowsOf(project))).toMatchObject([{ hash: a, event_count: 5, user_count: 3 }]);

    for (const [hash, user] of [
      [b, '1'],
      [c, '4'],
      [a, '4'],
      [a, '5'],
    ] as const)
      await send(project, { hash, user });
    expect(shown(await settle(project, [b, c, a]))).toMatchObject([{ hash: a, event_count: 9, user_count: 5 }]);
  });

  it('knows a repeated event as one, before and after', async () => {
    const project = await aProject();
    const eventId = anEventId();
    await send(project, { hash: a });
    await send(project, { hash: b, eventId });
    await settle(project, [a, b]);
    await objectOf(project, a).merge([b], 1, Date.now());
    expect(await send(project, { hash: b, eventId })).toBe('duplicate');
    expect(shown(await settle(project, [b, a]))).toMatchObject([{ event_count: 2 }]);
  });

  it('takes the parts of a part over', async () => {
    const project = await aProject();
    for (const hash of [a, b, c, d]) await send(project, { hash, user: hash });
    await settle(project, [a, b, c, d]);
    await objectOf(project, c).merge([d], 1, Date.now());
    await objectOf(project, b).merge([c], 1, Date.now());
    await objectOf(project, a).merge([b], 1, Date.now());
    for (const hash of [b, c, d]) await send(project, { hash, user: 'all' });
    const rows = await settle(project, [d, c, b, a]);
    const [head] = shown(rows);
    expect(shown(rows)).toMatchObject([{ hash: a, event_count: 7, user_count: 5 }]);
    expect(rows.filter(({ merged_into }) => merged_into === head?.id)).toHaveLength(3);
  });

  it('makes no circle of two that are merged into each other at once', async () => {
    const project = await aProject();
    await send(project, { hash: a });
    await send(project, { hash: b });
    await settle(project, [a, b]);
    await Promise.all([objectOf(project, a).merge([b], 1, Date.now()), objectOf(project, b).merge([a], 1, Date.now())]);
    await send(project, { hash: a });
    await send(project, { hash: b });
    const issues = shown(await settle(project, [a, b, a]));
    expect(issues.reduce((sum, { event_count }) => sum + event_count, 0)).toBe(4);
    const [head, ...others] = issues.map(({ hash }) => hash);
    if (others.length > 0) await objectOf(project, head ?? '').merge(others, 1, Date.now());
    expect(shown(await settle(project, [a, b]))).toMatchObject([{ event_count: 4 }]);
  });

  it('says where an issue has gone that was merged meanwhile', async () => {
    const project = await aProject();
    for (const hash of [a, b, c]) await send(project, { hash });
    await settle(project, [a, b, c]);
    await objectOf(project, a).merge([b], 1, Date.now());
    expect(await objectOf(project, b).merge([c], 1, Date.now())).toEqual({ type: 'moved', headHash: a });
    expect(await objectOf(project, c).merge([b], 1, Date.now())).toEqual({ type: 'busy' });
    expect(await objectOf(project, b).change({ ...commands.resolve, userId: 1, at: Date.now() })).toBe(false);
    expect(shown(await settle(project, [a, b, c]))).toMatchObject([
      { hash: a, event_count: 2 },
      { hash: c, event_count: 1 },
    ]);
  });
});

describe('unmerge', () => {
  it('gives each what is its own, and it stays so', async () => {
    const project = await aProject();
    for (const [hash, user] of [
      [a, '1'],
      [b, '1'],
      [b, '2'],
      [c, '2'],
      [c, '3'],
    ] as const)
      await send(project, { hash, user });
    await settle(project, [a, b, c]);
    await objectOf(project, a).merge([b, c], 1, Date.now());
    await send(project, { hash: c, user: '4' });

    expect(await objectOf(project, a).unmerge([c], 1, Date.now())).toBe(c);
    expect(shown(await rowsOf(project))).toMatchObject([
      { hash: a, event_count: 3, user_count: 2 },
      { hash: c, event_count: 3, user_count: 3, status: 'unresolved', substatus: 'ongoing' },
    ]);
    await send(project, { hash: c, user: '1' });
    await send(project, { hash: b, user: '5' });
    expect(shown(await settle(project, [b, c, a]))).toMatchObject([
      { hash: a, event_count: 4, user_count: 3 },
      { hash: c, event_count: 4, user_count: 4 },
    ]);
  });

  it('keeps those together that go together', async () => {
    const project = await aProject();
    for (const hash of [a, b, c, d]) await send(project, { hash, user: hash });
    await settle(project, [a, b, c, d]);
    await objectOf(project, a).merge([b, c, d], 1, Date.now());
    expect(await objectOf(project, a).unmerge([b, d], 1, Date.now())).not.toBeNull();
    const issues = shown(await settle(project, [a, b, c, d]));
    expect(issues.map(({ event_count, user_count }) => [event_count, user_count])).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });

  it('lets the others go where that of the issue itself is to part', async () => {
    const project = await aProject();
    for (const hash of [a, b, c]) await send(project, { hash });
    await settle(project, [a, b, c]);
    await objectOf(project, a).merge([b, c], 1, Date.now());
    expect(await objectOf(project, a).unmerge([a], 1, Date.now())).toBe(b);
    expect(shown(await settle(project, [a, b, c]))).toMatchObject([
      { hash: a, event_count: 1 },
      { hash: b, event_count: 2 },
    ]);
    expect(await objectOf(project, a).unmerge([a], 1, Date.now())).toBeNull();
  });
});

describe('remove', () => {
  it('takes all hashes along, and each begins a new issue', async () => {
    const project = await aProject();
    for (const hash of [a, b, c]) await send(project, { hash, user: '1' });
    await settle(project, [a, b, c]);
    await objectOf(project, a).merge([b, c], 1, Date.now());
    expect(await objectOf(project, a).remove(1)).toBe(true);
    await settle(project, [a, b, c]);
    await eventually(
      () => rowsOf(project),
      (rows) => rows.length === 0,
    );
    for (const hash of [a, b]) await send(project, { hash, user: '1' });
    expect(shown(await settle(project, [a, b]))).toMatchObject([
      { event_count: 1, user_count: 1 },
      { event_count: 1, user_count: 1 },
    ]);
  });

  it('turns later events of all hashes away where they are discarded, until they are welcome again', async () => {
    const project = await aProject();
    for (const hash of [a, b]) await send(project, { hash });
    await settle(project, [a, b]);
    await objectOf(project, a).merge([b], 1, Date.now());
    expect(await objectOf(project, a).remove(1, true)).toBe(true);
    await settle(project, [a, b]);
    expect(await send(project, { hash: a })).toBe('discarded');
    expect(await send(project, { hash: b })).toBe('discarded');
    await evictDurableObject(objectOf(project, b));
    expect(await send(project, { hash: b })).toBe('discarded');
    expect(await rowsOf(project)).toEqual([]);
    await objectOf(project, b).welcome();
    expect(await send(project, { hash: b })).toBe('accepted');
    expect(shown(await settle(project, [b]))).toMatchObject([{ hash: b, event_count: 1, substatus: 'new' }]);
  });

  it('turns away as well what shares a further hash with what is discarded', async () => {
    const project = await aProject();
    await send(project, { hash: a, furtherHashes: [system], user: '1' });
    await settle(project, [a]);
    await env.DB.prepare(
      "insert into tombstones (project_id, hashes, title, culprit, level, type, metadata, created_at) values (?, ?, '', '', 'error', 'error', '{}', 0)",
    )
      .bind(project.projectId, JSON.stringify([a]))
      .run();
    await objectOf(project, a).discard(1);
    await settle(project, [a]);

    await send(project, { hash: b, furtherHashes: [system] });
    await eventually(
      async () => {
        await settle(project, [b]);
        return send(project, { hash: b, furtherHashes: [system] });
      },
      (result) => result === 'discarded',
    );
    expect(await send(project, { hash: system })).toBe('accepted');
    await eventually(
      async () => {
        await settle(project, [system]);
        return rowsOf(project);
      },
      (rows) => rows.length === 0,
    );
    const kept = await env.DB.prepare('select hashes from tombstones where project_id = ?').bind(project.projectId).first<{ hashes: string }>();
    expect(JSON.parse(kept?.hashes ?? '').sort()).toEqual([a, b, system]);
  });
});
