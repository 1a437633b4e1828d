import type { JSX } from 'preact';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { Resource } from '../cache.ts';
import type { People } from './actions/people.ts';
import { ActivityList } from './activity.tsx';
import { NewComment } from './comments/new-comment.tsx';
import { Guard } from './event/part.tsx';

/** So much stands beside the event; the whole has a tab of its own. */
const maxActivities = 6;

interface AsideActivityProps {
  org: string;
  issue: Issue;
  people: People;
  resource: Pick<Resource<Issue>, 'value' | 'put'>;
}

/** What happened last, and where the next comment is written. */
export function AsideActivity({ org, issue, people, resource }: AsideActivityProps): JSX.Element {
  return (
    <>
      <Guard>
        <ActivityList org={org} issue={issue} acts={(issue.activity ?? []).slice(0, maxActivities)} people={people} resource={resource} />
      </Guard>
      <NewComment org={org} issueId={issue.id} people={people} resource={resource} />
    </>
  );
}
