import { env, exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import { aProjectWith, origin, sendItems } from '../ingest/telemetry.fixture.ts';
import { anEventId, type TestProject } from '../ingest/ingest.fixture.ts';
import { listAttachments } from '../storage/attachments.ts';
import { deleteObjectsBefore } from '../storage/leftovers.ts';
import { Spool, SpoolFull } from '../storage/spool.ts';
import { sweepLeftovers } from './sweep-leftovers.ts';

const dayMs = 24 * 3_600_000;
/** A minute in which leftovers are swept. */
const turn = (at: number) => Math.ceil(at / 600_000) * 600_000;

async function keysUnder(prefix: string): Promise<string[]> {
  return (await env.FILES.list({ prefix })).objects.map(({ key }) => key);
}

async function anUpload({ projectId, publicKey }: TestProject, content: string): Promise<string> {
  const url = `${origin}/api/${projectId}/upload/?sentry_key=${publicKey}`;
  const headers = { 'tus-resumable': '1.0.0', 'upload-length': String(content.length), 'content-type': 'application/offset+octet-stream' };
  const answer = await exports.default.fetch(new Request(url, { method: 'POST', headers, body: content }));
  return answer.headers.get('location') ?? '';
}

/** What tests of other files left would be counted as well. */
beforeAll(async () => {
  for (let keys = await keysUnder('uploads/'); keys.length > 0; keys = await keysUnder('uploads/')) await env.FILES.delete(keys);
});

const bytes = (length: number) => new Blob([new Uint8Array(length)]).stream();

describe('uploads that nobody referred to', () => {
  it('are gone after a day, and attachments that were made of one stay', async () => {
    const project = await aProjectWith();
    const eventId = anEventId();
    const used = await anUpload(project, 'hello');
    await anUpload(project, 'nobody wants me');
    const reference = { type: 'attachment', filename: 'a', content_type: 'application/vnd.sentry.attachment-ref+json' };
    await sendItems(project, [[reference, { location: used }]], { event_id: eventId });
    expect(await keysUnder('uploads/')).toHaveLength(4);
    await sweepLeftovers(env, turn(Date.now() + dayMs - 1_200_000));
    expect(await keysUnder('uploads/')).toHaveLength(4);
    // It is not always its turn.
    await sweepLeftovers(env, turn(Date.now() + dayMs) + 60_000);
    expect(await keysUnder('uploads/')).toHaveLength(4);
    await sweepLeftovers(env, turn(Date.now() + dayMs + 1));
    expect(await keysUnder('uploads/')).toEqual([]);
    expect(await listAttachments(env.FILES, project.projectId, eventId)).toHaveLength(1);
  });

  it('go bounded in a run, the oldest first', async () => {
    const keys = Array.from({ length: 7 }, (_, nth) => `uploads/202601010${nth}/1/x/head`);
    for (const key of keys.toReversed()) await env.FILES.put(key, '');
    await deleteObjectsBefore(env.FILES, 'uploads/', Date.now() + 1, 2, 3);
    expect(await keysUnder('uploads/')).toEqual(keys.slice(6));
    await deleteObjectsBefore(env.FILES, 'uploads/', Date.now() - dayMs, 2, 3);
    expect(await keysUnder('uploads/')).toEqual(keys.slice(6));
  });
});

describe('the spool', () => {
  it('loses what a crash left in it after a day', async () => {
    const spool = new Spool(env.FILES);
    const { bytes: length } = await spool.put(bytes(7 * 1024 * 1024));
    expect(length).toBe(7 * 1024 * 1024);
    await sweepLeftovers(env, turn(Date.now() + dayMs - 1_200_000));
    expect(await keysUnder('spool/')).toHaveLength(1);
    await sweepLeftovers(env, turn(Date.now() + dayMs + 1));
    expect(await keysUnder('spool/')).toEqual([]);
  });

  it('takes so much of one request and no more, of all that is put there together', async () => {
    const spool = new Spool(env.FILES, 10_000);
    await spool.put(bytes(6_000));
    await spool.put(bytes(4_000));
    await expect(spool.put(bytes(1))).rejects.toThrow(SpoolFull);
    const large = new Spool(env.FILES, 20 * 1024 * 1024);
    await expect(large.put(bytes(21 * 1024 * 1024))).rejects.toThrow(SpoolFull);
    await large.clear();
    expect(await keysUnder('spool/')).toEqual([]);
  });
});
