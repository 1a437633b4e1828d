import type { Issue } from '../../../worker/api/contract/issue.ts';
import { tagQuery } from '../../../worker/search/tag-query.ts';
import { issuePath, issuesPath } from '../../places.ts';
import { eventsSearch } from '../events/view.ts';

/** Where a value of a tag leads to: the events of the issue that have it, and all issues of the project with such events. Null where no search can ask for it. */
export function placesOfValue(org: string, issue: Pick<Issue, 'id' | 'project'>, key: string, value: string): { events: string; issues: string } | null {
  const query = tagQuery(key, value);
  if (query === null) return null;
  return {
    events: issuePath(org, issue.id) + eventsSearch({ query }),
    issues: `${issuesPath(org, issue.project.slug)}&query=${encodeURIComponent(query)}`,
  };
}

/** Of the issue alone, as a link beside a tag of an event. */
export function eventsOfValue(org: string, issueId: string, key: string, value: unknown): string | null {
  const query = typeof value === 'string' ? tagQuery(key, value) : null;
  return query === null ? null : issuePath(org, issueId) + eventsSearch({ query });
}
