import { useId, useMemo } from 'preact/hooks';
import {
  explorePath,
  installPath,
  issuesPath,
  issuesViewPath,
  mirrorPath,
  organizationSettingsPath,
  organizationSettingsRoot,
  projectsPath,
  releasesPath,
  statsPath,
  teamsPath,
} from '../places.ts';
import { indexCache, organizationsCache, projectsCache, searchViewsCache } from '../resources.ts';
import { path, query } from '../router.ts';
import { Avatar } from '../ui/avatar.tsx';
import { useModal } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { Keys } from '../ui/keys.tsx';
import { Mark } from '../ui/mark.tsx';
import { Menu } from '../ui/menu.tsx';
import { leave } from './leave.ts';
import { closeOverlay, overlay } from './overlay.ts';
import { chooseTheme, theme } from './theme.ts';

/** Projects beyond these are behind "All projects". */
const maxProjects = 12;
/** Views beyond these are tabs of the list alone. */
const maxViews = 8;

export function Navigation({ org }: { org: string }) {
  return (
    <nav class="nav" aria-label="Main">
      <a class="brand" href={issuesPath(org)} aria-label="Picket, to the issues">
        <Mark />
        <span class="label">Picket</span>
      </a>
      <button class="find" type="button" title="Find or do anything" onClick={() => (overlay.value = 'palette')}>
        <Icon name="search" small />
        <span class="label">Find or do</span>
        <span class="visually-hidden">anything</span>
        <Keys keys="mod+k" />
      </button>
      <ul>
        <li>
          <a href={issuesPath(org)} aria-current={path.value.startsWith(issuesPath(org)) ? 'page' : undefined} title="Issues">
            <Icon name="inbox" />
            <span class="label">Issues</span>
          </a>
        </li>
        <li>
          <a href={explorePath(org)} aria-current={path.value.startsWith(explorePath(org)) ? 'page' : undefined} title="Explore">
            <Icon name="telescope" />
            <span class="label">Explore</span>
          </a>
        </li>
        <li>
          <a href={projectsPath(org)} aria-current={path.value.startsWith(projectsPath(org)) && !isMirror(org) ? 'page' : undefined} title="Projects">
            <Icon name="folder" />
            <span class="label">Projects</span>
          </a>
        </li>
        <li>
          <a href={releasesPath(org)} aria-current={path.value.startsWith(releasesPath(org)) ? 'page' : undefined} title="Releases">
            <Icon name="package" />
            <span class="label">Releases</span>
          </a>
        </li>
        <li>
          <a href={teamsPath(org)} aria-current={path.value.startsWith(teamsPath(org)) ? 'page' : undefined} title="Teams">
            <Icon name="users" />
            <span class="label">Teams</span>
          </a>
        </li>
        <li>
          <a href={statsPath(org)} aria-current={path.value.startsWith(statsPath(org)) ? 'page' : undefined} title="Stats">
            <Icon name="chart-column-stacked" />
            <span class="label">Stats</span>
          </a>
        </li>
        <li>
          <a href={mirrorPath(org, null)} aria-current={isMirror(org) ? 'page' : undefined} title="Mirror">
            <Icon name="radio-tower" />
            <span class="label">Mirror</span>
          </a>
        </li>
      </ul>
      <ViewList org={org} />
      <ProjectList org={org} />
      <ul class="nav-foot">
        <li>
          <a
            href={organizationSettingsPath(org)}
            aria-current={path.value.startsWith(organizationSettingsRoot(org)) ? 'page' : undefined}
            title="Settings of the organization"
          >
            <Icon name="settings" />
            <span class="label">Settings</span>
          </a>
        </li>
        <li>
          <ThemeMenu />
        </li>
        <li>
          <button type="button" title="Keys" onClick={() => (overlay.value = 'keys')}>
            <Icon name="keyboard" />
            <span class="label">Keys</span>
          </button>
        </li>
        <li>
          <AccountMenu org={org} />
        </li>
      </ul>
    </nav>
  );
}

/** Of a project, or of what belongs to none. */
function isMirror(org: string): boolean {
  return (
    path.value.startsWith(mirrorPath(org, null)) ||
    (path.value.startsWith(projectsPath(org)) && /^[^/]+\/mirror\//.test(path.value.slice(projectsPath(org).length)))
  );
}

/** The navigation of a phone, over the page. */
export function NavigationDrawer({ org }: { org: string }) {
  const dialog = useModal();
  return (
    <dialog class="drawer" ref={dialog} aria-label="Menu" onCancel={closeOverlay} onClick={(event) => event.target === dialog.current && closeOverlay()}>
      <button class="button quiet square close" type="button" aria-label="Close the menu" onClick={closeOverlay}>
        <Icon name="x" />
      </button>
      <Navigation org={org} />
    </dialog>
  );
}

/** The saved views that one keeps at hand. Nothing where there are none. */
function ViewList({ org }: { org: string }) {
  const headingId = useId();
  const views = (useMemo(() => searchViewsCache.visit(org), [org]).value.value ?? []).filter(({ starred }) => starred);
  if (views.length === 0) return null;
  const shown = path.value === issuesPath(org) ? query.value.get('view') : null;
  return (
    <div class="projects">
      <h2 id={headingId}>Views</h2>
      <ul aria-labelledby={headingId}>
        {views.slice(0, maxViews).map(({ id, name }) => (
          <li key={id}>
            <a href={issuesViewPath(org, id)} aria-current={id === shown ? 'true' : undefined}>
              <Icon name="bookmark" small />
              <bdi class="label clip">{name}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function ProjectList({ org }: { org: string }) {
  const headingId = useId();
  const projects = useMemo(() => projectsCache.visit(org), [org]).value.value ?? [];
  const chosen = path.value === issuesPath(org) ? query.value.get('project') : null;
  return (
    <div class="projects">
      <h2 id={headingId}>Projects</h2>
      <ul aria-labelledby={headingId}>
        {projects.slice(0, maxProjects).map(({ id, slug, firstEvent }) => (
          <li key={id}>
            <a href={firstEvent === null ? installPath(org, slug) : issuesPath(org, slug)} aria-current={slug === chosen ? 'true' : undefined}>
              <span class={firstEvent === null ? 'dot waiting' : 'dot'} aria-hidden="true" />
              <span class="label clip">{slug}</span>
              {firstEvent === null && <span class="visually-hidden">, no event yet</span>}
            </a>
          </li>
        ))}
        {projects.length > maxProjects && (
          <li>
            <a href={projectsPath(org)}>
              <Icon name="ellipsis" />
              <span class="label">All {projects.length} projects</span>
            </a>
          </li>
        )}
        <li>
          <a href={`${projectsPath(org)}?new`}>
            <Icon name="plus" />
            <span class="label">Add project</span>
          </a>
        </li>
      </ul>
    </div>
  );
}

function ThemeMenu() {
  const choices = [
    { value: 'system', label: 'As the system' },
    { value: 'light', label: 'Light' },
    { value: 'dark', label: 'Dark' },
  ] as const;
  return (
    <Menu
      class="nav-button"
      trigger={
        <>
          <Icon name="sun-moon" />
          <span class="label">Theme</span>
        </>
      }
      label="Theme"
      items={choices.map(({ value, label }) => ({ label, isChecked: theme.value === value, run: () => chooseTheme(value) }))}
    />
  );
}

function AccountMenu({ org }: { org: string }) {
  const user = indexCache.visit().value.value?.user;
  if (!user) return null;
  const others = (organizationsCache.peek() ?? []).filter(({ slug }) => slug !== org);
  return (
    <Menu
      class="nav-button"
      trigger={
        <>
          <Avatar name={user.name} />
          <span class="label clip">{user.name}</span>
        </>
      }
      label={`Account of ${user.name}`}
      head={user.email}
      items={[
        ...others.map(({ slug, name }) => ({ label: `Go to ${name}`, icon: 'layers' as const, href: issuesPath(slug) })),
        { label: 'Sign out', icon: 'log-out', run: () => void leave() },
      ]}
    />
  );
}
