import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '../api/contract/event.ts';
import type { Issue } from '../api/contract/issue.ts';
import type { ProjectKey, Project } from '../api/contract/project.ts';
import { eventually } from '../commands/harness.ts';
import { type Instance, startInstance } from './instance.fixture.ts';
import { sharedFolder } from './shared.fixture.ts';

const samples = sharedFolder('cases/events');

const newId: unknown = expect.stringMatching(/^[0-9a-f]{32}$/);

interface Sample {
  file: string;
  kind: string;
  /** Null where the event has none, or is in an envelope. */
  eventId: string | null;
}

/** Kinds that are no error events, or not made to be sent to these addresses. */
const otherKinds: Record<string, string> = {
  transaction: 'performance data, which is counted and not kept yet',
  'api-response': 'an answer of the web API, not what a client sends',
  'security-report-body': 'goes to the address for security reports',
};

/** Envelopes, as an array of their lines, whose item is not an event. */
const envelopesWithoutEvent = ['glitchtip__transactions__js_angular.json'];

describe.skipIf(samples.isMissing)('sample events of many platforms', () => {
  const list: Sample[] = samples.isMissing ? [] : JSON.parse(readFileSync(`${samples.path}index.json`, 'utf8'));
  const events = list.filter(({ file, kind }) => !(kind in otherKinds) && !envelopesWithoutEvent.includes(file));
  let instance: Instance;

  beforeAll(async () => {
    instance = await startInstance();
  });
  afterAll(() => instance?.stop());

  it('are all of a known kind', () => {
    const kinds = new Set(events.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['envelope-lines', 'error', 'error-no-exception', 'expectct', 'message', 'other']);
    expect(events.length).toBeGreaterThan(130);
  });

  // Some samples share an id, so each has a project of its own.
  it.concurrent.each(events)('are accepted and shown: $file', async ({ file, kind, eventId }) => {
    const name = file.replaceAll(/[^a-z0-9]+/gi, ' ').slice(-50);
    const projectPath = `/projects/${instance.org}/${(await createProject(name)).slug}`;
    const [key] = await instance.api<ProjectKey[]>(`${projectPath}/keys/`);
    const { origin, pathname, username } = new URL(key?.dsn.public ?? '');
    const sample = readFileSync(samples.path + file, 'utf8');

    const isEnvelope = kind === 'envelope-lines';
    const reply = await fetch(`${origin}/api${pathname}/${isEnvelope ? 'envelope' : 'store'}/?sentry_key=${username}`, {
      method: 'POST',
      body: isEnvelope ? envelopeOf(sample) : sample,
    });
    expect(reply.status).toBe(200);
    const { id }: { id: string } = await reply.json();
    expect(id).toEqual(eventId?.replaceAll('-', '').toLowerCase() ?? newId);

    const event = await eventually(() => instance.api<Event>(`${projectPath}/events/${id}/`), 5000);
    expect(event).toMatchObject({ eventID: id, title: expect.stringMatching(/\S/) });
    expect(await instance.api(`${projectPath}/events/${id}/json/`)).toMatchObject({ event_id: id });
    expect(await instance.api<Issue[]>(`${projectPath}/issues/`)).toMatchObject([{ id: event.groupID, title: event.title, count: '1' }]);
  });

  function createProject(name: string): Promise<Project> {
    return instance.api<Project>(`/organizations/${instance.org}/projects/`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name }),
    });
  }
});

/** Kept as an array of its lines, parsed. So the lengths in the item headers are those of another spelling, and left out. */
function envelopeOf(sample: string): string {
  const lines: unknown[] = JSON.parse(sample);
  return lines.map((line, index) => JSON.stringify(line, index % 2 === 1 ? (key, value) => (key === 'length' ? undefined : value) : undefined)).join('\n');
}
