import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attachment, Event } from '../api/contract/event.ts';
import { eventually } from '../commands/harness.ts';
import { aContainer, aContext, aLog } from '../unreal/unreal.fixture.ts';
import { readOutcomes } from './accounting.fixture.ts';
import { type Instance, startRecordedInstance } from './instance.fixture.ts';
import { decode, readScenarios, recordedKey, type Recording, replay } from './recordings.fixture.ts';
import { sharedFolder } from './shared.fixture.ts';

const snapshots = sharedFolder('snapshots');

/** Crash dumps that were posted as forms or in envelopes, sent again byte for byte, and one in the container of a game. */
describe.skipIf(snapshots.isMissing)('recorded crash dumps', () => {
  const scenarios = snapshots.isMissing ? [] : readScenarios(snapshots.path, /^\/api\/\d+\/minidump\//);
  const envelopes = snapshots.isMissing ? [] : readScenarios(snapshots.path).flatMap(({ recordings }) => recordings.filter((recording) => dumpIn(recording)));
  let instance: Instance;

  beforeAll(async () => {
    instance = await startRecordedInstance();
  });
  afterAll(() => instance?.stop());

  it.each(scenarios)('become an event with the dump as its attachment: $name', async ({ recordings }) => {
    for (const recording of recordings) {
      const { status, body } = await replay(recording, instance.runtime.url);
      expect([status, body]).toEqual([200, expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/)]);
      const path = `/projects/${instance.org}/${instance.project}/events/${body.replaceAll('-', '')}/`;
      const event = await eventually(() => instance.api<Event>(path));
      const said: { release: string; tags: Record<string, string> } = JSON.parse(partsOf(recording.body).find(({ name }) => name === 'sentry')?.text ?? '');
      expect(event).toMatchObject({ platform: 'native', level: 'fatal', release: { version: said.release }, environment: 'staging' });
      for (const [key, value] of Object.entries(said.tags)) expect(event.tags).toContainEqual({ key, value });
      const [exception] = event.entries.find((entry) => entry.type === 'exception')?.data.values ?? [];
      expect(event.title).toBe(`${exception?.type}: ${exception?.value}`);
      expect(exception?.mechanism).toMatchObject({ type: 'minidump', handled: false });
      const attachments = await instance.api<Attachment[]>(`${path}attachments/`);
      const files = filesIn(recording.body).map(({ file, text }) => ({ name: file, size: text.length }));
      expect(attachments.map(({ name, size }) => ({ name, size }))).toEqual(expect.arrayContaining(files));
      expect(attachments.map(({ type }) => type)).toContain('event.minidump');
    }
  });

  it.each(envelopes)('fill the event that they came with: $name', async (recording) => {
    expect((await replay(recording, instance.runtime.url)).status).toBe(200);
    const { eventId, items } = decode(recording);
    const sent: { release: string; user: { username: string }; exception?: unknown } = JSON.parse(
      items.find(({ header }) => header.type === 'event')?.payload.toString() ?? '',
    );
    const path = `/projects/${instance.org}/${instance.project}/events/${eventId}/`;
    const event = await eventually(() => instance.api<Event>(path));
    expect(sent.exception).toBeUndefined();
    expect(event).toMatchObject({ platform: 'native', level: 'fatal', release: { version: sent.release }, user: { username: sent.user.username } });
    const [exception] = event.entries.find((entry) => entry.type === 'exception')?.data.values ?? [];
    expect(exception).toMatchObject({ type: 'EXCEPTION_ACCESS_VIOLATION_WRITE', mechanism: { type: 'minidump', handled: false } });
    expect(exception?.stacktrace?.frames).toMatchObject([
      { instructionAddr: expect.stringMatching(/^0x/), package: expect.stringMatching(/^C:.*VCRUNTIME140D\.dll$/) },
    ]);
    const threads = event.entries.find((entry) => entry.type === 'threads')?.data.values ?? [];
    expect(threads.filter(({ crashed }) => crashed)).toHaveLength(1);
    const attachments = await instance.api<Attachment[]>(`${path}attachments/`);
    expect(attachments.map(({ type, size }) => ({ type, size }))).toEqual([{ type: 'event.minidump', size: dumpIn(recording)?.length }]);
  });

  it('are counted: an event each, and the bytes of all files', async () => {
    const all = scenarios.flatMap(({ recordings }) => recordings);
    const files = [...all.flatMap(({ body }) => filesIn(body).map(({ text }) => text.length)), ...envelopes.map((recording) => dumpIn(recording)?.length ?? 0)];
    const received = { error: all.length + envelopes.length, attachment: files.reduce((sum, bytes) => sum + bytes, 0) };
    await eventually(async () => expect((await readOutcomes(instance, '1')).received).toMatchObject(received), 20_000);
  });

  it('in the container of a game are shown with what the engine knew', async () => {
    const [recording] = envelopes;
    const dump = recording && dumpIn(recording);
    const body = deflateSync(
      aContainer([
        ['CrashContext.runtime-xml', aContext],
        ['Shop.log', aLog],
        ['UEMinidump.dmp', dump ?? ''],
      ]),
    );
    const answer = await fetch(`${instance.runtime.url}/api/1/unreal/${recordedKey}/?UserID=user-1%7Caccount%7Cmachine`, { method: 'POST', body });
    const path = `/projects/${instance.org}/${instance.project}/events/${(await answer.text()).replaceAll('-', '')}/`;
    const event = await eventually(() => instance.api<Event>(path));
    expect(event).toMatchObject({
      platform: 'native',
      sdk: { name: 'unreal.crashreporter', version: '1.0' },
      user: { id: 'user-1', username: 'bruno' },
      contexts: { gpu: { name: 'RTX' }, game: { Level: 'caves' }, unreal: { crash_guid: 'UECC-1' } },
      userReport: { name: 'bruno', comments: 'It <broke> again' },
    });
    expect(event.tags).toEqual(expect.arrayContaining([{ key: 'epic_account_id', value: 'account' }]));
    const [exception] = event.entries.find((entry) => entry.type === 'exception')?.data.values ?? [];
    expect(exception).toMatchObject({ type: 'EXCEPTION_ACCESS_VIOLATION_WRITE', mechanism: { type: 'minidump' } });
    expect(event.entries.find((entry) => entry.type === 'breadcrumbs')?.data.values).toMatchObject([{ category: 'LogInit' }, {}, { message: 'no category' }]);
    const attachments = await instance.api<Attachment[]>(`${path}attachments/`);
    expect(attachments.map(({ type }) => type).toSorted()).toEqual(['event.minidump', 'unreal.context', 'unreal.logs']);
  });
});

function dumpIn(recording: Recording): Buffer | undefined {
  return decode(recording).items.find(({ header }) => header.attachment_type === 'event.minidump')?.payload;
}

/** Parts of a form, read in the simplest way: a character for each byte. */
function partsOf(body: Buffer): { name: string; file: string; text: string }[] {
  const all = body.toString('latin1');
  const boundary = all.slice(0, all.indexOf('\r\n'));
  return all
    .split(boundary)
    .slice(1, -1)
    .map((part) => {
      const end = part.indexOf('\r\n\r\n');
      const head = part.slice(0, end);
      return { name: /; name="([^"]*)"/.exec(head)?.[1] ?? '', file: /filename="([^"]*)"/.exec(head)?.[1] ?? '', text: part.slice(end + 4, -2) };
    });
}

function filesIn(body: Buffer) {
  return partsOf(body).filter(({ file }) => file !== '');
}
