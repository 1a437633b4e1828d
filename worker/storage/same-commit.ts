import { type SQL, sql } from 'drizzle-orm';
import { releaseCommits } from './schema.ts';

/** So many characters of a commit's id are enough to tell it by. */
export const minShortCommit = 7;

interface NamedCommit {
  commit: string;
  repository: string;
}

/**
 * Whether a commit is meant by a name of it, whose id may be cut short. Of names of repositories only `owner/name` tells which one it is: sentry-cli sends the name of
 * the remote, `origin`. A revision that is a mere number needs the same repository.
 */
export function isMeantBy(named: NamedCommit, { commit, repository }: NamedCommit): boolean {
  if (named.commit.length < minShortCommit) return commit === named.commit && repository === named.repository;
  const mayBeSame = repository === named.repository || !repository.includes('/') || !named.repository.includes('/');
  return mayBeSame && commit.startsWith(named.commit);
}

/** The same of rows of release_commits. */
export function meantBy({ commit, repository }: NamedCommit): SQL {
  const isOfRepository = sql`${releaseCommits.repository} = ${repository}`;
  if (commit.length < minShortCommit) return sql`${releaseCommits.commit} = ${commit} and ${isOfRepository}`;
  const mayBeSame = repository.includes('/') ? sql`(${isOfRepository} or instr(${releaseCommits.repository}, '/') = 0)` : sql`true`;
  return sql`${releaseCommits.commit} >= ${commit} and ${releaseCommits.commit} < ${`${commit}\u{10FFFF}`} and ${mayBeSame}`;
}
