import * as z from 'zod/mini';
import { DateTime, Id, Slug } from './values.ts';

/** What D1 and people can bear: no lone surrogates, no null characters. */
const Text = z.string().check(z.overwrite((text) => text.toWellFormed().replaceAll('\0', '')));
const Url = Text.check(
  z.maxLength(2000),
  z.refine((url) => /^https?:\/\/\S+$/i.test(url), 'Enter a valid URL.'),
);
/** ISO 8601 as clients write it: with any number of decimals, any zone or none (then UTC), or a day alone. */
const Moment = z.string().check(z.maxLength(64), z.refine(isMoment, 'Datetime has wrong format.'));

function isMoment(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i.test(text) ? Date.parse(text) : NaN;
  return at >= 0 && at < 253_402_300_800_000;
}

export const CommitAuthor = z.object({ name: z.nullable(z.string()), email: z.nullable(z.string()) });
export type CommitAuthor = z.infer<typeof CommitAuthor>;

export const Commit = z.object({
  /** As the repository names it. */
  id: z.string(),
  message: z.nullable(z.string()),
  dateCreated: DateTime,
  author: z.nullable(CommitAuthor),
  /** Null where it was not told. */
  repository: z.nullable(z.object({ name: z.string() })),
});
export type Commit = z.infer<typeof Commit>;

export const Deploy = z.object({
  id: Id,
  environment: z.string(),
  name: z.nullable(z.string()),
  url: z.nullable(z.string()),
  dateStarted: z.nullable(DateTime),
  dateFinished: DateTime,
});
export type Deploy = z.infer<typeof Deploy>;

/** What the name of a release tells: `package@version+build`. */
export const VersionInfo = z.object({
  package: z.nullable(z.string()),
  version: z.object({
    /** Without the package. The rest is there where it is a version. */
    raw: z.string(),
    major: z.optional(z.number()),
    minor: z.optional(z.number()),
    patch: z.optional(z.number()),
    pre: z.optional(z.nullable(z.string())),
    buildCode: z.optional(z.nullable(z.string())),
    /** How many numbers are given. */
    components: z.optional(z.number()),
  }),
  /** For people: without the package, hashes cut short. */
  description: z.string(),
  /** Of a commit, where the version or its build is one. */
  buildHash: z.nullable(z.string()),
});
export type VersionInfo = z.infer<typeof VersionInfo>;

export const ReleaseStatus = z.enum(['open', 'archived']);
export type ReleaseStatus = z.infer<typeof ReleaseStatus>;

/** A release as an issue names it. */
export const IssueRelease = z.object({
  version: z.string(),
  shortVersion: z.string(),
  versionInfo: VersionInfo,
  /* What follows is missing where the release was deleted since. */
  id: z.optional(z.number()),
  status: z.optional(ReleaseStatus),
  ref: z.optional(z.nullable(z.string())),
  url: z.optional(z.nullable(z.string())),
  dateCreated: z.optional(DateTime),
  dateStarted: z.optional(z.nullable(DateTime)),
  dateReleased: z.optional(z.nullable(DateTime)),
});
export type IssueRelease = z.infer<typeof IssueRelease>;

/**
 * GET /organizations/{org}/releases/, /projects/{org}/{project}/releases/ (list) and …/releases/{version}/. The version is one part of the path, percent-encoded.
 * Ids of releases and of their projects are numbers, as in Sentry.
 */
export const Release = z.object({
  id: z.number(),
  version: z.string(),
  shortVersion: z.string(),
  versionInfo: VersionInfo,
  status: ReleaseStatus,
  ref: z.nullable(z.string()),
  url: z.nullable(z.string()),
  /** When its first event came, or when it was announced. */
  dateCreated: DateTime,
  dateStarted: z.nullable(DateTime),
  /** When it was finalized. */
  dateReleased: z.nullable(DateTime),
  owner: z.null(),
  data: z.record(z.string(), z.unknown()),
  /** Issues that came with it first. */
  newGroups: z.number(),
  commitCount: z.number(),
  lastCommit: z.nullable(Commit),
  deployCount: z.number(),
  lastDeploy: z.nullable(Deploy),
  /** Of its commits, at most 50. */
  authors: z.array(CommitAuthor),
  /** When its events were received; the last one to a few minutes. */
  firstEvent: z.nullable(DateTime),
  lastEvent: z.nullable(DateTime),
  projects: z.array(
    z.object({
      id: z.number(),
      slug: Slug,
      name: z.string(),
      platform: z.nullable(z.string()),
      platforms: z.array(z.string()),
      hasHealthData: z.boolean(),
      newGroups: z.number(),
    }),
  ),
});
export type Release = z.infer<typeof Release>;

/* GET /organizations/{org}/releases/{version}/issues/ answers the issues that came with it first, as the issue list does: Sentry has a query for it. */

/** GET …/releases/{version}/previous-with-commits/: empty where there is none. */
export const PreviousRelease = z.union([Release, z.strictObject({})]);
export type PreviousRelease = z.infer<typeof PreviousRelease>;

export const maxCommits = 10_000;

/** A commit as sentry-cli sends it. Which files it changed is not kept. */
export const NewCommit = z.object({
  id: z.string().check(
    z.minLength(1),
    z.maxLength(64),
    z.refine((id) => id.isWellFormed() && !/[\s\p{Cc}]/u.test(id), 'This is not valid.'),
  ),
  /** `owner/name` */
  repository: z.nullish(Text.check(z.maxLength(200))),
  message: z.nullish(Text),
  author_name: z.nullish(Text.check(z.maxLength(128))),
  author_email: z.nullish(Text.check(z.maxLength(254))),
  timestamp: z.nullish(Moment),
});
export type NewCommit = z.infer<typeof NewCommit>;

const changes = {
  status: z.nullish(ReleaseStatus),
  ref: z.nullish(Text.check(z.maxLength(250))),
  url: z.nullish(Url),
  dateStarted: z.nullish(Moment),
  dateReleased: z.nullish(Moment),
  /** Those that it has, in place of any it had; the newest first. */
  commits: z.nullish(z.array(NewCommit).check(z.maxLength(maxCommits))),
  /** From which commit to which, by repository: needs a repository that is integrated. None: it has no commits. */
  refs: z.nullish(z.array(z.object({ repository: Text.check(z.maxLength(200)) })).check(z.maxLength(100))),
};

/** PUT …/releases/{version}/ → Release. Null is as good as absent. */
export const ReleaseChange = z.object(changes);
export type ReleaseChange = z.infer<typeof ReleaseChange>;

const version = Text.check(z.trim(), z.minLength(1));

/** POST /projects/{org}/{project}/releases/ → Release, 201 where it is new in the project, else 208. */
export const NewProjectRelease = z.object({ version, ...changes });
export type NewProjectRelease = z.infer<typeof NewProjectRelease>;

/** POST /organizations/{org}/releases/ → Release, 201 where it is new in one of the projects, else 208. `projects` are slugs or ids. */
export const NewRelease = z.object({
  version,
  projects: z.array(z.union([z.string().check(z.maxLength(100)), z.int()])).check(z.minLength(1), z.maxLength(1000)),
  ...changes,
});
export type NewRelease = z.infer<typeof NewRelease>;

/** POST …/releases/{version}/deploys/ → Deploy. Without `dateFinished` it is done now. */
export const NewDeploy = z.object({
  environment: Text.check(
    z.trim(),
    z.minLength(1),
    z.maxLength(64),
    z.refine((name) => !/[\n\r\f/]/.test(name), 'Invalid characters found in environment name.'),
  ),
  name: z.nullish(Text.check(z.maxLength(64))),
  url: z.nullish(Url),
  dateStarted: z.nullish(Moment),
  dateFinished: z.nullish(Moment),
});
export type NewDeploy = z.infer<typeof NewDeploy>;

/** GET /organizations/{org}/repos/: repositories that are integrated. None can be yet. */
export const Repositories = z.array(z.never());
