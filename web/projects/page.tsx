import './projects.css';
import { useMemo } from 'preact/hooks';
import type { Project } from '../../worker/api/contract/project.ts';
import { Screen } from '../frame/screen.tsx';
import { platformName } from '../install/platforms.ts';
import { listIssues } from '../api.ts';
import { createCache } from '../cache.ts';
import { installPath, issuesPath, projectSettingsPath, statsPath } from '../places.ts';
import { projectsCache } from '../resources.ts';
import { query, setQuery } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { Count } from '../ui/count.tsx';
import { Spark } from '../ui/spark.tsx';
import { Bone, Empty, Failed, Loading } from '../ui/states.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { statsCache } from '../stats/store.ts';
import { percent } from '../stats/summary.ts';
import { growthText, type Health, healthByProject, healthSearch, newIssuesQuery, newIssuesText } from './health.ts';
import { NewProjectDialog } from './new-project-dialog.tsx';

/** What is new everywhere, as far as one page of the list tells. */
const newIssuesCache = createCache((org: string) => listIssues(org, { query: newIssuesQuery, limit: 100 }));

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
  const stats = useMemo(() => statsCache.visit(org, healthSearch), [org]).value.value;
  const health = useMemo(() => (stats === null ? null : healthByProject(stats)), [stats]);
  const found = useMemo(() => newIssuesCache.visit(org), [org]).value.value;
  return (
    <table class="table project-table">
      <thead>
        <tr>
          <th scope="col">Project</th>
          <th scope="col" class="trend">
            Last 24 h
          </th>
          <th scope="col" class="end">
            Events
          </th>
          <th scope="col" class="end">
            New issues
          </th>
          <th scope="col" class="end middle">
            Lost
          </th>
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
          <ProjectLine
            key={project.id}
            org={org}
            project={project}
            health={health === null ? null : (health.get(project.id) ?? quiet)}
            newIssues={found === null ? null : newIssuesText(found.items, found.next === null, project.slug)}
          />
        ))}
      </tbody>
    </table>
  );
}

const quiet: Health = { series: Array<number>(24).fill(0), events: 0, growth: null, lost: 0 };

interface ProjectLineProps {
  org: string;
  project: Project;
  /** Null while it is not known. */
  health: Health | null;
  newIssues: string | null;
}

function ProjectLine({ org, project: { slug, name, platform, dateCreated, firstEvent }, health, newIssues }: ProjectLineProps) {
  const growth = growthText(health?.growth ?? null);
  return (
    <tr>
      <th scope="row">
        <a class="name" href={firstEvent === null ? installPath(org, slug) : issuesPath(org, slug)}>
          {slug}
        </a>
        {name !== slug && <span class="full-name clip">{name}</span>}
      </th>
      <td class="trend">{health && <Spark counts={health.series} period="24 hours" />}</td>
      <td class="end figure">
        {health && (
          <>
            {growth !== null && (
              <span class="grew" title="Against the 24 hours before">
                <span aria-hidden="true">↑ </span>
                {growth}
              </span>
            )}
            <Count value={health.events} of="event" />
          </>
        )}
      </td>
      <td class="end figure">
        {newIssues !== null &&
          (newIssues === '0' ? (
            <span class="faint-text">0</span>
          ) : (
            <a href={`${issuesPath(org, slug)}&query=${encodeURIComponent(newIssuesQuery)}`}>
              {newIssues}
              <span class="visually-hidden"> new issues in {slug}</span>
            </a>
          ))}
      </td>
      <td class="end figure middle">
        {health &&
          (health.lost === 0 ? (
            <span class="faint-text">0 %</span>
          ) : (
            <a class="lost" href={`${statsPath(org)}?project=${encodeURIComponent(slug)}`} title="Sent and not kept: see why">
              {percent(health.lost, 1)}
              <span class="visually-hidden"> of what {slug} sent was not kept</span>
            </a>
          ))}
      </td>
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
