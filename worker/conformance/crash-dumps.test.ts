import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attachment, Event } from '../api/contract/event.ts';
import { eventually } from '../commands/harness.ts';
import { readOutcomes } from './accounting.fixture.ts';
import { type Instance, startRecordedInstance } from './instance.fixture.ts';
import { readScenarios, replay } from './recordings.fixture.ts';
import { sharedFolder } from './shared.fixture.ts';

const snapshots = sharedFolder('snapshots');

/** Crash dumps that were posted as forms, sent again byte for byte. */
describe.skipIf(snapshots.isMissing)('recorded crash dumps', () => {
  const scenarios = snapshots.isMissing ? [] : readScenarios(snapshots.path, /^\/api\/\d+\/minidump\//);
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

  it('are counted: an event each, and the bytes of all files', async () => {
    const all = scenarios.flatMap(({ recordings }) => recordings);
    const bytes = all.flatMap(({ body }) => filesIn(body)).reduce((sum, { text }) => sum + text.length, 0);
    await eventually(async () => expect((await readOutcomes(instance, '1')).received).toMatchObject({ error: all.length, attachment: bytes }), 20_000);
  });
});

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
