import { expect } from 'vitest';
import type { Installation } from '../commands/harness.ts';
import { type LoadEvent, readIssues } from './load.fixture.ts';

/**
 * Fails unless every acknowledged event is listed exactly once, in the issue it belongs to and with its body readable, nothing is listed that was never sent, and
 * the counts of all issues are those of their lists. Events without an answer may be there or not.
 */
export async function expectEachOnce(
  installation: Installation,
  { acknowledged, sent }: { acknowledged: string[]; sent: readonly LoadEvent[] },
): Promise<void> {
  const listed = await readIssues(installation);
  const shown = listed.flatMap(({ issue, events }) => events.map((event) => ({ id: event.eventID, issue: issue.metadata.value })));
  const counts = listed.map(({ issue, events }) => ({
    title: issue.title,
    events: [Number(issue.count), events.length],
    users: [issue.userCount, new Set(events.map(({ user }) => user?.id)).size],
  }));
  expect(counts.filter(({ events, users }) => events[0] !== events[1] || users[0] !== users[1])).toEqual([]);

  const issueOf = new Map(sent.map(({ id, issue }) => [id, issue]));
  expect(shown.filter(({ id, issue }) => issueOf.get(id) !== issue)).toEqual([]);
  const ids = shown.map(({ id }) => id);
  expect(ids.length).toBe(new Set(ids).size);
  const isShown = new Set(ids);
  expect(acknowledged.filter((id) => !isShown.has(id))).toEqual([]);

  const path = `/projects/${installation.org}/${installation.project}/events`;
  for (const id of acknowledged) expect(await installation.api(`${path}/${id}/json/`)).toMatchObject({ event_id: id });
}
