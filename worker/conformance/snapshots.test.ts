import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Attachment, Event } from '../api/contract/event.ts';
import type { Issue } from '../api/contract/issue.ts';
import { eventually } from '../commands/harness.ts';
import { type Instance, startInstance } from './instance.fixture.ts';
import { decode, readScenarios, recordedKey, replay } from './recordings.fixture.ts';
import { expectedAnswer, type SentEvent, sentEntries, sentTags, shownEntries } from './sent-event.fixture.ts';
import { sharedFolder } from './shared.fixture.ts';

const snapshots = sharedFolder('snapshots');

interface RecordedEvent {
  id: string;
  sent: SentEvent;
  attachments: { name: string; size: number }[];
}

/**
 * Every request that a recorded client sent for an envelope or an event, sent again byte for byte. A new installation's first project is project 1, and it is
 * given the recorded key as a second one, so that not a byte has to be changed. What recorded clients sent to other addresses (web API, security reports,
 * minidumps, cron pings, OTLP) is not replayed here.
 */
describe.skipIf(snapshots.isMissing)('recorded requests of real clients', () => {
  const scenarios = snapshots.isMissing ? [] : readScenarios(snapshots.path);
  const answers = new Map<string, { status: number; body: string }>();
  let instance: Instance;

  beforeAll(async () => {
    instance = await startInstance();
    const db = await instance.runtime.miniflare.getD1Database('DB');
    await db.prepare("insert into project_keys (public_key, secret_key, project_id, name, created_at) values (?, '', 1, 'Recorded', 0)").bind(recordedKey).run();
    // In order inside a scenario: clients wait for answers.
    await Promise.all(
      scenarios.map(async ({ recordings }) => {
        for (const recording of recordings) answers.set(recording.name, await replay(recording, instance.runtime.url));
      }),
    );
  });
  afterAll(() => instance?.stop());

  describe.each(scenarios)('$name', ({ recordings }) => {
    it.each(recordings)('answers 200 to $name, with the id of its event', (recording) => {
      const answer = answers.get(recording.name);
      expect(answer).toMatchObject({ status: 200 });
      const id = idsIn(recording)[0];
      if (id !== undefined) expect(JSON.parse(answer?.body ?? '')).toEqual({ id });
    });

    const events = recordings.flatMap(eventsIn);
    it.runIf(events.length > 0)('shows what was sent', async () => {
      for (const { id, sent, attachments } of events) {
        const event = await readEvent(id);
        expect(event).toMatchObject({ eventID: id, ...expectedAnswer(sent) });
        expect(shownEntries(event)).toEqual(sentEntries(sent));
        expect(event.tags).toEqual(expect.arrayContaining(sentTags(sent)));
        const shown = await instance.api<Attachment[]>(`${pathOf(id)}attachments/`);
        expect(shown.map(({ name, size }) => ({ name, size }))).toEqual(attachments);
      }
    });
  });

  it('counts each of them once, in issues that list them', async () => {
    const ids = new Set(scenarios.flatMap(({ recordings }) => recordings.flatMap(eventsIn).map(({ id }) => id)));
    const issueOf = new Map<string, string>();
    for (const id of ids) issueOf.set(id, (await readEvent(id)).groupID);
    const sizes = Map.groupBy(issueOf.values(), (issueId) => issueId);
    for (const [issueId, { length }] of sizes) {
      const issue = await eventually(async () => {
        const read = await instance.api<Issue>(`/organizations/${instance.org}/issues/${issueId}/`);
        expect(read.count, `events of ${read.shortId}: ${read.title}`).toBe(String(length));
        return read;
      });
      expect(issue.shortId).toMatch(/^SHOP-/);
    }
  });

  it('puts events with one custom fingerprint into one issue, and those with different ones into different issues', async () => {
    const issues = new Map<string, Set<string>>();
    for (const { id, sent } of scenarios.flatMap(({ recordings }) => recordings.flatMap(eventsIn))) {
      if (!sent.fingerprint || sent.fingerprint.some((part) => part.includes('default'))) continue;
      const fingerprint = JSON.stringify(sent.fingerprint);
      issues.set(fingerprint, (issues.get(fingerprint) ?? new Set()).add((await readEvent(id)).groupID));
    }
    expect(issues.size).toBeGreaterThan(1);
    expect([...issues].filter(([, { size }]) => size !== 1)).toEqual([]);
    expect(new Set([...issues.values()].flatMap((ids) => [...ids])).size).toBe(issues.size);
  });

  async function readEvent(id: string): Promise<Event> {
    return eventually(() => instance.api<Event>(pathOf(id)));
  }

  function pathOf(id: string): string {
    return `/projects/${instance.org}/${instance.project}/events/${id}/`;
  }

  /** The answer tells the id of an event that has none. */
  function eventsIn(recording: (typeof scenarios)[number]['recordings'][number]): RecordedEvent[] {
    const { eventId, items } = decode(recording);
    return [];
  }
});
