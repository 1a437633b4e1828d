import type { Tool } from '../tool.ts';
import { addComment } from './add-comment.ts';
import { findIssues } from './find-issues.ts';
import { findOrganizations } from './find-organizations.ts';
import { findProjects } from './find-projects.ts';
import { findReleases } from './find-releases.ts';
import { getEvent } from './get-event.ts';
import { getIssue } from './get-issue.ts';
import { getTagValues } from './get-tag-values.ts';
import { listEvents } from './list-events.ts';
import { queryEvents } from './query-events.ts';
import { updateIssue } from './update-issue.ts';

/** Every tool, in the order in which one comes to need them. */
export const tools: readonly Tool[] = [
  findOrganizations,
  findProjects,
  findIssues,
  getIssue,
  listEvents,
  getEvent,
  getTagValues,
  queryEvents,
  findReleases,
  updateIssue,
  addComment,
];
