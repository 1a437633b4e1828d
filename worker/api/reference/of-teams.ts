import * as z from 'zod/mini';
import { Codeowners, CodeownersChange, EventOwners, NewCodeowners, Ownership, OwnershipChange, OwnershipPreview } from '../contract/ownership.ts';
import { NewProject, Project } from '../contract/project.ts';
import { Member, MemberWithProjects, NewTeam, Team, TeamChange } from '../contract/team.ts';
import type { Descriptions } from './description.ts';
import { textSearch } from './parameters.ts';

export const ofTeams = {
  'GET /organizations/:org/members/': {
    topic: 'Teams and members',
    summary: 'The members of an organization.',
    query: textSearch,
    replies: { 200: z.array(Member) },
  },
  'GET /organizations/:org/members/:member/': {
    topic: 'Teams and members',
    summary: 'A member, by the id of the membership or as `me`.',
    replies: { 200: Member },
  },
  'GET /organizations/:org/users/': {
    topic: 'Teams and members',
    summary: 'Whom an issue may be assigned to.',
    query: { project: { text: 'Leaves nobody out, since all members see all projects.', repeats: true } },
    replies: { 200: z.array(MemberWithProjects) },
  },
  'GET /organizations/:org/teams/': {
    topic: 'Teams and members',
    summary: 'The teams of an organization.',
    query: textSearch,
    replies: { 200: z.array(Team) },
  },
  'POST /organizations/:org/teams/': {
    topic: 'Teams and members',
    summary: 'Makes a team, which whoever asks is then in. 409 where the slug is taken.',
    body: NewTeam,
    replies: { 201: Team },
  },
  'GET /teams/:org/:team/': { topic: 'Teams and members', summary: 'A team with its projects.', replies: { 200: Team } },
  'PUT /teams/:org/:team/': { topic: 'Teams and members', summary: 'Renames a team.', body: TeamChange, replies: { 200: Team } },
  'DELETE /teams/:org/:team/': { topic: 'Teams and members', summary: 'Deletes a team. Its members stay in the organization.', replies: { 204: null } },
  'GET /teams/:org/:team/members/': { topic: 'Teams and members', summary: 'The members of a team.', replies: { 200: z.array(Member) } },
  'GET /teams/:org/:team/projects/': { topic: 'Teams and members', summary: 'The projects that a team works on.', replies: { 200: z.array(Project) } },
  'POST /teams/:org/:team/projects/': {
    topic: 'Projects',
    summary: 'Makes a project that the team works on from the start. 409 where the slug is taken.',
    body: NewProject,
    replies: { 201: Project },
  },
  'POST /organizations/:org/members/:member/teams/:team/': {
    topic: 'Teams and members',
    summary: 'Adds a member, or `me`, to a team. 204 for one who is in it already.',
    replies: { 201: Team, 204: null },
  },
  'DELETE /organizations/:org/members/:member/teams/:team/': {
    topic: 'Teams and members',
    summary: 'Takes a member, or `me`, out of a team.',
    replies: { 200: Team },
  },
  'GET /projects/:org/:project/teams/': { topic: 'Teams and members', summary: 'The teams that work on a project.', replies: { 200: z.array(Team) } },
  'POST /projects/:org/:project/teams/:team/': { topic: 'Teams and members', summary: 'Lets a team work on a project.', replies: { 201: Project } },
  'DELETE /projects/:org/:project/teams/:team/': { topic: 'Teams and members', summary: 'Takes a team off a project.', replies: { 200: Project } },

  'GET /projects/:org/:project/ownership/': { topic: 'Ownership', summary: 'The ownership rules of a project.', replies: { 200: Ownership } },
  'PUT /projects/:org/:project/ownership/': {
    topic: 'Ownership',
    summary: 'Changes the ownership rules. 400 names line and column of what cannot be read.',
    body: OwnershipChange,
    replies: { 200: Ownership },
  },
  'POST /projects/:org/:project/ownership-preview/': {
    topic: 'Ownership',
    summary: 'Whose an event would be, by these rules or by those that are saved.',
    body: OwnershipPreview,
    replies: { 200: EventOwners },
  },
  'GET /projects/:org/:project/codeowners/': { topic: 'Ownership', summary: 'The CODEOWNERS files of a project.', replies: { 200: z.array(Codeowners) } },
  'POST /projects/:org/:project/codeowners/': { topic: 'Ownership', summary: 'Adds a CODEOWNERS file.', body: NewCodeowners, replies: { 201: Codeowners } },
  'PUT /projects/:org/:project/codeowners/:codeowners/': {
    topic: 'Ownership',
    summary: 'Changes a CODEOWNERS file. What is not named stays.',
    body: CodeownersChange,
    replies: { 200: Codeowners },
  },
  'DELETE /projects/:org/:project/codeowners/:codeowners/': { topic: 'Ownership', summary: 'Deletes a CODEOWNERS file.', replies: { 204: null } },
  'GET /projects/:org/:project/events/:event/owners/': { topic: 'Ownership', summary: 'The suggested owners of an event.', replies: { 200: EventOwners } },
} satisfies Descriptions;
