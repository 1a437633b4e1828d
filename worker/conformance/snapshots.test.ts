import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attachment, Event } from '../api/contract/event.ts';
import type { Issue } from '../api/contract/issue.ts';
import { eventually } from '../commands/harness.ts';
import { readOutcomes } from './accounting.fixture.ts';
import { type Instance, startRecordedInstance } from './instance.fixture.ts';
import { countSent } from './passage.fixture.ts';
import { decode, readScenarios, type Recording, replay } from './recordings.fixture.ts';
import { expectedAnswer, type SentEvent, sentEntries, sentTags, shownEntries } from './sent-event.fixture.ts';
import { sharedFolder } from './shared.fixture.ts';

const snapshots = sharedFolder('snapshots');

const newId: unknown = expect.stringMatching(/^[0-9a-f]{32}$/);

interface RecordedEvent {
  id: string;
  sent: SentEvent;
  attachments: { name: string; size: number }[];
}

/**
 * Every request that a recorded client sent for an envelope or an event, sent again byte for byte. A new installation's first project is project 1, and it is
 * given the recorded key as a second one, so that not a byte has to be changed. What recorded clients sent to other addresses (web API, security reports,
 * minidumps, cron pings, OTLP) is not replayed here. Nor are recorded refusals expected: the recording server was told to misbehave.
 */
describe.skipIf(snapshots.isMissing)('recorded requests of real clients', () => {
  const scenarios = snapshots.isMissing ? [] : readScenarios(snapshots.path);
  const scenariosWithEvents = scenarios.filter(({ recordings }) =>
    recordings.some((recording) => {
      const { items } = decode(recording);
      // Where a dump came along, the event shows what that says: crash-dumps.test.ts has those.
      return items.some(isEvent) && !items.some(({ header }) => header.attachment_type === 'event.minidump');
    }),
  );
  const answers = new Map<string, { status: number; body: string }>();
  let instance: Instance;

  beforeAll(async () => {
    instance = await startRecordedInstance();
    await Promise.all(scenarios.map(({ recordings }) => replayInOrder(recordings)));
  });
  afterAll(() => instance?.stop());

  it.each(scenarios)('are accepted: $name', ({ recordings }) => {
    const received = recordings.map(({ name }) => ({ name, status: answers.get(name)?.status, body: JSON.parse(answers.get(name)?.body ?? '') }));
    expect(received).toEqual(recordings.map((recording) => ({ name: recording.name, status: 200, body: expectedBody(recording) })));
  });

  it.each(scenariosWithEvents)('are shown as sent: $name', async ({ recordings }) => {
    for (const { id, sent, attachments } of eventsIn(recordings)) {
      const event = await readEvent(id);
      expect(event).toMatchObject({ eventID: id, ...expectedAnswer(sent) });
      expect(shownEntries(event)).toEqual(sentEntries(sent));
      expect(event.tags).toEqual(expect.arrayContaining(sentTags(sent)));
      const shown = await instance.api<Attachment[]>(`${pathOf(id)}attachments/`);
      expect(shown.map(({ name, size }) => ({ name, size }))).toEqual(attachments);
    }
  });

  it('are accounted for: every item has an outcome', async () => {
    const { sent } = countSent(scenarios.flatMap(({ recordings }) => recordings).flatMap((recording) => decode(recording).items));
    await eventually(async () => expect((await readOutcomes(instance, '1')).received).toEqual({ ...sent, log_byte: expect.any(Number) }), 20_000);
  });

  it('are counted once each, by the issue that lists them', async () => {
    const ids = new Set(eventsIn(scenarios.flatMap(({ recordings }) => recordings)).map(({ id }) => id));
    const events = await Promise.all([...ids].map(readEvent));
    for (const [issueId, { length }] of Map.groupBy(events, ({ groupID }) => groupID)) {
      const issue = await instance.api<Issue>(`/organizations/${instance.org}/issues/${issueId}/`);
      expect(issue.count, `events of ${issue.shortId}, ${issue.title}`).toBe(String(length));
    }
  });

  it('land in one issue exactly when they carry the same fingerprint of their own', async () => {
    const fingerprints = new Map<string, Set<string>>();
    for (const { id, sent } of eventsIn(scenarios.flatMap(({ recordings }) => recordings))) {
      if (!sent.fingerprint?.length || sent.fingerprint.some((part) => part.includes('default'))) continue;
      const { groupID } = await readEvent(id);
      fingerprints.set(groupID, (fingerprints.get(groupID) ?? new Set()).add(JSON.stringify(sent.fingerprint)));
    }
    const perIssue = [...fingerprints.values()].flatMap((found) => [...found]);
    expect(perIssue.length).toBeGreaterThan(1);
    expect(perIssue).toEqual([...new Set(perIssue)]);
    expect(perIssue).toHaveLength(fingerprints.size);
  });

  /** As the client did, which waited for answers. */
  async function replayInOrder(recordings: readonly Recording[]): Promise<void> {
    for (const recording of recordings) answers.set(recording.name, await replay(recording, instance.runtime.url));
  }

  /** An id that was not sent is in the answer. A repetition is left out. */
  function eventsIn(recordings: readonly Recording[]): RecordedEvent[] {
    const events = new Map<string, RecordedEvent>();
    for (const recording of recordings) {
      const { eventId, items } = decode(recording);
      const item = items.find(isEvent);
      if (!item) continue;
      const sent = readSent(item);
      const answered: { id: string } = JSON.parse(answers.get(recording.name)?.body ?? '');
      const id = eventId ?? answered.id;
      const attachments = items
        .filter(({ header }) => header.type === 'attachment')
        .map(({ header, payload }) => ({ name: header.filename ?? '', size: payload.length }));
      events.set(id, { id, sent, attachments });
    }
    return [...events.values()];
  }

  function readEvent(id: string): Promise<Event> {
    return eventually(() => instance.api<Event>(pathOf(id)));
  }

  function pathOf(id: string): string {
    return `/projects/${instance.org}/${instance.project}/events/${id}/`;
  }
});

/** An event without an id is given one. */
function expectedBody(recording: Recording) {
  const { eventId, items } = decode(recording);
  if (eventId !== null) return { id: eventId };
  return items.some(isEvent) ? { id: newId } : {};
}

function isEvent({ header }: { header: { type: string } }): boolean {
  return header.type === 'event';
}

function readSent({ payload }: { payload: Buffer }): SentEvent {
  return JSON.parse(payload.toString());
}
