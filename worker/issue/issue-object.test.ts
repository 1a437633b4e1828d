import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { normalizeEvent } from '../event/normalize.ts';
import { summarizeEvent } from '../event/summarize.ts';
import { describeEvent } from '../grouping/describe.ts';
import { anEventId, aProject, eventIdsOf, eventually, issuesOf, type TestProject } from '../ingest/ingest.fixture.ts';
import { putAttachment, attachmentKey } from '../storage/attachments.ts';
import { decodeBody, encodeBody } from './body.ts';
import { commands } from './issue.fixture.ts';
import type { IssueObject, Occurrence, Recorded } from './issue-object.ts';
import { issueObjectName } from './object-name.ts';

const hash = 'b'.repeat(32);

interface Recording extends Occurrence {
  body: Uint8Array;
}

function objectOf(project: TestProject): DurableObjectStub<IssueObject> {
  return env.ISSUES.getByName(issueObjectName(project.projectId, hash));
}

async function record(project: TestProject, { origin, event, owner, body }: Recording): Promise<Recorded> {
  return env.ISSUES.getByName(issueObjectName(project.projectId, origin.hash)).record(JSON.stringify({ origin, event, owner }), body);
}

function recording(project: TestProject, payload: Record<string, unknown> = {}, receivedAt = Date.now()): Recording {
  const eventId = anEventId();
  const event = normalizeEvent({ message: 'boom', ...payload }, { eventId, receivedAt, sentAt: null, clientIp: null, userAgent: null, client: null });
  const { organizationId, projectId, shard } = project;
  const origin = { organizationId, projectId, shard, hash, furtherHashes: [], mechanism: 'picket:test' };
  return { origin, owner: null, event: summarizeEvent(event, describeEvent(event)), body: encodeBody(event) };
}

async function issueOf(project: TestProject, eventCount: number) {
  const issues = await eventually(
    () => issuesOf(project),
    ([issue]) => issue?.event_count === eventCount,
  );
  expect(issues).toHaveLength(1);
  return issues[0];
}

/** Takes a table away and gives it back: what the object sees is a database that fails. */
async function withoutDatabase(work: () => Promise<void>): Promise<void> {
  await env.DB.prepare('alter table issues rename to issues_away').run();
  try {
    await work();
  } finally {
    await env.DB.prepare('alter table issues_away rename to issues').run();
  }
}

describe('record', () => {
  it('stores an event and lists it in D1 soon after', async () => {
    const project = await aProject();
    const first = recording(project, { message: 'hello' });
    expect(await record(project, first)).toBe('accepted');

    expect(await issueOf(project, 1)).toMatchObject({ title: 'hello', status: 'unresolved', substatus: 'new', number: 1, id: project.projectId * 1e9 + 1 });
    expect(await eventIdsOf(project)).toEqual([first.event.eventId]);
    const body = await objectOf(project).body(first.event.eventId);
    expect(body && decodeBody(body).event_id).toBe(first.event.eventId);
  });

  it('tells the same event again from a new one, also after it forgot everything in memory', async () => {
    const project = await aProject();
    const first = recording(project);
    await record(project, first);
    expect(await record(project, first)).toBe('duplicate');
    await evictDurableObject(objectOf(project));
    expect(await record(project, first)).toBe('duplicate');
    await record(project, recording(project));
    await issueOf(project, 2);
    expect(await eventIdsOf(project)).toHaveLength(2);
  });

  it('counts each user once', async () => {
    const project = await aProject();
    for (const id of ['1', '2', '1', '3', '2']) await record(project, recording(project, { user: { id } }));
    await record(project, recording(project));
    expect(await issueOf(project, 6)).toMatchObject({ user_count: 3 });
  });

  it('writes to the data shard of its project', async () => {
    const project = await aProject({ shard: 1 });
    await record(project, recording(project));
    await issueOf(project, 1);
    expect(await env.DB.prepare('select count(*) as n from issues where project_id = ?').bind(project.projectId).first('n')).toBe(0);
  });

  it('numbers the issues of a project from one, however many begin at once', async () => {
    const project = await aProject();
    const hashes = Array.from({ length: 12 }, (_, index) => index.toString(16).padStart(32, '0'));
    await Promise.all(
      hashes.map((each) => {
        const { origin, ...rest } = recording(project);
        return record(project, { origin: { ...origin, hash: each }, ...rest });
      }),
    );
    const issues = await eventually(
      () => issuesOf(project),
      (found) => found.length === 12,
    );
    expect(issues.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });
});

describe('projection', () => {
  it('keeps everything while D1 fails, and brings all of it once D1 is back, once', async () => {
    const project = await aProject();
    await withoutDatabase(async () => {
      for (let nth = 0; nth < 150; nth += 1) expect(await record(project, recording(project, { user: { id: nth % 5 } }))).toBe('accepted');
      await objectOf(project).project();
    });
    expect(await issuesOf(project)).toEqual([]);
    await evictDurableObject(objectOf(project));

    await objectOf(project).project();
    expect(await issueOf(project, 150)).toMatchObject({ user_count: 5 });
    expect(new Set(await eventIdsOf(project)).size).toBe(150);
  });

  it('changes nothing when it is repeated because its answer was lost', async () => {
    const project = await aProject();
    await record(project, recording(project));
    const before = await issueOf(project, 1);
    // As if the object had died between D1's commit and its own: what it knows of D1 is what it knew before.
    await runInDurableObject(objectOf(project), (_, state) => {
      const root = state.storage.kv.get<{ state: object; waiting: string[] }>('root');
      state.storage.kv.put('root', { ...root, state: { ...root?.state, issueId: null, projectedVersion: 0 } });
    });
    await evictDurableObject(objectOf(project));
    await objectOf(project).project();
    expect(await issuesOf(project)).toEqual([before]);
    expect(await eventIdsOf(project)).toHaveLength(1);
  });

  it('heals itself when its alarm got lost', async () => {
    const project = await aProject();
    await withoutDatabase(async () => {
      await record(project, recording(project));
      await objectOf(project).project();
    });
    await runInDurableObject(objectOf(project), (_, state) => state.storage.deleteAlarm());
    await evictDurableObject(objectOf(project));
    expect(await issuesOf(project)).toEqual([]);

    // Any contact will do.
    await objectOf(project).body(anEventId());
    await issueOf(project, 1);
  });

  it('never overwrites a newer state by an older one', async () => {
    const project = await aProject();
    await record(project, recording(project));
    await issueOf(project, 1);
    await env.DB.prepare('update issues set version = 1000, title = ? where project_id = ?').bind('from the future', project.projectId).run();
    await record(project, recording(project));
    await objectOf(project).project();
    expect((await issuesOf(project))[0]?.title).toBe('from the future');
  });

  it('brings an issue back whose row was lost', async () => {
    const project = await aProject();
    await record(project, recording(project));
    const before = await issueOf(project, 1);
    await env.DB.prepare('delete from issues where project_id = ?').bind(project.projectId).run();
    await record(project, recording(project));
    await objectOf(project).project();
    expect(await issueOf(project, 2)).toMatchObject({ id: before?.id, number: 1 });
  });

  it('tells the project that its first event is in', async () => {
    const project = await aProject();
    const { event, ...rest } = recording(project);
    await record(project, { event, ...rest });
    const firstEventAt = () => env.DB.prepare('select first_event_at from projects where id = ?').bind(project.projectId).first<number>('first_event_at');
    expect(await eventually(firstEventAt, (at) => at !== null)).toBe(event.receivedAt);
  });
});

describe('a hot issue', () => {
  it('counts all events, keeps the bodies of the first thousand, and always that of the newest', async () => {
    const project = await aProject();
    const object = objectOf(project);
    const all = Array.from({ length: 1025 }, () => recording(project, {}, Date.now()));
    for (const each of all) expect(await record(project, each)).toBe('accepted');
    expect(await record(project, all[1015] ?? recording(project))).toBe('duplicate');
    await object.project();

    await issueOf(project, 1025);
    const listed = new Set(await eventIdsOf(project));
    const kept = all.filter((_, index) => index < 1000 || (index + 1) % 10 === 0 || index === 1024).map(({ event }) => event.eventId);
    expect(listed).toEqual(new Set(kept));
    expect(await object.body(all[1024]?.event.eventId ?? '')).not.toBeNull();
    expect(await object.body(all[1022]?.event.eventId ?? '')).toBeNull();

    // The next one takes the place of the newest, in D1 as well.
    const next = recording(project);
    await record(project, next);
    await object.project();
    const relisted = await eventIdsOf(project);
    expect(relisted).toContain(next.event.eventId);
    expect(relisted).not.toContain(all[1024]?.event.eventId);
    expect(relisted).toHaveLength(kept.length);
  }, 30_000);
});

it('never takes the row of an event that another issue had first', async () => {
  const project = await aProject();
  const other = env.ISSUES.getByName(issueObjectName(project.projectId, 'c'.repeat(32)));
  const shared = recording(project);
  await record(project, { ...shared, origin: { ...shared.origin, hash: 'c'.repeat(32) } });
  await other.project();
  expect(await eventIdsOf(project)).toEqual([shared.event.eventId]);

  // Here the same id is the newest of a hot issue for a moment, and then no longer.
  for (let nth = 0; nth < 1_000; nth += 1) await record(project, recording(project));
  await record(project, shared);
  await objectOf(project).project();
  await record(project, recording(project));
  await objectOf(project).project();
  expect(await eventIdsOf(project)).toContain(shared.event.eventId);
}, 30_000);

describe('change', () => {
  it('shows in D1 when it answers, and its event reopens it', async () => {
    const project = await aProject();
    await record(project, recording(project));
    expect(await objectOf(project).change({ ...commands.resolve, userId: 1, at: Date.now() })).toBe(true);
    expect((await issuesOf(project))[0]).toMatchObject({ status: 'resolved', substatus: null });

    await record(project, recording(project));
    await objectOf(project).project();
    expect((await issuesOf(project))[0]).toMatchObject({ status: 'unresolved', substatus: 'regressed', event_count: 2 });
  });

  it('does not wait for the projections of other issues that a running one is gathered with', async () => {
    const project = await aProject();
    await record(project, recording(project));
    await objectOf(project).project();
    const tookMs: number[] = [];
    for (const type of ['resolve', 'reopen', 'resolve', 'reopen'] as const) {
      await record(project, recording(project));
      const gathering = objectOf(project).project();
      const startedAt = Date.now();
      await objectOf(project).change({ ...commands[type], userId: 1, at: Date.now() });
      tookMs.push(Date.now() - startedAt);
      await gathering;
    }
    // They are gathered for 200 ms. The quickest counts: the machine may be slow, but never that fast by accident.
    expect(Math.min(...tookMs)).toBeLessThan(150);
  });

  it('says so where there is no issue', async () => {
    expect(await objectOf(await aProject()).change({ ...commands.resolve, userId: 1, at: 1 })).toBe(false);
  });
});

describe('remove', () => {
  it('deletes the issue with its events and attachments; the error begins a new one when it comes back', async () => {
    const project = await aProject();
    const first = recording(project, { user: { id: 1 } });
    await record(project, first);
    const description = { name: 'a.txt', type: 'event.attachment', contentType: 'text/plain', bytes: 3, index: 1 };
    const key = attachmentKey(project.projectId, first.event.eventId, description);
    await putAttachment(env.FILES, key, new Blob(['abc']).stream(), description);
    await issueOf(project, 1);

    expect(await objectOf(project).remove(1)).toBe(true);
    expect(await issuesOf(project)).toEqual([]);
    expect(await eventIdsOf(project)).toEqual([]);
    expect(await env.FILES.head(key)).toBeNull();
    expect(await objectOf(project).body(first.event.eventId)).toBeNull();
    await runInDurableObject(objectOf(project), (_, state) => {
      expect([...state.storage.kv.list()].map(([name]) => name)).toEqual(['root']);
    });

    await record(project, recording(project, { user: { id: 1 } }));
    expect(await issueOf(project, 1)).toMatchObject({ number: 2, user_count: 1, status: 'unresolved', substatus: 'new' });
  });

  it('leaves the event and the attachments to another issue that was sent the same id', async () => {
    const project = await aProject();
    const shared = recording(project);
    await record(project, { ...shared, origin: { ...shared.origin, hash: 'c'.repeat(32) } });
    await env.ISSUES.getByName(issueObjectName(project.projectId, 'c'.repeat(32))).project();
    await record(project, shared);
    await objectOf(project).project();
    expect(await eventIdsOf(project)).toEqual([shared.event.eventId, shared.event.eventId]);
    const description = { name: 'a.txt', type: 'event.attachment', contentType: 'text/plain', bytes: 3, index: 1 };
    const key = attachmentKey(project.projectId, shared.event.eventId, description);
    await putAttachment(env.FILES, key, new Blob(['abc']).stream(), description);

    expect(await objectOf(project).remove(1)).toBe(true);
    expect(await issuesOf(project)).toMatchObject([{ hash: 'c'.repeat(32) }]);
    expect(await eventIdsOf(project)).toEqual([shared.event.eventId]);
    expect(await env.FILES.head(key)).not.toBeNull();
  });

  it('clears a large issue away in many rounds, each small enough for one invocation', async () => {
    const project = await aProject();
    for (let nth = 0; nth < 90; nth += 1) await record(project, recording(project));
    await issueOf(project, 90);
    expect(await objectOf(project).remove(1)).toBe(true);
    expect(await issuesOf(project)).toEqual([]);
    await eventually(
      () => eventIdsOf(project),
      (ids) => ids.length === 0,
    );
    await runInDurableObject(objectOf(project), (_, state) => {
      expect([...state.storage.kv.list()].map(([name]) => name)).toEqual(['root']);
    });
  });

  it('loses no event that comes in while D1 is away and the old issue is still being cleared', async () => {
    const project = await aProject();
    await record(project, recording(project));
    await issueOf(project, 1);
    await withoutDatabase(async () => {
      expect(await objectOf(project).remove(1)).toBe(true);
      await record(project, recording(project));
      await record(project, recording(project));
    });
    await objectOf(project).project();
    expect(await issueOf(project, 2)).toMatchObject({ number: 2 });
    expect(await eventIdsOf(project)).toHaveLength(2);
  });
});

it('leaves nothing of an event whose storage fails half way', async () => {
  const project = await aProject();
  const first = recording(project, { user: { id: 1 } });
  await record(project, first);
  const second = recording(project, { user: { id: 2 } });
  await runInDurableObject(objectOf(project), async (instance, state) => {
    const put = state.storage.kv.put.bind(state.storage.kv);
    // The disk fails for the last write of the transaction.
    state.storage.kv.put = (key: string, value: unknown) => {
      if (key === 'root') throw new Error('disk full');
      put(key, value);
    };
    expect(() => instance.record(JSON.stringify(second), second.body)).toThrow('disk full');
    state.storage.kv.put = put;
  });
  expect(await record(project, second)).toBe('accepted');
  await runDurableObjectAlarm(objectOf(project));
  expect(await issueOf(project, 2)).toMatchObject({ user_count: 2 });
});
