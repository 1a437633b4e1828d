import { listRejections } from '../storage/rejections.ts';
import type { OrganizationCall } from './call.ts';
import { chosenProjects } from './chosen-projects.ts';
import type { Rejection } from './contract/stats.ts';
import { readPageSize } from './paging.ts';
import { isoTime } from './time.ts';

/** Samples of what was not kept, newest first. Of a quiet project that is all of it, of a flood a few. */
export async function listRejectionsOfOrganization(call: OrganizationCall): Promise<Response> {
  const { searchParams } = call.url;
  const projects = await chosenProjects(call);
  const question = { eventId: searchParams.get('eventId')?.replaceAll('-', '').toLowerCase() ?? null, category: searchParams.get('category') };
  const samples = await listRejections(projects, question, readPageSize(searchParams));
  const slugs = new Map(projects.map(({ id, slug }) => [id, slug]));
  const reply = samples.map(({ eventId, projectId, category, outcome, reason, client, bytes, rejectedAt }): Rejection => ({
    eventId,
    projectId: String(projectId),
    projectSlug: slugs.get(projectId) ?? String(projectId),
    category,
    outcome,
    reason,
    client,
    size: bytes,
    dateReceived: isoTime(rejectedAt),
  }));
  return Response.json(reply);
}
