import './projects.css';
import { useMemo } from 'preact/hooks';
import type { Project } from '../../worker/api/contract/project.ts';
import { Screen } from '../frame/screen.tsx';
import { platformName } from '../install/platforms.ts';
import { installPath, issuesPath, projectSettingsPath } from '../places.ts';
import { projectsCache } from '../resources.ts';
import { query, setQuery } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { Bone, Empty, Failed, Loading } from '../ui/states.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { NewProjectDialog } from './new-project-dialog.tsx';

export function ProjectsPage({ org }: { org: string }) {
  const resource = useMemo(() => projectsCache.visit(org), [org]);
  const projects = resource.value.value;
  const failure = resource.failure.value;
  const open = () => setQuery({ new: '' });
  const close = () => setQuery({ new: null }, { replace: true });
  useKeys('Projects', [{ keys: 'c', label: 'Add a project', run: open }]);

  return (
    <Screen
      title="Projects"
      class="projects-page"
      top={
        <>
          <h1>Projects</h1>
          {projects && <span class="count">{projects.length}</span>}
          <span class="spacer" />
          <button class="button small primary" type="button" onClick={open}>
            <Icon name="plus" small />
            Add project
          </button>
        </>
      }
    >
      {failure && !projects && <Failed title="The projects did not load" failure={failure} retry={() => void resource.refresh()} />}
      {!projects && !failure && <ProjectBones />}
      {projects?.length === 0 && (
        <Empty
          title="No project yet"
          action={
            <button class="button" type="button" onClick={open}>
              Add the first project
            </button>
          }
        >
          A project is one application or service. It has keys, with which its SDK sends.
        </Empty>
      )}
      {projects && projects.length > 0 && <ProjectTable org={org} projects={projects} />}
      {query.value.has('new') && <NewProjectDialog org={org} onClose={close} />}
    </Screen>
  );
}

function ProjectTable({ org, projects }: { org: string; projects: readonly Project[] }) {
  return (
    <table class="table project-table">
      <thead>
        <tr>
          <th scope="col">Project</th>
          <th scope="col" class="wide">
            Platform
          </th>
          <th scope="col" class="wide">
            Added
          </th>
          <th scope="col">
            <span class="visually-hidden">What to do</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {projects.map((project) => (
          <ProjectLine key={project.id} org={org} project={project} />
        ))}
      </tbody>
    </table>
  );
}

function ProjectLine({ org, project: { slug, name, platform, dateCreated, firstEvent } }: { org: string; project: Project }) {
  return (
    <tr>
      <th scope="row">
        <a class="name" href={firstEvent === null ? installPath(org, slug) : issuesPath(org, slug)}>
          {slug}
        </a>
        {name !== slug && <span class="full-name clip">{name}</span>}
      </th>
      <td class="wide">{platformName(platform)}</td>
      <td class="wide">
        <TimeAgo at={dateCreated} />
      </td>
      <td class="end">
        {firstEvent === null ? (
          <a class="button small" href={installPath(org, slug)}>
            <span class="beat" aria-hidden="true" />
            Waiting, install
            <span class="visually-hidden"> {slug}</span>
          </a>
        ) : (
          <a class="button small quiet" href={installPath(org, slug)}>
            Install
            <span class="visually-hidden"> {slug}</span>
          </a>
        )}
        <a class="button small quiet" href={projectSettingsPath(org, slug)}>
          <Icon name="settings" small />
          <span class="word">Settings</span>
          <span class="visually-hidden"> of {slug}</span>
        </a>
      </td>
    </tr>
  );
}

function ProjectBones() {
  return (
    <Loading label="Loading the projects">
      <div class="project-bones">
        {['9rem', '12rem', '7rem', '10rem', '8rem'].map((wide) => (
          <Bone key={wide} wide={wide} />
        ))}
      </div>
    </Loading>
  );
}
