import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { platformOf, sizeOf } from './data-set/plan.ts';
import { tellIssues } from './data-set/tell-issues.ts';

const size = sizeOf(2000);
const now = Date.UTC(2026, 10, 24);

/** All that would be written, as ids are drawn by a database. */
function tellAll(at = now) {
  const projects = Array.from({ length: size.projects }, (_, place) => ({ projectId: place + 1, shard: 0 }));
  const events: string[] = [];
  const hashes = new Set<string>();
  const all = createHash('sha256');
  for (const batch of tellIssues(size, { organizationId: 1, projects, userId: 1, now: at })) {
    for (const { projection, learn } of batch) {
      hashes.add(projection.hash);
      events.push(...projection.eventIds);
      all.update(JSON.stringify(projection));
      learn(projection.issueId ?? hashes.size);
    }
  }
  return { events, issues: hashes.size, digest: all.digest('hex') };
}

it('makes as many events and issues as asked for, the same each time', () => {
  const told = tellAll();
  expect(told.events.length).toBe(size.events);
  expect(new Set(told.events).size).toBe(size.events);
  expect(told.issues).toBe(size.issues);
  expect(tellAll().digest).toBe(told.digest);
  expect(tellAll(now + 1).digest).not.toBe(told.digest);
  expect(new Set(Array.from({ length: 40 }, (_, place) => platformOf(place))).size).toBe(3);
});
