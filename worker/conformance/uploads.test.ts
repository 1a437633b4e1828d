import { Readable } from 'node:stream';
import { Upload, type UploadOptions } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attachment } from '../api/contract/event.ts';
import { eventually } from '../commands/harness.ts';
import { envelopeUrl, type Instance, startInstance } from './instance.fixture.ts';

/** The client of the people who made the protocol, as anybody would use it. */
describe('tus-js-client', () => {
  let instance: Instance;

  beforeAll(async () => {
    instance = await startInstance();
  });
  afterAll(() => instance?.stop());

  const content = Buffer.from(Array.from({ length: 1_000_000 }, (_, index) => (index * index) % 251));

  /** Uploads, and gives the address and each offset that the server confirmed. */
  function upload(input: Buffer | Readable, options: Partial<UploadOptions> = {}): Promise<{ url: string; offsets: number[] }> {
    const offsets: number[] = [];
    return new Promise((resolve, reject) => {
      const running = new Upload(input, {
        endpoint: `${instance.runtime.url}/api/1/upload/`,
        headers: { 'X-Sentry-Auth': `Sentry sentry_key=${instance.publicKey}` },
        chunkSize: 300_000,
        retryDelays: null,
        onChunkComplete: (_size, offset) => offsets.push(offset),
        onError: reject,
        onSuccess: () => resolve({ url: running.url ?? '', offsets }),
        ...options,
      });
      running.start();
    });
  }

  /** What the API gives for an attachment of a new event that refers to this address. */
  async function attachmentAt(location: string): Promise<Buffer> {
    const eventId = crypto.randomUUID().replaceAll('-', '');
    const reference = JSON.stringify({ location, content_type: 'application/zip' });
    const header = { type: 'attachment', length: reference.length, filename: 'logs.zip', content_type: 'application/vnd.sentry.attachment-ref+json' };
    const body = [JSON.stringify({ event_id: eventId }), '{"type":"event"}', '{"message":"boom"}', JSON.stringify(header), reference, ''].join('\n');
    expect((await fetch(envelopeUrl(instance), { method: 'POST', body })).status).toBe(200);
    const path = `/projects/${instance.org}/${instance.project}/events/${eventId}/attachments/`;
    const [attachment] = await eventually(() => instance.api<Attachment[]>(path));
    expect(attachment).toMatchObject({ name: 'logs.zip', size: content.length, mimetype: 'application/zip' });
    const answer = await fetch(`${instance.runtime.url}/api/0${path}${attachment?.id}/?download=1`, { headers: { authorization: `Bearer ${instance.token}` } });
    return Buffer.from(await answer.arrayBuffer());
  }

  it('uploads a file in pieces, which becomes an attachment byte by byte', async () => {
    const { url, offsets } = await upload(content);
    expect(offsets).toEqual([300_000, 600_000, 900_000, 1_000_000]);
    expect(Buffer.compare(await attachmentAt(url), content)).toBe(0);
  });

  it('uploads a stream of which nobody knows the length, and brings bytes with its first request', async () => {
    const deferred = await upload(Readable.from([content.subarray(0, 400_000), content.subarray(400_000)]), { uploadLengthDeferred: true });
    expect(Buffer.compare(await attachmentAt(deferred.url), content)).toBe(0);
    const { url } = await upload(content, { uploadDataDuringCreation: true });
    expect(Buffer.compare(await attachmentAt(url), content)).toBe(0);
  });

  it('goes on where it was stopped', async () => {
    const { url: begun } = await new Promise<{ url: string }>((resolve, reject) => {
      const running = new Upload(content, {
        endpoint: `${instance.runtime.url}/api/1/upload/`,
        headers: { 'X-Sentry-Auth': `Sentry sentry_key=${instance.publicKey}` },
        chunkSize: 300_000,
        onError: reject,
        onChunkComplete: (_size, offset) => offset === 600_000 && void running.abort().then(() => resolve({ url: running.url ?? '' }), reject),
      });
      running.start();
    });
    const { url, offsets } = await upload(content, { uploadUrl: begun });
    expect([url, offsets[0]]).toEqual([begun, expect.toSatisfy((offset: number) => offset >= 900_000)]);
    expect(Buffer.compare(await attachmentAt(url), content)).toBe(0);
  });

  it('reports what is refused', async () => {
    await expect(upload(content, { headers: {} })).rejects.toThrow(/response code: 401.*missing authorization information/);
    await expect(upload(content, { uploadSize: 2 ** 31 })).rejects.toThrow(/response code: 413.*upload too large/);
    await expect(upload(content, { uploadUrl: `${instance.runtime.url}/api/1/upload/${'0'.repeat(10)}-${'a'.repeat(32)}/`, endpoint: null })).rejects.toThrow(
      /404/,
    );
  });
});
