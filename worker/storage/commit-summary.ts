/** What a release tells of its commits without a look at them all. */
export interface CommitSummary {
  count: number;
  last: ReleaseCommit;
  /** Of the newest commits, each once; at most 50. */
  authors: readonly CommitAuthor[];
}

export interface ReleaseCommit {
  /** As the repository names it, usually 40 hex digits. */
  commit: string;
  /** `owner/name`; empty where it was not told. */
  repository: string;
  message: string | null;
  authorName: string | null;
  authorEmail: string | null;
  /** Unix milliseconds. */
  committedAt: number;
}

export interface CommitAuthor {
  name: string | null;
  email: string | null;
}

const maxAuthors = 50;

/** `commits` newest first. Null where there is none. */
export function summarizeCommits(commits: readonly ReleaseCommit[]): CommitSummary | null {
  const [last] = commits;
  if (!last) return null;
  const authors = new Map<string, CommitAuthor>();
  for (const { authorName: name, authorEmail: email } of commits) {
    const key = email?.toLowerCase() ?? name;
    if (authors.size < maxAuthors && key !== null && !authors.has(key)) authors.set(key, { name, email });
  }
  return { count: commits.length, last, authors: [...authors.values()] };
}
