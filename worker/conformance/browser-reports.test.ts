import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Event } from '../api/contract/event.ts';
import type { Issue } from '../api/contract/issue.ts';
import { eventually } from '../commands/harness.ts';
import { readOutcomes } from './accounting.fixture.ts';
import { type Instance, startRecordedInstance } from './instance.fixture.ts';
import { readScenarios, type Recording, replay } from './recordings.fixture.ts';
import { sharedFolder } from './shared.fixture.ts';

const snapshots = sharedFolder('snapshots');
const securityPath = /^\/api\/\d+\/security\//;

interface SentReport {
  directive: string;
  blocked: string;
  page: string;
}

/** What a browser sent by itself, since a page's content policy told it where, sent again byte for byte. */
describe.skipIf(snapshots.isMissing)('recorded reports of a browser', () => {
  const scenarios = snapshots.isMissing ? [] : readScenarios(snapshots.path, securityPath);
  const sent = scenarios.flatMap(({ recordings }) => recordings).flatMap(reportsIn);
  const statuses = new Map<string, number>();
  let instance: Instance;
  let events: Event[];

  beforeAll(async () => {
    instance = await startRecordedInstance();
    for (const recording of scenarios.flatMap(({ recordings }) => recordings))
      statuses.set(recording.name, (await replay(recording, instance.runtime.url)).status);
    events = await eventually(readAllEvents, 20_000);
  });
  afterAll(() => instance?.stop());

  it.each(scenarios)('are accepted, preflights too, and shown: $name', ({ recordings }) => {
    expect(recordings.map(({ name }) => statuses.get(name))).toEqual(recordings.map(() => 200));
    for (const { directive, blocked, page } of recordings.flatMap(reportsIn)) {
      const csp = { effective_directive: directive, blocked_uri: blocked, document_uri: page };
      const found = events.find(({ entries }) => entries.some(({ type, data }) => type === 'csp' && isSubset(csp, data)));
      expect(found, `${directive} ${blocked}`).toMatchObject({ type: 'csp', release: { version: 'web@1.0' }, environment: 'staging' });
      expect(found?.tags).toEqual(expect.arrayContaining([{ key: 'effective-directive', value: directive }, expect.objectContaining({ key: 'browser.name' })]));
      expect(found?.entries.find(({ type }) => type === 'request')?.data).toMatchObject({ url: page.split('?')[0] });
    }
  });

  it('are counted, each of them', async () => {
    await eventually(async () => expect((await readOutcomes(instance, '1')).received).toEqual({ security: sent.length }), 20_000);
  });

  /** Of all issues, once all reports have arrived. */
  async function readAllEvents(): Promise<Event[]> {
    const issuesPath = `/organizations/${instance.org}/issues/`;
    const issues = await instance.api<Issue[]>(issuesPath);
    const count = issues.reduce((sum, issue) => sum + Number(issue.count), 0);
    if (count < sent.length) throw new Error(`${count} of ${sent.length} reports have arrived`);
    const summaries = await Promise.all(issues.map(({ id }) => instance.api<{ eventID: string }[]>(`${issuesPath}${id}/events/`)));
    return Promise.all(summaries.flat().map(({ eventID }) => instance.api<Event>(`/projects/${instance.org}/${instance.project}/events/${eventID}/`)));
  }
});

function isSubset(part: Record<string, unknown>, whole: unknown): boolean {
  const fields = new Map(Object.entries(Object(whole)));
  return Object.entries(part).every(([name, value]) => fields.get(name) === value);
}

/** In either form. Read here again, so that Picket's own reading is not held against itself. */
function reportsIn({ method, body }: Recording): SentReport[] {
  if (method !== 'POST') return [];
  const sent: Record<string, Record<string, string>>[] | Record<string, Record<string, string>> = JSON.parse(body.toString());
  return (Array.isArray(sent) ? sent : [sent]).map((report) => {
    const old = report['csp-report'];
    const { body: current } = report;
    const directive = old?.['effective-directive'] ?? old?.['violated-directive'] ?? current?.['effectiveDirective'] ?? '';
    return {
      directive: directive.split(' ')[0] ?? '',
      blocked: old?.['blocked-uri'] ?? current?.['blockedURL'] ?? '',
      page: old?.['document-uri'] ?? current?.['documentURL'] ?? '',
    };
  });
}
