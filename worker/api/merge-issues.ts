import type { MergeReply } from '../issue/family.ts';
import { maxParts } from '../issue/issue-store.ts';
import { countParts, findIssues, type Issue, listHashes } from '../storage/issues.ts';
import type { ScopedProject } from '../storage/scope.ts';
import type { OrganizationCall } from './call.ts';
import type { IssuesChanged } from './contract/issue-change.ts';
import { goneText } from './failures.ts';
import { objectOf } from './issues.ts';
import { badRequest, conflict } from './refusals.ts';

const maxAttempts = 3;
/** Twice as long each time. */
const firstPauseMs = 100;
/** The head calls each of them, and an invocation may make a thousand calls. */
const perCall = 100;

/**
 * Makes the issues one: the one with the most events, or else the oldest, takes the others in. Where another merger or deletion is under way, it is tried again a
 * little later; in the end the request is refused, although some may have been merged.
 */
export async function mergeIssues(call: OrganizationCall, projects: readonly ScopedProject[], chosen: readonly Issue[]): Promise<IssuesChanged> {
  refuseUnlike(chosen);
  if (chosen.length - 1 + (await countParts(projects, chosen)) > maxParts) throw tooManyParts();
  const ids = chosen.map(({ id }) => id);
  let issues = chosen;
  for (let attempt = 1; ; attempt += 1) {
    const [head, ...others] = headFirst(issues);
    if (!head) throw conflict('The issues were deleted meanwhile.');
    if (await mergeInto(call, head, others)) return answerOf(projects, head, ids);
    issues = await findIssues(projects, ids);
    if (attempt === maxAttempts) throw conflict(`${describe(issues.length - 1)} could not be merged, since something else is happening to them. Try again.`);
    await pause(firstPauseMs * 2 ** (attempt - 1));
  }
}

function refuseUnlike(issues: readonly Issue[]): void {
  const [first, ...others] = issues;
  if (!first || others.length === 0) throw badRequest('It takes at least two issues to merge them.');
  if (others.some(({ projectId }) => projectId !== first.projectId)) throw badRequest('Issues of several projects cannot be merged.');
  if (issues.some(({ type }) => type === 'feedback')) throw badRequest('Only errors can be merged.');
}

function tooManyParts() {
  return badRequest(`An issue can have at most ${maxParts.toLocaleString('en')} merged issues, those that were merged before included.`);
}

function headFirst(issues: readonly Issue[]): Issue[] {
  return [...issues].sort((one, other) => other.eventCount - one.eventCount || one.firstSeenAt - other.firstSeenAt || one.id - other.id);
}

/** True when all are in. */
async function mergeInto({ env, viewer, now }: OrganizationCall, head: Issue, others: readonly Issue[]): Promise<boolean> {
  for (let from = 0; from < others.length; from += perCall) {
    const hashes = others.slice(from, from + perCall).map(({ hash }) => hash);
    const reply = await objectOf(env, head).merge(hashes, viewer.user.id, now);
    if (!isDone(reply)) return false;
  }
  return true;
}

/** Ends the request where D1 did not know yet how many there are. */
function isDone(reply: MergeReply): boolean {
  switch (reply.type) {
    case 'merged':
      return true;
    case 'full':
      throw tooManyParts();
    case 'busy':
    case 'moved':
    case 'gone':
      return false;
  }
}

/** An issue that was deleted between two attempts is no part of the head, though nothing is left to be merged. */
async function answerOf(projects: readonly ScopedProject[], head: Issue, ids: readonly number[]): Promise<IssuesChanged> {
  const project = projects.find(({ id }) => id === head.projectId);
  const hashes = project ? await listHashes(project, head.id) : [];
  const family = new Set(hashes.map(({ id }) => id));
  const others = ids.filter((id) => id !== head.id);
  return {
    merge: { parent: String(head.id), children: others.filter((id) => family.has(id)).map(String) },
    before: [],
    failed: others.filter((id) => !family.has(id)).map((id) => ({ id: String(id), detail: goneText })),
  };
}

function describe(count: number): string {
  return count === 1 ? 'One issue' : `${count} issues`;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
