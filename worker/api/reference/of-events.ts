import * as z from 'zod/mini';
import { Attachment, Event, EventSummary } from '../contract/event.ts';
import { GroupingInfo } from '../contract/grouping.ts';
import { ScrubbingChange, ScrubbingPreview } from '../contract/scrubbing.ts';
import { OrganizationTags, ProjectTags, Tag, TagKey, TagValue } from '../contract/tag.ts';
import { EventId } from '../contract/values.ts';
import type { Descriptions } from './description.ts';
import { chosenProjects, eventSearch, pageSize, paging } from './parameters.ts';

const valuesOfTag = {
  topic: 'Tags',
  query: { sort: { text: 'By events, which is the default, or by last seen.', values: ['-count', '-date'] }, ...paging },
  replies: { 200: z.array(TagValue) },
} as const;

export const ofEvents = {
  'GET /organizations/:org/issues/:issue/events/': {
    topic: 'Events',
    summary: 'The events of an issue, newest first.',
    query: { ...eventSearch, ...paging },
    replies: { 200: z.array(EventSummary) },
  },
  'GET /organizations/:org/issues/:issue/events/:event/': {
    topic: 'Events',
    summary: 'An event of an issue, by id or as `latest`, `oldest` or `recommended`.',
    replies: { 200: Event },
  },
  'GET /projects/:org/:project/events/': {
    topic: 'Events',
    summary: 'The newest events of a project.',
    query: pageSize,
    replies: { 200: z.array(EventSummary) },
  },
  'GET /projects/:org/:project/events/:event/': { topic: 'Events', summary: 'An event by its id.', replies: { 200: Event } },
  'GET /projects/:org/:project/events/:event/json/': {
    topic: 'Events',
    summary: 'An event as it is stored: the shape that SDKs send, normalized.',
    replies: { 200: z.looseObject({ event_id: EventId }) },
  },
  'POST /projects/:org/:project/events/:event/scrubbing-preview/': {
    topic: 'Events',
    summary: 'What other settings of data scrubbing would take out of an event. Nothing is saved.',
    body: ScrubbingChange,
    replies: { 200: ScrubbingPreview },
  },
  'GET /projects/:org/:project/events/:event/grouping-info/': {
    topic: 'Events',
    summary: 'How an event is grouped by the rules of now, and why.',
    replies: { 200: GroupingInfo },
  },
  'GET /projects/:org/:project/events/:event/attachments/': {
    topic: 'Events',
    summary: 'The attachments of an event.',
    replies: { 200: z.array(Attachment) },
  },
  'GET /projects/:org/:project/events/:event/attachments/:attachment/': {
    topic: 'Events',
    summary: 'What an attachment is, or with `download` its bytes.',
    query: { download: { text: 'With any value: the bytes.' } },
    replies: { 200: Attachment },
    mayBeBytes: true,
  },
  'GET /organizations/:org/issues/:issue/tags/': {
    topic: 'Tags',
    summary: 'The tags of an issue with their most frequent values.',
    replies: { 200: z.array(Tag) },
  },
  'GET /organizations/:org/issues/:issue/tags/:tag/': { topic: 'Tags', summary: 'A tag of an issue with its most frequent values.', replies: { 200: Tag } },
  'GET /organizations/:org/issues/:issue/tags/:tag/values/': { ...valuesOfTag, summary: 'The values of a tag in an issue.' },
  'GET /projects/:org/:project/tags/': { topic: 'Tags', summary: 'The tags of a project.', replies: { 200: ProjectTags } },
  'GET /projects/:org/:project/tags/:tag/': { topic: 'Tags', summary: 'A tag of a project.', replies: { 200: TagKey } },
  'GET /organizations/:org/tags/': {
    topic: 'Tags',
    summary: 'The tags of all projects together, or of those that are chosen.',
    query: chosenProjects,
    replies: { 200: OrganizationTags },
  },
  'GET /organizations/:org/tags/:tag/values/': {
    topic: 'Tags',
    summary: 'The 20 values of a tag, or of a key of the search such as `user.email`, that were met most often of late.',
    query: { query: { text: 'Only those with this text in them, those that begin with it first.' }, ...chosenProjects },
    replies: { 200: z.array(TagValue) },
  },
  'GET /projects/:org/:project/tags/:tag/values/': { ...valuesOfTag, summary: 'The values of a tag in a project.' },
} satisfies Descriptions;
