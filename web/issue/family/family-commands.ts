import type { IssuesChanged } from '../../../worker/api/contract/issue-change.ts';
import type { IssueHash, Unmerged } from '../../../worker/api/contract/issue-hash.ts';
import type { Answer } from '../../api.ts';

/** What the API is told of issues that become one, and one that becomes two. */
export interface FamilyCommands {
  hashesOf(issueId: string): Promise<Answer<IssueHash[]>>;
  merge(issueIds: readonly string[]): Promise<Answer<Pick<IssuesChanged, 'merge'>>>;
  unmerge(issueId: string, hashes: readonly string[]): Promise<Answer<Unmerged>>;
}

/** Says what was done, how to take it back, and which issue it has made. */
export type Tell = (text: string, further?: { undo?: () => void; issueId?: string }) => void;

/** Issues that were made one. */
export interface Merger {
  /** The one that has them all now. */
  issueId: string;
  /** Parts them again, each with the hashes it had. */
  undo(): Promise<Answer<null>>;
}

/** Makes the issues one. Asks first what each is made of, since only so it can be taken back. */
export async function mergeAll(commands: FamilyCommands, issueIds: readonly string[]): Promise<Answer<Merger>> {
  const hashes = new Map<string, string[]>();
  for (const { issueId, answer } of await Promise.all(issueIds.map(async (id) => ({ issueId: id, answer: await commands.hashesOf(id) })))) {
    if (!answer.ok) return answer;
    hashes.set(
      issueId,
      answer.value.map(({ id }) => id),
    );
  }
  const answer = await commands.merge(issueIds);
  if (!answer.ok) return answer;
  const { merge } = answer.value;
  if (!merge || merge.children.length === 0) return { ok: false, failure: { reason: 'not_found', message: 'The issues are gone.' } };
  return { ok: true, value: { issueId: merge.parent, undo: () => part(commands, merge, hashes) } };
}

/** One after the other: each is a change of the same issue. The first that fails ends it, and those before are apart. */
async function part(
  commands: FamilyCommands,
  { parent, children }: { parent: string; children: readonly string[] },
  hashes: ReadonlyMap<string, readonly string[]>,
): Promise<Answer<null>> {
  for (const child of children) {
    // oxlint-disable-next-line no-await-in-loop
    const answer = await commands.unmerge(parent, hashes.get(child) ?? []);
    if (!answer.ok) return answer;
  }
  return { ok: true, value: null };
}

/** Which hashes go when these are named: where that of the issue itself is among them, it stays and the others go. */
export function goingOf(hashes: readonly IssueHash[], named: readonly string[]): string[] {
  const [own] = hashes;
  const isOwnNamed = own !== undefined && named.includes(own.id);
  return hashes.filter(({ id }) => id !== own?.id && named.includes(id) !== isOwnNamed).map(({ id }) => id);
}
