import * as z from 'zod/mini';
import { GroupingSettingsChange } from './grouping.ts';
import { LimitSettings, LimitSettingsChange, RateLimit, ResolveAge, RetentionDays } from './project-options.ts';
import { ScrubbingChange } from './scrubbing.ts';
import { DateTime, Id, Name, Slug } from './values.ts';

const ProjectTeam = z.object({ id: Id, slug: Slug, name: z.string() });

/** Items of GET /organizations/{org}/projects/; GET /projects/{org}/{project}/ adds `organization` and what is set for data scrubbing. */
export const Project = z.object({
  id: Id,
  slug: Slug,
  name: z.string(),
  platform: z.nullable(z.string()),
  /** The one again, where there is one. */
  platforms: z.array(z.string()),
  dateCreated: DateTime,
  /** Null until the first event is in: the install page waits for it. */
  firstEvent: z.nullable(DateTime),
  isBookmarked: z.boolean(),
  isMember: z.boolean(),
  hasAccess: z.boolean(),
  features: z.array(z.string()),
  access: z.array(z.string()),
  status: z.string(),
  /** Those that work on it, by slug, and the first of them. Not where a project stands in something else. */
  teams: z.optional(z.array(ProjectTeam)),
  team: z.optional(z.nullable(ProjectTeam)),
  organization: z.optional(z.object({ id: Id, slug: Slug, name: z.string() })),
  /** In detail only, as the next two. */
  allowedDomains: z.optional(LimitSettings.shape.allowedDomains),
  options: z.optional(LimitSettings.shape.options),
  quotas: z.optional(LimitSettings.shape.quotas),
  /** In detail only. */
  retentionDays: z.optional(RetentionDays),
  resolveAge: z.optional(ResolveAge),
  ...ScrubbingChange.shape,
  ...GroupingSettingsChange.shape,
});
export type Project = z.infer<typeof Project>;

/** POST /organizations/{org}/projects/ → 201 Project; 409 when the slug is taken. */
export const NewProject = z.object({ name: Name, slug: z.optional(Slug), platform: z.optional(z.nullable(z.string().check(z.maxLength(64)))) });
export type NewProject = z.infer<typeof NewProject>;

/** PUT /projects/{org}/{project}/ */
export const ProjectChange = z.object({
  name: z.optional(Name),
  slug: z.optional(Slug),
  platform: z.optional(z.nullable(z.string().check(z.maxLength(64)))),
  ...LimitSettingsChange.shape,
  ...ScrubbingChange.shape,
  ...GroupingSettingsChange.shape,
  retentionDays: z.optional(RetentionDays),
  resolveAge: z.optional(ResolveAge),
});
export type ProjectChange = z.infer<typeof ProjectChange>;

/** Which release of the browser SDK the JS loader of a key brings. */
export const SdkVersion = z.enum(['11.x', '10.x', '8.x', '7.x']);
export type SdkVersion = z.infer<typeof SdkVersion>;

/** And what with it. Sentry's names. */
const LoaderFeatures = z.object({ hasPerformance: z.boolean(), hasReplay: z.boolean(), hasDebug: z.boolean() });

/** Items of GET /projects/{org}/{project}/keys/ and of GET /organizations/{org}/project-keys/ */
export const ProjectKey = z.object({
  /** The public key. */
  id: z.string(),
  name: z.string(),
  label: z.string(),
  public: z.string(),
  secret: z.string(),
  projectId: z.number(),
  isActive: z.boolean(),
  rateLimit: z.nullable(RateLimit),
  browserSdkVersion: SdkVersion,
  /** All versions that there are: `[version, label]`. */
  browserSdk: z.object({ choices: z.array(z.tuple([SdkVersion, z.string()])) }),
  dynamicSdkLoaderOptions: LoaderFeatures,
  dsn: z.object({
    public: z.string(),
    secret: z.string(),
    csp: z.string(),
    security: z.string(),
    minidump: z.string(),
    nel: z.string(),
    unreal: z.string(),
    otlp_traces: z.string(),
    otlp_logs: z.string(),
    crons: z.string(),
    cdn: z.string(),
  }),
  dateCreated: DateTime,
});
export type ProjectKey = z.infer<typeof ProjectKey>;

/** POST /projects/{org}/{project}/keys/ → 201 */
export const NewProjectKey = z.object({ name: z.optional(Name), rateLimit: z.optional(z.nullable(RateLimit)) });
export type NewProjectKey = z.infer<typeof NewProjectKey>;

/** PUT /projects/{org}/{project}/keys/{key}/ */
export const ProjectKeyChange = z.object({
  name: z.optional(Name),
  isActive: z.optional(z.boolean()),
  rateLimit: z.optional(z.nullable(RateLimit)),
  browserSdkVersion: z.optional(SdkVersion),
  dynamicSdkLoaderOptions: z.optional(z.partial(LoaderFeatures)),
});
export type ProjectKeyChange = z.infer<typeof ProjectKeyChange>;
