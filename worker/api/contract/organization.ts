import * as z from 'zod/mini';
import { RetentionDays } from './project-options.ts';
import { ScrubbingChange } from './scrubbing.ts';
import { DateTime, Id, Name, Role, Slug } from './values.ts';

/** GET /organizations/ (list) and GET /organizations/{org}/ */
export const Organization = z.object({
  id: Id,
  slug: Slug,
  name: z.string(),
  status: z.object({ id: z.string(), name: z.string() }),
  dateCreated: DateTime,
  isEarlyAdopter: z.boolean(),
  require2FA: z.boolean(),
  requireEmailVerification: z.boolean(),
  avatar: z.object({ avatarType: z.string(), avatarUuid: z.nullable(z.string()) }),
  features: z.array(z.string()),
  links: z.object({ organizationUrl: z.string(), regionUrl: z.string() }),
  /** Scopes of the one who asks. Only in the single form. */
  access: z.optional(z.array(z.string())),
  /** Role of the one who asks. Only in the single form. */
  orgRole: z.optional(Role),
  /** All roles that there are, lowest first. Only in the single form, as the next. */
  orgRoleList: z.optional(z.array(z.object({ id: Role, name: z.string() }))),
  teamRoleList: z.optional(z.array(z.object({ id: z.string(), name: z.string() }))),
  /** What it requires of all its projects. Only in the single form. */
  ...ScrubbingChange.shape,
  /** What holds for projects that say nothing themselves; null for 90. Only in the single form. */
  retentionDays: z.optional(RetentionDays),
});
export type Organization = z.infer<typeof Organization>;

/** PUT /organizations/{org}/ */
export const OrganizationChange = z.object({ ...ScrubbingChange.shape, retentionDays: z.optional(RetentionDays) });
export type OrganizationChange = z.infer<typeof OrganizationChange>;

export const User = z.object({ id: Id, name: z.string(), email: z.string(), username: z.string() });
export type User = z.infer<typeof User>;

/** GET /api/0/: who is asking. `auth.scopes` are those of the token, or of the role for a browser session. */
export const Index = z.object({
  version: z.string(),
  user: z.nullable(User),
  auth: z.nullable(z.object({ scopes: z.array(z.string()) })),
  /** False until the first organization exists: the dashboard then shows the set-up. */
  isSetUp: z.boolean(),
});
export type Index = z.infer<typeof Index>;

/** GET /internal/health/ */
export const Health = z.object({ problems: z.array(z.unknown()), healthy: z.record(z.string(), z.boolean()) });
export type Health = z.infer<typeof Health>;

/** GET /users/me/regions/ */
export const Regions = z.object({ regions: z.array(z.object({ name: z.string(), url: z.string() })) });
export type Regions = z.infer<typeof Regions>;

/**
 * POST /auth/: signs a browser in by cookie; answers the user, 400 with `non_field_errors` for wrong credentials, 429 after too many attempts. GET tells who is
 * signed in, DELETE signs out (204).
 */
export const SignIn = z.object({ email: z.string().check(z.maxLength(254)), password: z.string().check(z.maxLength(1024)) });
export type SignIn = z.infer<typeof SignIn>;

/** POST /setup/ */
export const Setup = z.object({
  setupToken: z.string(),
  organization: z.object({ name: Name, slug: z.optional(Slug) }),
  user: z.object({
    name: Name,
    email: z.string().check(z.trim(), z.toLowerCase(), z.email(), z.maxLength(254)),
    password: z.string().check(z.minLength(8), z.maxLength(1024)),
  }),
  project: z.object({ name: Name, slug: z.optional(Slug), platform: z.optional(z.nullable(z.string().check(z.maxLength(64)))) }),
});
export type Setup = z.infer<typeof Setup>;

export const SetupReply = z.object({
  organization: z.object({ id: Id, slug: Slug }),
  user: z.object({ id: Id, email: z.string() }),
  project: z.object({ id: Id, slug: Slug }),
  dsn: z.object({ public: z.string() }),
  /** API token with all scopes of an owner. Shown only here. */
  token: z.string(),
});
export type SetupReply = z.infer<typeof SetupReply>;
