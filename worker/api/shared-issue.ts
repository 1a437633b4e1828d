import type { Event } from '../event/event.ts';
import { decodeBody } from '../issue/body.ts';
import { listEventsOfIssue } from '../storage/events.ts';
import { findIssueById, type Issue } from '../storage/issues.ts';
import type { ScopedProject } from '../storage/scope.ts';
import { findSharedIssue } from '../storage/shares.ts';
import type { Call } from './call.ts';
import { ShareId } from './contract/share.ts';
import { objectOf } from './issues.ts';
import { notFound } from './refusals.ts';
import { serializeSharedIssue } from './serialize-shared-issue.ts';

/** For whoever has the link. One that was revoked, or whose issue is gone, leads to the same nothing as one that never was. */
export async function readSharedIssue(call: Call): Promise<Response> {
  const shareId = call.parameter('share');
  const shared = ShareId.safeParse(shareId).success ? await findSharedIssue(call.env, shareId) : null;
  const issue = shared && (await findIssueById(shared.project, shared.issueId));
  if (!issue) throw notFound();
  const event = await readLatestEvent(call, shared.project, issue);
  const headers = { 'cache-control': 'no-store', 'x-robots-tag': 'noindex, nofollow', 'referrer-policy': 'no-referrer' };
  return Response.json(serializeSharedIssue(shareId, issue, shared.project, event), { headers });
}

/** The body of the newest may have been sampled away a moment ago. */
const candidates = 3;

async function readLatestEvent({ env }: Call, project: ScopedProject, issue: Issue): Promise<Event | null> {
  for (const row of await listEventsOfIssue(project, issue.id, null, candidates)) {
    const body = await objectOf(env, row).body(row.eventId);
    if (body) return decodeBody(body);
  }
  return null;
}
