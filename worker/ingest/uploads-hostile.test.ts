import { env, exports } from 'cloudflare:workers';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { listAttachments } from '../storage/attachments.ts';
import { anEventId } from './ingest.fixture.ts';
import { aProjectWith, origin, sendItems } from './telemetry.fixture.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000) / 50;
const numbers = fc.constantFrom('0', '3', '10', '11', '-1', '1e9', '9'.repeat(15), '9'.repeat(300), String(2 ** 30), 'x', '');
const optional = <Value>(one: fc.Arbitrary<Value>) => fc.option(one, { nil: undefined, freq: 2 });

const anyRequest = fc.record({
  method: fc.constantFrom('POST', 'HEAD', 'PATCH', 'GET', 'PUT', 'DELETE', 'OPTIONS'),
  path: fc.oneof(
    fc.constantFrom('', 'ID/', 'ID', 'ID/head', 'ID/../ID/', '%00/', '%ff/', '..%2f..%2f', 'x'.repeat(5_000), '0000000000-00000000000000000000000000000000/'),
    fc.string({ unit: 'binary', maxLength: 20 }),
  ),
  headers: fc.record({
    'tus-resumable': fc.constantFrom('1.0.0', '1.0.0', '1.0.0', '2', ''),
    'upload-length': optional(numbers),
    'upload-offset': optional(numbers),
    'upload-defer-length': optional(fc.constantFrom('1', '0', 'yes')),
    'upload-metadata': optional(fc.constantFrom('filename d29ybGQ=', ',,,', '=')),
    'content-type': optional(fc.constantFrom('application/offset+octet-stream', 'APPLICATION/offset+octet-stream; x', 'text/plain')),
    'content-encoding': optional(fc.constantFrom('gzip', 'identity', '')),
    'x-http-method-override': optional(fc.constantFrom('PATCH', 'HEAD', 'DELETE', 'x')),
  }),
  body: optional(fc.uint8Array({ maxLength: 30 })),
});

/** Nothing else is wrong with these than their place, perhaps. */
const piece = fc.record({
  method: fc.constant('PATCH'),
  path: fc.constant('ID/'),
  headers: fc.record({
    'tus-resumable': fc.constant('1.0.0'),
    'upload-offset': fc.constantFrom('0', '1', '2', '3', '4'),
    'content-type': fc.constant('application/offset+octet-stream'),
  }),
  body: fc.uint8Array({ maxLength: 2 }),
});
const requests: fc.Arbitrary<{ method: string; path: string; headers: Record<string, string | undefined>; body?: Uint8Array | undefined }> = fc.oneof(
  anyRequest,
  piece,
);

it('answers whatever comes for an upload in its own words, and keeps what it confirmed', async () => {
  const project = await aProjectWith();
  const send = (method: string, path: string, headers: Record<string, string | undefined>, body?: BodyInit) => {
    const url = `${origin}/api/${project.projectId}/upload/${encodeURI(path.toWellFormed()).replaceAll('%25', '%')}?sentry_key=${project.publicKey}`;
    const sent = Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined));
    return exports.default.fetch(new Request(url, { method, headers: sent, ...(body && method !== 'GET' && method !== 'HEAD' ? { body } : {}) }));
  };
  const created = await send('POST', '', { 'tus-resumable': '1.0.0', 'upload-length': '10' });
  const location = new URL(created.headers.get('location') ?? '', origin);
  const id = location.pathname.split('/').at(-2) ?? '';
  let confirmed = Buffer.alloc(0);

  await fc.assert(
    fc.asyncProperty(requests, async ({ method, path, headers, body }) => {
      const answer = await send(method, path.replaceAll('ID', id), headers, body && new Uint8Array(body));
      expect(answer.status).toBeLessThan(500);
      const saysWhy = answer.status < 400 || method === 'HEAD' || answer.headers.get('content-type') === 'application/json';
      expect(saysWhy).toBe(true);
      const offset = Number((await send('HEAD', `${id}/`, { 'tus-resumable': '1.0.0' })).headers.get('upload-offset'));
      expect(offset).toBeGreaterThanOrEqual(confirmed.length);
      expect(offset).toBeLessThanOrEqual(10);
      // Whoever adds something has to know where.
      expect(offset > confirmed.length ? Number(headers['upload-offset']) : confirmed.length).toBe(confirmed.length);
      if (offset > confirmed.length) confirmed = Buffer.concat([confirmed, Buffer.from(body ?? []).subarray(0, offset - confirmed.length)]);
    }),
    { seed: 20261207, numRuns },
  );

  expect(confirmed.length).toBeGreaterThan(0);
  const rest = Buffer.alloc(10 - confirmed.length, 'z');
  const headers = { 'tus-resumable': '1.0.0', 'upload-offset': String(confirmed.length), 'content-type': 'application/offset+octet-stream' };
  expect((await send('PATCH', `${id}/`, headers, new Uint8Array(rest))).status).toBe(204);
  const eventId = anEventId();
  await sendItems(
    project,
    [[{ type: 'attachment', filename: 'a', content_type: 'application/vnd.sentry.attachment-ref+json' }, { location: location.pathname }]],
    {
      event_id: eventId,
    },
  );
  const [attachment] = await listAttachments(env.FILES, project.projectId, eventId);
  const stored = await env.FILES.get(`attachments/${project.projectId}/${eventId}/${attachment?.id}`);
  expect(Buffer.from((await stored?.arrayBuffer()) ?? new ArrayBuffer())).toEqual(Buffer.concat([confirmed, rest]));
}, 60_000);
