import type { JSX } from 'preact';
import { installPath, projectsPath } from '../places.ts';
import { Bone, Empty, Loading } from '../ui/states.tsx';
import { defaultQuery, tabOf } from './view.ts';
import type { View } from './view.ts';

const skeletonRows = 12;

/** Rows before they are here, in their own size. */
export function RowSkeletons(): JSX.Element {
  return (
    <Loading label="Loading the issues">
      {Array.from({ length: skeletonRows }, (_, index) => (
        <div class="issue-row bones" key={index}>
          <span class="pick" />
          <Bone wide="0.875rem" />
          <div class="what">
            <Bone wide={`${30 + ((index * 17) % 45)}%`} />
            <Bone wide={`${18 + ((index * 11) % 25)}%`} />
          </div>
          <span class="marks" />
          <div class="trend">
            <Bone />
          </div>
          <div class="events">
            <Bone />
          </div>
          <div class="users">
            <Bone />
          </div>
          <div class="age">
            <Bone />
          </div>
        </div>
      ))}
    </Loading>
  );
}

interface NoIssuesProps {
  org: string;
  view: View;
  projects: readonly { slug: string; firstEvent: string | null }[];
  onQuery: (query: string) => void;
}

/** An empty list, why it is empty, and the one next step. */
export function NoIssues({ org, view, projects, onQuery }: NoIssuesProps): JSX.Element {
  const [first] = projects.filter((project) => view.project === null || project.slug === view.project);
  const waits = projects.length > 0 && projects.every((project) => project.firstEvent === null || (view.project !== null && project.slug !== view.project));
  if (projects.length === 0) {
    return (
      <Empty
        title="No project yet"
        action={
          <a class="button primary" href={projectsPath(org)}>
            Create a project
          </a>
        }
      >
        A project gives you the DSN that an SDK sends its events to.
      </Empty>
    );
  }
  if (waits && first !== undefined) {
    return (
      <Empty
        title="No event yet"
        action={
          <a class="button primary" href={installPath(org, first.slug)}>
            Install the SDK
          </a>
        }
      >
        Nothing has arrived from {first.slug}. The install page waits with you for the first event.
      </Empty>
    );
  }
  if (view.query === defaultQuery) {
    return (
      <Empty
        title="Nothing unresolved"
        action={
          <button class="button" type="button" onClick={() => onQuery('')}>
            Show all issues
          </button>
        }
      >
        Every issue is resolved or archived. New ones show up here by themselves.
      </Empty>
    );
  }
  const tab = tabOf(view.query);
  return (
    <Empty
      title={tab === 'all' && view.query === '' ? 'No issues' : 'No issue matches'}
      action={
        <button class="button" type="button" onClick={() => onQuery(defaultQuery)}>
          Clear the search
        </button>
      }
    >
      The search looks for words in titles and places, and knows <code>is:unresolved</code>, <code>is:resolved</code> and <code>is:archived</code>.
    </Empty>
  );
}
