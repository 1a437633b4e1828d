import { HTTPException } from 'hono/http-exception';
import type { ReleaseCommit } from '../storage/commit-summary.ts';
import type { Release, ReleaseChange as StoredChange } from '../storage/organization-releases.ts';
import { setCommits } from '../storage/release-commits.ts';
import type { OrganizationCall } from './call.ts';
import type { NewCommit, ReleaseChange } from './contract/release.ts';
import { unreachableText } from './failures.ts';
import { invalidFields } from './refusals.ts';
import { projectsOf } from './release-projects.ts';
import { solveByCommits } from './solve-by-commits.ts';

/** Longer messages are cut. */
const maxMessageCharacters = 10_000;

/** What is absent stays; null is as good as absent. */
export function changeOf({ status, ref, url, dateStarted, dateReleased }: ReleaseChange): StoredChange {
  return {
    status: status ?? undefined,
    ref: ref ?? undefined,
    url: url ?? undefined,
    startedAt: momentOf(dateStarted) ?? undefined,
    releasedAt: momentOf(dateReleased) ?? undefined,
  };
}

/** Null where the body says nothing of them. Ends the request where it names a range of a repository: nothing is there to ask for its commits. */
export function commitsOf({ commits, refs }: ReleaseChange, now: number): ReleaseCommit[] | null {
  if (refs && refs.length > 0) {
    const names = [...new Set(refs.map(({ repository }) => repository))].join(', ');
    const hint = 'No repository is integrated here: send the commits themselves, as sentry-cli releases set-commits --local does.';
    throw invalidFields({ refs: [`Invalid repository names: ${names}. ${hint}`] });
  }
  if (commits) return distinct(commits.map((commit) => commitOf(commit, now)));
  return refs ? [] : null;
}

/** Issues that they solve are told first: whoever is interrupted, or finds that one did not answer, sends them again. */
export async function giveCommits(call: OrganizationCall, release: Release, commits: readonly ReleaseCommit[]): Promise<void> {
  const { organization } = call;
  const deliveries = await solveByCommits(call, release, await projectsOf({ organization, release }), commits);
  if (deliveries.includes('unreachable')) throw new HTTPException(503, { message: `An issue that the commits solve did not answer. ${unreachableText}` });
  await setCommits(organization, release, commits);
}

export function momentOf(text: string | null | undefined): number | null {
  return text == null ? null : Date.parse(text);
}

function commitOf({ id, repository, message, author_name, author_email, timestamp }: NewCommit, now: number): ReleaseCommit {
  return {
    commit: id,
    repository: repository ?? '',
    message: message?.slice(0, maxMessageCharacters).toWellFormed() ?? null,
    authorName: author_name || null,
    authorEmail: author_email || null,
    committedAt: momentOf(timestamp) ?? now,
  };
}

function distinct(commits: readonly ReleaseCommit[]): ReleaseCommit[] {
  return [...new Map(commits.map((commit) => [JSON.stringify([commit.commit, commit.repository]), commit])).values()];
}
