import { exports } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { anEventId, eventIdsOf, eventually } from './ingest.fixture.ts';
import { aProjectWith, contained, envelopeOf, storedLines } from './telemetry.fixture.ts';

const anEnvelope = (eventId: string) =>
  envelopeOf(
    [[{ type: 'event' }, { message: 'boom' }], contained('log', [{ timestamp: Date.now() / 1000, trace_id: eventId, level: 'info', body: 'hello' }])],
    {
      event_id: eventId,
    },
  );

it('takes envelopes without HTTP, as bytes, as text and as a stream', async () => {
  const { projectId, publicKey, ...rest } = await aProjectWith();
  const ids = [anEventId(), anEventId(), anEventId()] as const;
  const dsn = `https://${publicKey}@picket/${projectId}`;
  const accepted = { statusCode: 200, headers: { 'x-sentry-rate-limits': null, 'retry-after': null } };
  expect(await exports.Reporter.sendEnvelope(dsn, anEnvelope(ids[0]))).toEqual(accepted);
  expect(await exports.Reporter.sendEnvelope({ publicKey, projectId }, new TextDecoder().decode(anEnvelope(ids[1])))).toEqual(accepted);
  expect(await exports.Reporter.sendEnvelope(dsn, new Blob([anEnvelope(ids[2])]).stream())).toEqual(accepted);
  const project = { projectId, publicKey, ...rest };
  await eventually(
    () => eventIdsOf(project),
    (known) => known.length === 3,
  );
  expect(await storedLines(project, 'log')).toHaveLength(3);
});

it('tells what is wrong, and what is limited', async () => {
  const { projectId, publicKey } = await aProjectWith({ quotas: [{ categories: ['error'], limit: 0, windowSeconds: 3600, reason: 'project_quota' }] });
  const limited = await exports.Reporter.sendEnvelope({ publicKey, projectId }, anEnvelope(anEventId()));
  expect(limited).toEqual({ statusCode: 429, headers: { 'x-sentry-rate-limits': '60:error:project:project_quota', 'retry-after': '60' } });
  expect(await exports.Reporter.sendEnvelope('no dsn', anEnvelope(anEventId()))).toMatchObject({ statusCode: 400 });
  expect(await exports.Reporter.sendEnvelope({ publicKey: 'f'.repeat(32), projectId }, anEnvelope(anEventId()))).toMatchObject({ statusCode: 403 });
  expect(await exports.Reporter.sendEnvelope({ publicKey, projectId }, 'no envelope')).toMatchObject({ statusCode: 400 });
});
