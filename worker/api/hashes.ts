import { findIssueByHash, type IssueHash as HashRow, listHashes } from '../storage/issues.ts';
import { findLatestEvents } from '../storage/events.ts';
import type { IssueCall } from './call.ts';
import type { IssueHash, Unmerged } from './contract/issue-hash.ts';
import { findOrigins } from './hash-origins.ts';
import { objectOf } from './issues.ts';
import { badRequest, conflict } from './refusals.ts';
import { serializeEventSummary } from './serialize-event.ts';
import { isoTime } from './time.ts';

/** What the issue was merged of, that of the issue itself first. */
export async function listHashesOfIssue(call: IssueCall): Promise<Response> {
  const { env, project, issue } = call;
  const rows = await listHashes(project, issue.id);
  const ids = rows.map(({ id }) => id);
  const [latest, figures, origins] = await Promise.all([findLatestEvents(project, ids), objectOf(env, issue).ownFigures(), findOrigins(call, issue, rows)]);
  const reply = rows.map((row, index): IssueHash => {
    const { eventCount, firstSeenAt, lastSeenAt } = row.id === issue.id && figures ? figures : row;
    const event = latest.find(({ hash }) => hash === row.hash);
    return {
      id: row.hash,
      latestEvent: event ? serializeEventSummary(event) : null,
      eventCount,
      firstSeen: isoTime(firstSeenAt),
      lastSeen: isoTime(lastSeenAt),
      state: 'unlocked',
      origin: origins[index] ?? { type: 'shared' },
    };
  });
  return Response.json(reply);
}

/** The hashes named by `id` become an issue of their own, together. */
export async function unmergeHashes(call: IssueCall): Promise<Response> {
  const { env, viewer, project, issue, url, now } = call;
  const named = [...new Set(url.searchParams.getAll('id'))];
  if (named.length === 0) throw badRequest('Name the hashes by id.');
  const known = await listHashes(project, issue.id);
  refuseStrangers(named, known);
  const newHash = await objectOf(env, issue).unmerge(named, viewer.user.id, now);
  const parted = newHash === null ? null : await findIssueByHash(project, newHash);
  if (!parted) throw conflict('The issue was changed meanwhile. Look at its hashes again.');
  return Response.json({ newIssueId: String(parted.id) } satisfies Unmerged, { status: 202 });
}

function refuseStrangers(named: readonly string[], known: readonly HashRow[]): void {
  const stranger = named.find((hash) => known.every((row) => row.hash !== hash));
  if (stranger !== undefined) throw badRequest(`'${stranger.slice(0, 64)}' is no hash of this issue.`);
  if (named.length === known.length) throw badRequest('At least one hash has to stay.');
}
