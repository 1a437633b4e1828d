import type { JSX } from 'preact';
import { installPath, projectsPath } from '../places.ts';
import { Bone, Empty, Loading } from '../ui/states.tsx';
import { NothingFound } from './nothing-found.tsx';
import { defaultQuery } from './view.ts';
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
  onView: (view: View) => void;
}

/** An empty list, why it is empty, and the one next step. */
export function NoIssues({ org, view, projects, onView }: NoIssuesProps): JSX.Element {
  const chosen = projects.filter(({ slug }) => view.projects.length === 0 || view.projects.includes(slug));
  const waiting = chosen.find(({ firstEvent }) => firstEvent === null);
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
  if (waiting !== undefined && chosen.every(({ firstEvent }) => firstEvent === null)) {
    return (
      <Empty
        title="No event yet"
        action={
          <a class="button primary" href={installPath(org, waiting.slug)}>
            Install the SDK
          </a>
        }
      >
        Nothing has arrived from {waiting.slug}. The install page waits with you for the first event.
      </Empty>
    );
  }
  const isNarrowed = view.projects.length > 0 || view.environments.length > 0 || view.times !== null;
  if (view.query.trim() === defaultQuery && !isNarrowed) {
    return (
      <Empty
        title="Nothing unresolved"
        action={
          <button class="button" type="button" onClick={() => onView({ ...view, query: '', saved: null, cursor: null })}>
            Show all issues
          </button>
        }
      >
        Every issue is resolved or archived. New ones show up here by themselves.
      </Empty>
    );
  }
  return <NothingFound org={org} view={view} onView={onView} />;
}
