import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { Issue } from './contract/issue.ts';
import { Activities, Note } from './contract/note.ts';
import { aMember, anIssue, aTenant, aToken, merge, send, sendEvent, type Tenant } from './fixtures.ts';

const pathOf = ({ organization }: Tenant, issueId: string | number) => `/organizations/${organization.slug}/issues/${issueId}/`;

async function write(tenant: Tenant, issueId: string | number, text: string, token = tenant.token, mentions: string[] = []): Promise<Note> {
  const reply = await send('POST', `${pathOf(tenant, issueId)}notes/`, { token, body: { text, mentions } });
  expect(reply.status).toBe(201);
  return Note.parse(await reply.json());
}

async function readNotes(tenant: Tenant, issueId: string | number, query = ''): Promise<Note[]> {
  const reply = await send('GET', `${pathOf(tenant, issueId)}notes/${query}`, { token: tenant.token });
  return z.array(Note).parse(await reply.json());
}

async function readIssue({ token, ...tenant }: Tenant, issueId: string | number, reader = token): Promise<Issue> {
  return Issue.parse(await (await send('GET', pathOf({ token, ...tenant }, issueId), { token: reader })).json());
}

async function aCrowd() {
  const tenant = await aTenant();
  const colleague = await aMember(tenant.organization, 'member');
  const issue = await anIssue(tenant.project);
  return { tenant, colleague, token: await aToken(tenant.organization, colleague), issueId: issue.id };
}

describe('a note', () => {
  it('is kept as it was written and shown in the history', async () => {
    const { tenant, issueId } = await aCrowd();
    const text = '**Bold** <script>alert(1)</script> \u{1f600} \u0000 \ud800';
    const note = await write(tenant, issueId, `  ${text}\n`);
    const { id, name, email } = tenant.owner;
    expect(note).toMatchObject({ type: 'note', data: { text, mentions: [] }, user: { id: String(id), name, email } });
    expect(await readNotes(tenant, issueId)).toEqual([note]);
    expect((await readIssue(tenant, issueId)).activity?.[0]).toEqual(note);
  });

  it('is reached as a comment, too', async () => {
    const { tenant, issueId } = await aCrowd();
    const note = await write(tenant, issueId, 'One');
    const path = `${pathOf(tenant, issueId)}comments/`;
    expect(await (await send('GET', path, { token: tenant.token })).json()).toEqual([note]);
    expect((await send('DELETE', `${path}${note.id}/`, { token: tenant.token })).status).toBe(204);
    expect(await readNotes(tenant, issueId)).toEqual([]);
  });

  it.each([
    [{ text: '' }, { text: ['This field may not be blank.'] }],
    [{ text: ' \n' }, { text: ['This field may not be blank.'] }],
    [{}, { text: ['This field is required.'] }],
    [{ text: 'ü'.repeat(5_001) }, { text: ['Ensure this field has no more than 10000 bytes.'] }],
    [{ text: 'Hi', mentions: ['team:1'] }, { 'mentions.0': [expect.any(String)] }],
    [{ text: 'Hi', mentions: ['user:999999'] }, { mentions: ['Only members of the organization can be mentioned.'] }],
  ])('is refused where it says %.60j', async (body, errors) => {
    const { tenant, issueId } = await aCrowd();
    const reply = await send('POST', `${pathOf(tenant, issueId)}notes/`, { token: tenant.token, body });
    expect([reply.status, await reply.json()]).toEqual([400, errors]);
    expect((await readIssue(tenant, issueId)).numComments).toBe(0);
  });

  it('may be of ten thousand bytes', async () => {
    const { tenant, issueId } = await aCrowd();
    expect((await write(tenant, issueId, 'ü'.repeat(5_000))).data.text).toHaveLength(5_000);
  });

  it('is changed by its author alone', async () => {
    const { tenant, issueId, token, colleague } = await aCrowd();
    const note = await write(tenant, issueId, 'First', token);
    const path = `${pathOf(tenant, issueId)}notes/${note.id}/`;
    expect((await send('PUT', path, { token: tenant.token, body: { text: 'Mine' } })).status).toBe(403);
    const reply = await send('PUT', path, { token, body: { text: `Second @${colleague.email}` } });
    expect(await reply.json()).toEqual({ ...note, data: { text: `Second @${colleague.email}`, mentions: [String(colleague.id)] } });
    expect((await readNotes(tenant, issueId)).map(({ data }) => data.text)).toEqual([`Second @${colleague.email}`]);
  });

  it('is deleted by its author or an admin', async () => {
    const { tenant, issueId, token } = await aCrowd();
    const [own, others, admins] = [
      await write(tenant, issueId, 'Own', token),
      await write(tenant, issueId, 'Of the owner'),
      await write(tenant, issueId, 'Own', token),
    ];
    const remove = async (note: Note, as: string) => (await send('DELETE', `${pathOf(tenant, issueId)}notes/${note.id}/`, { token: as })).status;
    expect(await remove(own, token)).toBe(204);
    expect(await remove(others, token)).toBe(403);
    expect(await remove(admins, tenant.token)).toBe(204);
    expect(await remove(admins, tenant.token)).toBe(404);
    expect(await readNotes(tenant, issueId)).toEqual([others]);
  });

  it.each(['0', '1', 'abc', '99999999999999999', "1' or 1"])('is not found by %s', async (id) => {
    const { tenant, issueId } = await aCrowd();
    await write(tenant, issueId, 'One');
    const path = `${pathOf(tenant, issueId)}notes/${encodeURIComponent(id)}/`;
    expect((await send('DELETE', path, { token: tenant.token })).status).toBe(404);
  });

  it('is not changed by the id of something else that happened', async () => {
    const tenant = await aTenant();
    const { issueId } = await sendEvent(tenant);
    await send('PUT', pathOf(tenant, issueId), { token: tenant.token, body: { status: 'resolved' } });
    const { results } = await env.DB.prepare('select id from activities where issue_id = ?').bind(Number(issueId)).all<{ id: string }>();
    expect(results).toHaveLength(1);
    expect((await send('DELETE', `${pathOf(tenant, issueId)}notes/${results[0]?.id}/`, { token: tenant.token })).status).toBe(404);
  });

  it('is found under its own issue only', async () => {
    const { tenant, issueId } = await aCrowd();
    const note = await write(tenant, issueId, 'One');
    const other = await anIssue(tenant.project);
    expect((await send('DELETE', `${pathOf(tenant, other.id)}notes/${note.id}/`, { token: tenant.token })).status).toBe(404);
    expect(await readNotes(tenant, other.id)).toEqual([]);
  });
});

describe('who is told', () => {
  it('is whoever wrote and whoever was mentioned', async () => {
    const { tenant, issueId, token, colleague } = await aCrowd();
    const note = await write(tenant, issueId, `@${colleague.email} please`);
    expect(note.data.mentions).toEqual([String(colleague.id)]);
    expect(await readIssue(tenant, issueId)).toMatchObject({ isSubscribed: true, subscriptionDetails: { reason: 'comment' } });
    const seen = await readIssue(tenant, issueId, token);
    expect(seen).toMatchObject({ isSubscribed: true, subscriptionDetails: { reason: 'mentioned' } });
    expect(seen.participants?.map(({ id }) => id).toSorted()).toEqual([tenant.owner.id, colleague.id].map(String).toSorted());
  });

  it('is told for the first reason there was', async () => {
    const { tenant, issueId, token } = await aCrowd();
    await write(tenant, issueId, 'Mine');
    await write(tenant, issueId, `@${tenant.owner.email}`, token);
    expect(await readIssue(tenant, issueId)).toMatchObject({ subscriptionDetails: { reason: 'comment' } });
  });

  it('are those mentioned by id, each once', async () => {
    const { tenant, issueId, colleague } = await aCrowd();
    const note = await write(tenant, issueId, `@${colleague.email}`, tenant.token, [`user:${colleague.id}`, String(colleague.id)]);
    expect(note.data.mentions).toEqual([String(colleague.id)]);
  });

  it('is nobody of another organization', async () => {
    const { tenant, issueId } = await aCrowd();
    const stranger = (await aTenant()).owner;
    expect((await write(tenant, issueId, `@${stranger.email} @${stranger.name}x`)).data.mentions).toEqual([]);
    const reply = await send('POST', `${pathOf(tenant, issueId)}notes/`, { token: tenant.token, body: { text: 'Hi', mentions: [String(stranger.id)] } });
    expect(reply.status).toBe(400);
  });
});

it('counts notes in lists and on the issue, and not what else happened', async () => {
  const { tenant, issueId, token } = await aCrowd();
  const quiet = await anIssue(tenant.project);
  await write(tenant, issueId, 'One');
  const two = await write(tenant, issueId, 'Two', token);
  await send('PUT', pathOf(tenant, issueId), { token: tenant.token, body: { isPublic: true } });
  const counts = async () => {
    const list = z.array(Issue).parse(await (await send('GET', `/organizations/${tenant.organization.slug}/issues/`, { token })).json());
    return Object.fromEntries(list.map(({ id, numComments }) => [id, numComments]));
  };
  expect(await counts()).toEqual({ [issueId]: 2, [quiet.id]: 0 });
  expect((await readIssue(tenant, issueId)).numComments).toBe(2);
  await send('DELETE', `${pathOf(tenant, issueId)}notes/${two.id}/`, { token });
  expect(await counts()).toEqual({ [issueId]: 1, [quiet.id]: 0 });
});

it('shows the newest hundred of what happened on the issue, and all of it page by page', async () => {
  const { tenant, issueId } = await aCrowd();
  // Some at one and the same moment, with ids of any length.
  const rows = Array.from({ length: 130 }, (_, index) => [issueId, 1_000_000 + Math.floor(index / 4), String(index + 1), tenant.owner.id]);
  await env.DB.prepare(
    `insert into activities (issue_id, at, id, type, user_id, data)
     select value ->> 0, value ->> 1, value ->> 2, 'set_unresolved', value ->> 3, '{}' from json_each(?)`,
  )
    .bind(JSON.stringify(rows))
    .run();
  const expected = Array.from({ length: 130 }, (_, index) => `${issueId}${130 - index}`);
  expect((await readIssue(tenant, issueId)).activity?.map(({ id }) => id)).toEqual([...expected.slice(0, 100), '0']);

  const read = async (cursor: string) => {
    const reply = await send('GET', `${pathOf(tenant, issueId)}activities/?per_page=2&cursor=${cursor}`, { token: tenant.token });
    const link = reply.headers.get('link') ?? '';
    const [, previous, , next] = /results="(?:true|false)"; cursor="([^"]+)", .*results="(true|false)"; cursor="([^"]+)"/.exec(link)?.map(String) ?? [];
    return {
      ids: Activities.parse(await reply.json()).activity.map(({ id }) => id),
      previous: previous ?? '',
      next: next ?? '',
      hasNext: link.includes('rel="next"; results="true"'),
    };
  };
  const seen: string[] = [];
  let page = await read('');
  for (; page.hasNext; page = await read(page.next)) seen.push(...page.ids);
  expect([...seen, ...page.ids]).toEqual([...expected, '0']);
  expect((await read(page.previous)).ids).toEqual(expected.slice(126, 128));
  expect((await send('GET', `${pathOf(tenant, issueId)}activities/?cursor=1:ffff:0`, { token: tenant.token })).status).toBe(400);
});

it('pages notes, newest first', async () => {
  const { tenant, issueId } = await aCrowd();
  const written: Note[] = [];
  for (const text of ['One', 'Two', 'Three']) written.unshift(await write(tenant, issueId, text));
  const reply = await send('GET', `${pathOf(tenant, issueId)}notes/?per_page=2`, { token: tenant.token });
  expect((await reply.json()) satisfies unknown).toEqual(written.slice(0, 2));
  const next = /rel="next"; results="true"; cursor="([^"]+)"/.exec(reply.headers.get('link') ?? '')?.[1];
  expect(await readNotes(tenant, issueId, `?per_page=2&cursor=${next}`)).toEqual(written.slice(2));
});

it('keeps what was written of issues that were merged', async () => {
  const tenant = await aTenant();
  const [head, part] = [await sendEvent(tenant), await sendEvent(tenant)];
  const [one, two] = [await write(tenant, part.issueId, 'Of the part'), await write(tenant, head.issueId, 'Of the head')];
  await merge(tenant, head.issueId, [part.issueId]);
  expect(await readNotes(tenant, head.issueId)).toEqual([two, one]);
  expect(await readNotes(tenant, part.issueId)).toEqual([two, one]);
  const issue = await readIssue(tenant, head.issueId);
  expect(issue.numComments).toBe(2);
  const ids = issue.activity?.map(({ id }) => id) ?? [];
  expect(new Set(ids).size).toBe(ids.length);
  expect((await send('DELETE', `${pathOf(tenant, head.issueId)}notes/${one.id}/`, { token: tenant.token })).status).toBe(204);
  expect(await readNotes(tenant, head.issueId)).toEqual([two]);
});
