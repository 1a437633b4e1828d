import * as z from 'zod/mini';
import { DateTime, Id } from './values.ts';

/** Of a rule: the type is `path`, `module`, `url`, `codeowners` or `tags.` with a name. */
const Matcher = z.object({ type: z.string(), pattern: z.string() });

/** Rules as they were read. An owner that is not there any more has no id. */
export const OwnershipSchema = z.object({
  $version: z.number(),
  rules: z.array(z.object({ matcher: Matcher, owners: z.array(z.object({ type: z.enum(['user', 'team']), name: z.string(), id: z.optional(Id) })) })),
});
export type OwnershipSchema = z.infer<typeof OwnershipSchema>;

export const AutoAssignment = z.enum(['Auto Assign to Issue Owner', 'Auto Assign to Suspect Commits', 'Turn off Auto-Assignment']);
export type AutoAssignment = z.infer<typeof AutoAssignment>;

/** GET /projects/{org}/{project}/ownership/ */
export const Ownership = z.object({
  /** Ownership rules as they were written; null for none. */
  raw: z.nullable(z.string()),
  /** Whether those who own nothing hear of what nobody owns. */
  fallthrough: z.boolean(),
  autoAssignment: AutoAssignment,
  isActive: z.boolean(),
  codeownersAutoSync: z.boolean(),
  /** Null until something is saved, as the next. */
  dateCreated: z.nullable(DateTime),
  lastUpdated: z.nullable(DateTime),
  schema: z.nullable(OwnershipSchema),
  /** What became of saved rules since, such as an owner that is gone; each with line and column. */
  warnings: z.array(z.string()),
});
export type Ownership = z.infer<typeof Ownership>;

/** PUT /projects/{org}/{project}/ownership/. What is not named stays. A 400 names line and column of each rule that cannot be read, and of each owner that is not there. */
export const OwnershipChange = z.object({
  raw: z.optional(z.nullable(z.string())),
  fallthrough: z.optional(z.boolean()),
  autoAssignment: z.optional(AutoAssignment),
});
export type OwnershipChange = z.infer<typeof OwnershipChange>;

/** `app:///` in a stack trace is `web/src/` in the repository. Sentry keeps these with a repository. */
const CodeMapping = z.object({ stackRoot: z.string().check(z.maxLength(200)), sourceRoot: z.string().check(z.maxLength(200)) });

/** Of a file, since they come with the key of each ingest. */
const maxAssociations = 500;

/** Who is meant by a name in a CODEOWNERS file: `@acme/shop` → `#shop` or an email. */
const Associations = z
  .record(z.string().check(z.maxLength(254)), z.string().check(z.maxLength(254)))
  .check(z.refine((names) => Object.keys(names).length <= maxAssociations, `There may be no more than ${maxAssociations} names.`));

/** Items of GET /projects/{org}/{project}/codeowners/ */
export const Codeowners = z.object({
  id: Id,
  raw: z.string(),
  dateCreated: DateTime,
  dateUpdated: DateTime,
  provider: z.string(),
  /** The first that begins a path holds. None: paths are those of the repository. */
  codeMappings: z.array(CodeMapping),
  associations: Associations,
  /** The same as ownership rules, as far as the owners are known. */
  ownershipSyntax: z.string(),
  /** What was passed over, with line and column. */
  notes: z.array(z.string()),
  errors: z.object({
    missing_external_teams: z.array(z.string()),
    missing_external_users: z.array(z.string()),
    missing_user_emails: z.array(z.string()),
    teams_without_access: z.array(z.string()),
    users_without_access: z.array(z.string()),
  }),
});
export type Codeowners = z.infer<typeof Codeowners>;

/** POST /projects/{org}/{project}/codeowners/ → 201; PUT /projects/{org}/{project}/codeowners/{id}/, where what is not named stays. */
export const NewCodeowners = z.object({
  raw: z.string(),
  codeMappings: z.optional(z.array(CodeMapping).check(z.maxLength(20))),
  associations: z.optional(Associations),
});
export type NewCodeowners = z.infer<typeof NewCodeowners>;
export const CodeownersChange = z.partial(NewCodeowners);
export type CodeownersChange = z.infer<typeof CodeownersChange>;

export const OwnerActor = z.object({ type: z.enum(['user', 'team']), id: Id, name: z.string(), email: z.optional(z.string()) });
export type OwnerActor = z.infer<typeof OwnerActor>;

const MatcherPair = z.tuple([z.string(), z.string()]);

/** GET /projects/{org}/{project}/events/{event}/owners/: the suggested owners. */
export const EventOwners = z.object({
  /** Those of the rule that wins first. */
  owners: z.array(OwnerActor),
  /** Type and pattern of the rule that wins; null where none fits. */
  rule: z.nullable(MatcherPair),
  /** All that fit, the one that wins first: the matcher, and type and name of each owner. */
  rules: z.array(z.tuple([MatcherPair, z.array(MatcherPair)])),
});
export type EventOwners = z.infer<typeof EventOwners>;

/**
 * POST /projects/{org}/{project}/ownership-preview/: whose an event would be that has only this. With `raw`, by these rules instead of those that are saved; with
 * `codeowners`, by these files alone.
 */
export const OwnershipPreview = z.object({
  raw: z.optional(z.nullable(z.string())),
  codeowners: z.optional(z.array(NewCodeowners).check(z.maxLength(5))),
  path: z.optional(z.string().check(z.maxLength(1024))),
  module: z.optional(z.string().check(z.maxLength(1024))),
  url: z.optional(z.string().check(z.maxLength(1024))),
  tags: z.optional(z.record(z.string(), z.string())),
});
export type OwnershipPreview = z.infer<typeof OwnershipPreview>;
