import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { changeSome, listOf, readIssue, refusalOf, searchOf } from './commands.fixture.ts';
import { IssueHash, Unmerged } from './contract/issue-hash.ts';
import { anIssue, aProject, aTenant, send, sendEvent, type Tenant } from './fixtures.ts';

const event = (tenant: Tenant, name: string) => sendEvent(tenant, { message: name, fingerprint: [name] });

async function hashesOf({ organization, token }: Tenant, issueId: string): Promise<IssueHash[]> {
  const reply = await send('GET', `/organizations/${organization.slug}/issues/${issueId}/hashes/`, { token });
  return z.array(IssueHash).parse(await reply.json());
}

async function unmerge({ organization, token }: Tenant, issueId: string, hashes: readonly string[], method = 'PUT'): Promise<[number, unknown]> {
  const reply = await send(method, `/organizations/${organization.slug}/issues/${issueId}/hashes/${searchOf(hashes)}`, { token });
  return [reply.status, await reply.json()];
}

/** As a list that does not know yet that an issue was merged. */
async function forgetMerger(issueId: string, eventCount = 1): Promise<void> {
  await env.DB.prepare("update issues set status = 'unresolved', substatus = 'new', merged_into = null, event_count = ? where id = ?")
    .bind(eventCount, Number(issueId))
    .run();
}

async function recallMerger(issueId: string, headId: string): Promise<void> {
  await env.DB.prepare("update issues set status = 'merged', substatus = null, merged_into = ? where id = ?").bind(Number(headId), Number(issueId)).run();
}

/** In D1 alone: rows like its own. */
async function addParts(headId: string, count: number): Promise<void> {
  const head = await env.DB.prepare('select * from issues where id = ?').bind(Number(headId)).first<Record<string, unknown>>();
  if (!head) throw new Error(`${headId} is not there`);
  const { id, number: _number, hash: _hash, merged_into: _head, ...alike } = head;
  const same = Object.keys(alike).join(', ');
  await env.DB.prepare(
    `with recursive n (nth) as (select 1 union all select nth + 1 from n where nth < ?)
     insert into issues (id, number, hash, merged_into, ${same}) select id - number + 999 + nth, 999 + nth, hash || nth, id, ${same} from n, issues where id = ?`,
  )
    .bind(count, id)
    .run();
  await env.DB.prepare("update issues set status = 'merged' where merged_into = ?").bind(id).run();
}

describe('a merger', () => {
  it('makes issues one: the one with the most events, to which the others lead', async () => {
    const tenant = await aTenant();
    const [small, big, tiny] = [await event(tenant, 'small'), await event(tenant, 'big'), await event(tenant, 'tiny')];
    await event(tenant, 'big');
    const ids = [small.issueId, big.issueId, tiny.issueId];
    const shortIds = await Promise.all(ids.map(async (id) => (await readIssue(tenant, id)).shortId));
    const { merge } = await changeSome(tenant, searchOf(ids), { merge: 1 });
    expect({ ...merge, children: merge?.children.sort() }).toEqual({ parent: big.issueId, children: [small.issueId, tiny.issueId].sort() });

    expect((await listOf(tenant)).map(({ id, count }) => [id, count])).toEqual([[big.issueId, '4']]);
    for (const name of [...ids, ...shortIds]) expect(await readIssue(tenant, name)).toMatchObject({ id: big.issueId, count: '4' });
    const { activity } = await readIssue(tenant, big.issueId);
    expect(activity?.[0]).toMatchObject({ type: 'merge', user: { id: String(tenant.owner.id) } });
  }, 20_000);

  it('keeps the oldest where all have as many', async () => {
    const tenant = await aTenant();
    const second = await sendEvent(tenant, { timestamp: Date.now() / 1000 - 10 });
    const first = await sendEvent(tenant, { timestamp: Date.now() / 1000 - 3600 });
    const { merge } = await changeSome(tenant, searchOf([second.issueId, first.issueId]), { merge: true });
    expect(merge).toEqual({ parent: first.issueId, children: [second.issueId] });
  });

  it('is refused where the issue would have more parts than it can', async () => {
    const tenant = await aTenant();
    const [one, other] = [await event(tenant, 'one'), await event(tenant, 'other')];
    await addParts(other.issueId, 2_000);
    expect(await refusalOf(tenant, searchOf([one.issueId, other.issueId]), { merge: 1 })).toEqual([
      400,
      { detail: 'An issue can have at most 2,000 merged issues, those that were merged before included.' },
    ]);
    expect((await listOf(tenant)).map(({ count }) => count)).toEqual(['1', '1']);
    await env.DB.prepare('delete from issues where merged_into = ? and number = 1000').bind(Number(other.issueId)).run();
    await changeSome(tenant, searchOf([one.issueId, other.issueId]), { merge: 1 });
  });

  it('is of several errors of one project', async () => {
    const tenant = await aTenant();
    const project = await aProject(tenant.organization);
    const [one, elsewhere] = [await event(tenant, 'one'), await event({ ...tenant, project }, 'one')];
    const detail = 'Issues of several projects cannot be merged.';
    expect(await refusalOf(tenant, searchOf([one.issueId, elsewhere.issueId]), { merge: 1 })).toEqual([400, { detail }]);
    expect(await refusalOf(tenant, searchOf([one.issueId]), { merge: 1 })).toEqual([400, { detail: 'It takes at least two issues to merge them.' }]);
  });

  it.each([
    ['that is to be taken in is a part of another', 1],
    ['that is to take the others in is a part of another', 99],
  ])('is tried again where the issue %s, and refused in the end', async (_what, eventCount) => {
    const tenant = await aTenant();
    const [head, part, other] = [await event(tenant, 'head'), await event(tenant, 'part'), await event(tenant, 'other')];
    await changeSome(tenant, searchOf([head.issueId, part.issueId]), { merge: 1 });
    await forgetMerger(part.issueId, eventCount);
    const search = searchOf([part.issueId, other.issueId]);
    // The older one is the head of equals.
    await env.DB.prepare('update issues set first_seen_at = 0 where id = ?').bind(Number(other.issueId)).run();
    const detail = 'One issue could not be merged, since something else is happening to them. Try again.';
    expect(await refusalOf(tenant, search, { merge: 1 })).toEqual([409, { detail }]);
    expect((await hashesOf(tenant, head.issueId)).length).toBe(1);

    const merging = changeSome(tenant, search, { merge: 1 });
    setTimeout(() => void recallMerger(part.issueId, head.issueId), 50);
    expect((await merging).merge?.parent).toBe(head.issueId);
    expect((await listOf(tenant)).map(({ id, count }) => [id, count])).toEqual([[head.issueId, '3']]);
  });

  it('tells of an issue that was deleted meanwhile, and does not count it in', async () => {
    const tenant = await aTenant();
    const [head, part] = [await event(tenant, 'head'), await event(tenant, 'part')];
    await event(tenant, 'head');
    await event(tenant, 'head');
    // In the list until the first attempt has failed.
    const gone = await anIssue(tenant.project, { number: 900 });
    await env.DB.prepare(
      `create trigger gone_${gone.id} after update on issues when new.id = ${head.issueId} begin delete from issues where id = ${gone.id}; end`,
    ).run();
    const { merge, failed } = await changeSome(tenant, searchOf([head.issueId, part.issueId, String(gone.id)]), { merge: 1 });
    expect(merge).toEqual({ parent: head.issueId, children: [part.issueId] });
    expect(failed).toEqual([{ id: String(gone.id), detail: 'It was deleted, or merged into another issue, meanwhile.' }]);
  }, 20_000);

  it('is refused where the issue that is to take the others in was deleted', async () => {
    const tenant = await aTenant();
    // In the list, but its object knows nothing of it.
    const gone = await anIssue(tenant.project, { number: 900, eventCount: 99 });
    const { issueId } = await event(tenant, 'other');
    const detail = 'One issue could not be merged, since something else is happening to them. Try again.';
    expect(await refusalOf(tenant, searchOf([String(gone.id), issueId]), { merge: 1 })).toEqual([409, { detail }]);
    expect(await readIssue(tenant, issueId)).toMatchObject({ id: issueId, count: '1' });
  });
});

describe('the hashes of an issue', () => {
  it('are told with what each of them counts, and its newest event', async () => {
    const tenant = await aTenant();
    const [head, part] = [await event(tenant, 'head'), await event(tenant, 'part')];
    const newest = await event(tenant, 'head');
    const [alone] = await hashesOf(tenant, part.issueId);
    await changeSome(tenant, searchOf([head.issueId, part.issueId]), { merge: 1 });
    const hashes = await hashesOf(tenant, part.issueId);
    expect(hashes.map(({ eventCount, latestEvent, state }) => [eventCount, latestEvent?.id, state])).toEqual([
      [2, newest.eventId, 'unlocked'],
      [1, part.eventId, 'unlocked'],
    ]);
    expect(hashes[1]).toMatchObject({ id: alone?.id, firstSeen: alone?.firstSeen, lastSeen: alone?.lastSeen });
    expect(hashes[0]?.id).toBe((await readIssue(tenant, head.issueId)).grouping?.hash);
  }, 20_000);

  it.each(['PUT', 'DELETE'])(
    'are let go together by %s, and stay an issue of their own',
    async (method) => {
      const tenant = await aTenant();
      const sent = [await event(tenant, 'one'), await event(tenant, 'two'), await event(tenant, 'three')];
      const ids = sent.map(({ issueId }) => issueId);
      await changeSome(tenant, searchOf(ids), { merge: 1 });
      const [, ...parts] = await hashesOf(tenant, ids[0] ?? '');
      const [status, reply] = await unmerge(
        tenant,
        ids[0] ?? '',
        parts.map(({ id }) => id),
        method,
      );
      expect(status).toBe(202);
      const { newIssueId } = Unmerged.parse(reply);
      expect((await listOf(tenant)).map(({ id, count }) => [id, count]).sort()).toEqual(
        [
          [ids[0], '1'],
          [newIssueId, '2'],
        ].sort(),
      );
      await event(tenant, 'two');
      // A part tells its head after a moment.
      await vi.waitFor(async () => expect(await readIssue(tenant, newIssueId)).toMatchObject({ count: '3' }), { timeout: 10_000, interval: 100 });
      expect(await readIssue(tenant, ids[0] ?? '')).toMatchObject({ count: '1' });
    },
    20_000,
  );

  it('stay where they are not named, are not of this issue, or would all go', async () => {
    const tenant = await aTenant();
    const [one, two, other] = [await event(tenant, 'one'), await event(tenant, 'two'), await event(tenant, 'other')];
    await changeSome(tenant, searchOf([one.issueId, two.issueId]), { merge: 1 });
    const all = (await hashesOf(tenant, one.issueId)).map(({ id }) => id);
    const [stranger] = (await hashesOf(tenant, other.issueId)).map(({ id }) => id);
    expect(await unmerge(tenant, one.issueId, [])).toEqual([400, { detail: 'Name the hashes by id.' }]);
    expect(await unmerge(tenant, one.issueId, all)).toEqual([400, { detail: 'At least one hash has to stay.' }]);
    expect(await unmerge(tenant, one.issueId, [stranger ?? ''])).toEqual([400, { detail: `'${stranger}' is no hash of this issue.` }]);
    expect(await readIssue(tenant, one.issueId)).toMatchObject({ count: '2' });
  });
});
