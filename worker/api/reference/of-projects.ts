import * as z from 'zod/mini';
import { Environment } from '../contract/environment.ts';
import { GroupingPreview, GroupingSettingsChange } from '../contract/grouping.ts';
import { InboundFilter, InboundFilterChange } from '../contract/project-options.ts';
import { NewProjectKey, Project, ProjectChange, ProjectKey, ProjectKeyChange } from '../contract/project.ts';
import { ProjectStats } from '../contract/stats.ts';
import { Tombstone } from '../contract/tombstone.ts';
import { NewUserReport, UserReport } from '../contract/user-report.ts';
import type { Descriptions } from './description.ts';
import { keyStatus, paging, shortPaging, visibility } from './parameters.ts';

export const ofProjects = {
  'GET /projects/:org/:project/': { topic: 'Projects', summary: 'A project with its settings.', replies: { 200: Project } },
  'PUT /projects/:org/:project/': {
    topic: 'Projects',
    summary: 'Changes a project. What is not named stays.',
    body: ProjectChange,
    replies: { 200: Project },
  },
  'GET /projects/:org/:project/keys/': {
    topic: 'Projects',
    summary: 'The keys of a project, each with its DSNs.',
    query: { ...keyStatus, ...shortPaging },
    replies: { 200: z.array(ProjectKey) },
  },
  'POST /projects/:org/:project/keys/': { topic: 'Projects', summary: 'Makes a key.', body: NewProjectKey, replies: { 201: ProjectKey } },
  'GET /projects/:org/:project/keys/:key/': { topic: 'Projects', summary: 'A key, by its public part.', replies: { 200: ProjectKey } },
  'PUT /projects/:org/:project/keys/:key/': {
    topic: 'Projects',
    summary: 'Changes a key, or switches it off. SDKs meet the change within a minute.',
    body: ProjectKeyChange,
    replies: { 200: ProjectKey },
  },
  'DELETE /projects/:org/:project/keys/:key/': { topic: 'Projects', summary: 'Deletes a key: apps that have it are refused.', replies: { 204: null } },
  'GET /projects/:org/:project/environments/': {
    topic: 'Projects',
    summary: 'The environments that events of a project named, by name.',
    query: visibility,
    replies: { 200: z.array(Environment) },
  },
  'GET /projects/:org/:project/stats/': {
    topic: 'Statistics',
    summary: 'Events of a project in intervals of hours or days.',
    query: {
      stat: { text: 'All that came (the default), what was kept, refused, or filtered.', values: ['received', 'generated', 'rejected', 'blacklisted'] },
      since: { text: 'Epoch seconds; a week before `until` by default.' },
      until: { text: 'Epoch seconds; now by default.' },
      resolution: { text: 'Hours by default; `10s` answers hours as well.', values: ['1h', '1d', '10s'] },
    },
    replies: { 200: ProjectStats },
  },
  'GET /projects/:org/:project/filters/': {
    topic: 'Projects',
    summary: 'The inbound filters: which events a project does not want.',
    replies: { 200: z.array(InboundFilter) },
  },
  'PUT /projects/:org/:project/filters/:filter/': {
    topic: 'Projects',
    summary: 'Switches an inbound filter on or off.',
    body: InboundFilterChange,
    replies: { 204: null },
  },
  'POST /projects/:org/:project/grouping-preview/': {
    topic: 'Projects',
    summary: 'Into which issues recent events would fall by other grouping rules. Nothing is saved.',
    body: GroupingSettingsChange,
    replies: { 200: GroupingPreview },
  },
  'GET /projects/:org/:project/tombstones/': {
    topic: 'Issues',
    summary: 'Issues that were discarded: their events are turned away.',
    query: paging,
    replies: { 200: z.array(Tombstone) },
  },
  'DELETE /projects/:org/:project/tombstones/:tombstone/': {
    topic: 'Issues',
    summary: 'Lets events of a discarded issue in again.',
    replies: { 204: null },
  },
  'GET /projects/:org/:project/user-feedback/': {
    topic: 'Events',
    summary: 'What users wrote about events of a project, newest first.',
    query: paging,
    replies: { 200: z.array(UserReport) },
  },
  'POST /projects/:org/:project/user-feedback/': {
    topic: 'Events',
    summary: 'Says what a user met. With a token, or with `Authorization: DSN …`. 202: it is safe and will be shown later.',
    body: NewUserReport,
    replies: { 200: UserReport, 202: null },
  },
} satisfies Descriptions;
