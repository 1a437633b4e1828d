import type { Event } from '../event/event.ts';
import { describeEvent } from '../grouping/describe.ts';
import { groupEvent } from '../grouping/group.ts';
import { noteGrouping } from '../grouping/note-grouping.ts';
import { decodeBody } from '../issue/body.ts';
import { shortIdOf } from '../issue/short-id.ts';
import type { Issue } from '../storage/issues.ts';
import { listNewestEvents } from '../storage/newest-events.ts';
import type { ProjectCall } from './call.ts';
import { GroupingSettingsChange, type GroupingPreview } from './contract/grouping.ts';
import { checkGroupingSettings, groupingSettingsOf } from './grouping-settings.ts';
import { objectOf } from './issues.ts';
import { readBody } from './read-body.ts';

const maxEvents = 100;
/** Each costs one request to its object, and Cloudflare's free plan allows 50. */
const maxIssues = 20;

/** Nothing is saved. What a change does not name is as the project has it. */
export async function previewGrouping(call: ProjectCall): Promise<Response> {
  const change = await readBody(call.request, GroupingSettingsChange);
  const saved = groupingSettingsOf(call.project.options);
  const rules = checkGroupingSettings({
    fingerprintingRules: change.fingerprintingRules ?? saved.fingerprintingRules,
    groupingEnhancements: change.groupingEnhancements ?? saved.groupingEnhancements,
  });
  const stored = await readNewestEvents(call);
  const previewed = new Map<string, GroupingPreview['issues'][number]>();
  for (const { event, issue } of stored) {
    const grouping = groupEvent(event, rules);
    noteGrouping(event, grouping);
    // An event whose other hash is known falls into the issue of that.
    const known = grouping.hashes.map((hash) => previewed.get(hash)).find((found) => found !== undefined);
    const into = known ?? { hash: grouping.hashes[0], title: describeEvent(event).title, rule: grouping.rule?.text ?? null, events: [], from: [] };
    into.events.push(event.event_id);
    if (!into.from.some(({ id }) => id === String(issue.id))) into.from.push({ id: String(issue.id), shortId: shortIdOf(call.project.slug, issue.number) });
    previewed.set(grouping.hashes[0], into);
  }
  const issues = [...new Set(previewed.values())].sort((one, other) => other.events.length - one.events.length);
  const preview: GroupingPreview = { events: stored.length, issues };
  return Response.json(preview);
}

/** Those whose body was sampled away are left out. */
async function readNewestEvents({ env, project }: ProjectCall): Promise<{ event: Event; issue: Issue }[]> {
  const rows = await listNewestEvents(project, maxIssues, maxEvents);
  const byIssue = Map.groupBy(rows, ({ issue }) => issue);
  const read = await Promise.all(
    [...byIssue].map(async ([issue, ofIssue]) => {
      const bodies = await objectOf(env, issue).bodies(ofIssue.map(({ event }) => event.eventId));
      return bodies.flatMap((body) => (body ? [{ event: decodeBody(body), issue }] : []));
    }),
  );
  return read.flat();
}
