import * as z from 'zod/mini';
import { User } from './organization.ts';
import { Project } from './project.ts';
import { DateTime, Id, Name, Role, Slug } from './values.ts';

/** Items of GET /organizations/{org}/teams/ and of GET /projects/{org}/{project}/teams/; GET /teams/{org}/{team}/ */
export const Team = z.object({
  id: Id,
  slug: Slug,
  name: z.string(),
  dateCreated: DateTime,
  /** Whether the one who asks is in it. */
  isMember: z.boolean(),
  /** Null for those who are not in it. */
  teamRole: z.nullable(z.string()),
  access: z.array(z.string()),
  hasAccess: z.boolean(),
  isPending: z.boolean(),
  memberCount: z.number(),
  flags: z.record(z.string(), z.boolean()),
  avatar: z.object({ avatarType: z.string(), avatarUuid: z.nullable(z.string()) }),
  /** By name. */
  projects: z.array(Project),
});
export type Team = z.infer<typeof Team>;

/** POST /organizations/{org}/teams/ → 201 Team, of which the one who asks is then a member; 409 when the slug is taken. One of the two is needed. */
export const NewTeam = z.object({ name: z.optional(Name), slug: z.optional(Slug) });
export type NewTeam = z.infer<typeof NewTeam>;

/** PUT /teams/{org}/{team}/ */
export const TeamChange = z.object({ name: z.optional(Name), slug: z.optional(Slug) });
export type TeamChange = z.infer<typeof TeamChange>;

/** Items of GET /organizations/{org}/members/, GET …/members/{id}/, and items of GET /teams/{org}/{team}/members/ */
export const Member = z.object({
  /** Of the membership. */
  id: Id,
  email: z.string(),
  name: z.string(),
  user: User,
  orgRole: Role,
  role: Role,
  pending: z.boolean(),
  expired: z.boolean(),
  flags: z.record(z.string(), z.boolean()),
  dateCreated: DateTime,
  inviteStatus: z.string(),
  inviterName: z.nullable(z.string()),
  /** Slugs, as the next. */
  teams: z.array(Slug),
  teamRoles: z.array(z.object({ teamSlug: Slug, role: z.nullable(z.string()) })),
});
export type Member = z.infer<typeof Member>;

/** Items of GET /organizations/{org}/users/ */
export const MemberWithProjects = z.extend(Member, {
  /** Slugs of the projects that their teams work on. */
  projects: z.array(Slug),
});
export type MemberWithProjects = z.infer<typeof MemberWithProjects>;
