import * as z from 'zod/mini';
import { IssueChange, IssuesChanged, IssuesDeleted } from '../contract/issue-change.ts';
import { IssueHash, Unmerged } from '../contract/issue-hash.ts';
import { Issue, ResolvedShortId } from '../contract/issue.ts';
import { Activities, Note, NoteChange } from '../contract/note.ts';
import { SimilarIssues } from '../contract/similar-issue.ts';
import { UserReport } from '../contract/user-report.ts';
import type { Descriptions } from './description.ts';
import { chosenIssues, chosenProjects, issueSearch, lookup, paging } from './parameters.ts';

const list = { topic: 'Issues', replies: { 200: z.array(Issue) } } as const;
const changeMany = { topic: 'Issues', body: IssueChange, replies: { 200: IssuesChanged, 204: null } } as const;
const deleteMany = { topic: 'Issues', replies: { 204: null, 200: IssuesDeleted } } as const;

const hashes = { id: { text: 'A hash of the issue.', repeats: true, isRequired: true } } as const;
const unmerge = { topic: 'Issues', query: hashes, replies: { 202: Unmerged } } as const;

const listNotes = { topic: 'Issues', query: paging, replies: { 200: z.array(Note) } } as const;
const createNote = { topic: 'Issues', body: NoteChange, replies: { 201: Note } } as const;
const changeNote = { topic: 'Issues', body: NoteChange, replies: { 200: Note } } as const;
const deleteNote = { topic: 'Issues', replies: { 204: null } } as const;

export const ofIssues = {
  'GET /organizations/:org/live/': {
    topic: 'Issues',
    summary: 'A WebSocket that tells which issues change: each message is a `LiveMessage`. 426 for what is none.',
    replies: { 101: null },
  },
  'GET /organizations/:org/issues/': {
    ...list,
    summary: 'Finds issues of an organization. `X-Hits` says how many there are, counted up to `X-Max-Hits`.',
    query: { ...issueSearch, ...lookup, ...chosenProjects, ...paging },
  },
  'PUT /organizations/:org/issues/': {
    ...changeMany,
    summary: 'Changes many issues, or merges them. 204 where there are none.',
    query: { ...chosenIssues, ...chosenProjects },
  },
  'DELETE /organizations/:org/issues/': {
    ...deleteMany,
    summary: 'Deletes many issues with their events. 200 names those that could not be reached.',
    query: { ...chosenIssues, ...chosenProjects },
  },
  'GET /projects/:org/:project/issues/': { ...list, summary: 'Finds issues of a project.', query: { ...issueSearch, ...lookup, ...paging } },
  'PUT /projects/:org/:project/issues/': { ...changeMany, summary: 'Changes many issues of a project, or merges them.', query: chosenIssues },
  'DELETE /projects/:org/:project/issues/': { ...deleteMany, summary: 'Deletes many issues of a project with their events.', query: chosenIssues },
  'GET /organizations/:org/issues/:issue/': { topic: 'Issues', summary: 'An issue, by id or short id.', replies: { 200: Issue } },
  'PUT /organizations/:org/issues/:issue/': {
    topic: 'Issues',
    summary: 'Resolves, archives, assigns or otherwise changes an issue. 204 once it is discarded.',
    body: IssueChange,
    replies: { 200: Issue, 204: null },
  },
  'DELETE /organizations/:org/issues/:issue/': { topic: 'Issues', summary: 'Deletes an issue with its events.', replies: { 202: null } },
  'GET /organizations/:org/shortids/:issue/': {
    topic: 'Issues',
    summary: 'From a short id to the issue and its project.',
    replies: { 200: ResolvedShortId },
  },
  'GET /organizations/:org/issues/:issue/external-issues/': {
    topic: 'Issues',
    summary: 'What an issue is linked to in other trackers. Nothing can be linked yet.',
    replies: { 200: z.array(z.never()) },
  },
  'GET /organizations/:org/issues/:issue/hashes/': {
    topic: 'Issues',
    summary: 'What an issue was merged of.',
    replies: { 200: z.array(IssueHash) },
  },
  'PUT /organizations/:org/issues/:issue/hashes/': { ...unmerge, summary: 'Lets hashes be an issue of their own again.' },
  'DELETE /organizations/:org/issues/:issue/hashes/': { ...unmerge, summary: 'The same as PUT.' },
  'GET /organizations/:org/issues/:issue/notes/': { ...listNotes, summary: 'The comments on an issue, newest first.' },
  'POST /organizations/:org/issues/:issue/notes/': { ...createNote, summary: 'Comments on an issue, in Markdown.' },
  'PUT /organizations/:org/issues/:issue/notes/:note/': { ...changeNote, summary: 'Changes a comment of one’s own.' },
  'DELETE /organizations/:org/issues/:issue/notes/:note/': { ...deleteNote, summary: 'Deletes a comment of one’s own, or as an admin any.' },
  'GET /organizations/:org/issues/:issue/comments/': { ...listNotes, summary: 'The same as `notes/`.' },
  'POST /organizations/:org/issues/:issue/comments/': { ...createNote, summary: 'The same as `notes/`.' },
  'PUT /organizations/:org/issues/:issue/comments/:note/': { ...changeNote, summary: 'The same as `notes/`.' },
  'DELETE /organizations/:org/issues/:issue/comments/:note/': { ...deleteNote, summary: 'The same as `notes/`.' },
  'GET /organizations/:org/issues/:issue/activities/': {
    topic: 'Issues',
    summary: 'What happened to an issue, newest first.',
    query: paging,
    replies: { 200: Activities },
  },
  'GET /organizations/:org/issues/:issue/similar-issues/': {
    topic: 'Issues',
    summary: 'Issues that are like this one, most similar first, each with why.',
    replies: { 200: SimilarIssues },
  },
  'GET /organizations/:org/issues/:issue/user-reports/': {
    topic: 'Events',
    summary: 'What users wrote about events of an issue, newest first.',
    query: paging,
    replies: { 200: z.array(UserReport) },
  },
} satisfies Descriptions;
