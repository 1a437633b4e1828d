import * as z from 'zod/mini';
import { ResolvedEventId } from '../contract/event.ts';
import { Organization, OrganizationChange } from '../contract/organization.ts';
import { Environment } from '../contract/environment.ts';
import { NewProject, Project, ProjectKey } from '../contract/project.ts';
import { OutcomeName, Rejection, Stats, StatsGroupBy } from '../contract/stats.ts';
import type { Descriptions } from './description.ts';
import { chosenProjects, keyStatus, pageSize, shortPaging, textSearch, visibility } from './parameters.ts';

export const ofOrganizations = {
  'GET /organizations/': {
    topic: 'Organizations',
    summary: 'The organizations that whoever asks is in; of a token the one that it was made in.',
    query: textSearch,
    replies: { 200: z.array(Organization) },
  },
  'GET /organizations/:org/': { topic: 'Organizations', summary: 'An organization with its settings.', replies: { 200: Organization } },
  'PUT /organizations/:org/': {
    topic: 'Organizations',
    summary: 'Changes settings of an organization. What is not named stays.',
    body: OrganizationChange,
    replies: { 200: Organization },
  },
  'GET /organizations/:org/projects/': {
    topic: 'Projects',
    summary: 'The projects of an organization, by name.',
    query: textSearch,
    replies: { 200: z.array(Project) },
  },
  'GET /organizations/:org/project-keys/': {
    topic: 'Projects',
    summary: 'The keys of all projects, or of those that are chosen.',
    query: { ...chosenProjects, ...keyStatus, ...shortPaging },
    replies: { 200: z.array(ProjectKey) },
  },
  'GET /organizations/:org/environments/': {
    topic: 'Projects',
    summary: 'The environments that events named, by name.',
    query: { ...chosenProjects, ...visibility },
    replies: { 200: z.array(Environment) },
  },
  'POST /organizations/:org/projects/': {
    topic: 'Projects',
    summary: 'Makes a project and its first key. 409 where the slug is taken.',
    body: NewProject,
    replies: { 201: Project },
  },
  'GET /organizations/:org/stats_v2/': {
    topic: 'Statistics',
    summary: 'How many items met with which outcome, in intervals of whole hours; bytes for the category `attachment`.',
    query: {
      field: { text: 'What is counted.', values: ['sum(quantity)'] },
      groupBy: { text: 'What the groups differ in.', repeats: true, values: StatsGroupBy.options },
      ...chosenProjects,
      category: { text: 'Only these data categories.', repeats: true },
      outcome: { text: 'Only these outcomes.', repeats: true, values: OutcomeName.options },
      reason: { text: 'Only these reasons.', repeats: true },
      interval: { text: 'Whole hours, such as `1h` (the default) or `1d`.' },
      statsPeriod: { text: 'Up to now, such as `24h` or `14d`; `90d` by default and at most.' },
      start: { text: 'ISO 8601, with `end`, in place of `statsPeriod`.' },
      end: { text: 'ISO 8601.' },
    },
    replies: { 200: Stats },
  },
  'GET /organizations/:org/rejections/': {
    topic: 'Statistics',
    summary: 'Samples of what was not kept, newest first, with the reason.',
    query: { ...chosenProjects, category: { text: 'Only this data category.' }, eventId: { text: 'Only this event.' }, ...pageSize },
    replies: { 200: z.array(Rejection) },
  },
  'GET /organizations/:org/eventids/:event/': {
    topic: 'Events',
    summary: 'Which project and issue an event is of, when only its id is known.',
    replies: { 200: ResolvedEventId },
  },
} satisfies Descriptions;
