import * as z from 'zod/mini';
import * as capture from '../contract/capture.ts';
import * as environment from '../contract/environment.ts';
import * as event from '../contract/event.ts';
import * as explore from '../contract/explore.ts';
import * as grouping from '../contract/grouping.ts';
import * as issue from '../contract/issue.ts';
import * as issueChange from '../contract/issue-change.ts';
import * as issueHash from '../contract/issue-hash.ts';
import * as note from '../contract/note.ts';
import * as organization from '../contract/organization.ts';
import * as ownership from '../contract/ownership.ts';
import * as participation from '../contract/participation.ts';
import * as project from '../contract/project.ts';
import * as projectOptions from '../contract/project-options.ts';
import * as recentSearch from '../contract/recent-search.ts';
import * as savedQuery from '../contract/saved-query.ts';
import * as release from '../contract/release.ts';
import * as scrubbing from '../contract/scrubbing.ts';
import * as searchView from '../contract/search-view.ts';
import * as share from '../contract/share.ts';
import * as similarIssue from '../contract/similar-issue.ts';
import * as stats from '../contract/stats.ts';
import * as tag from '../contract/tag.ts';
import * as team from '../contract/team.ts';
import * as tombstone from '../contract/tombstone.ts';
import * as userReport from '../contract/user-report.ts';
import * as values from '../contract/values.ts';

const files: Record<string, unknown>[] = [
  capture,
  environment,
  event,
  explore,
  grouping,
  issue,
  issueChange,
  issueHash,
  note,
  organization,
  ownership,
  participation,
  project,
  projectOptions,
  recentSearch,
  savedQuery,
  release,
  scrubbing,
  searchView,
  share,
  similarIssue,
  stats,
  tag,
  team,
  tombstone,
  userReport,
  values,
];

/** What the contract exports, each schema by its name, so that the reference can speak of an `Issue` instead of repeating it. */
export function nameSchemas(): z.core.$ZodRegistry<{ id: string }> {
  const names = z.registry<{ id: string }>();
  for (const [id, schema] of files.flatMap((file) => Object.entries(file))) {
    if (isSchema(schema) && !names.has(schema)) names.add(schema, { id });
  }
  return names;
}

/** By the mark that every schema has: to name the class would bring the whole of zod into the bundle. */
function isSchema(value: unknown): value is z.core.$ZodType {
  return typeof value === 'object' && value !== null && '_zod' in value;
}
