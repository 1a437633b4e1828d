import type { VNode } from 'preact';
import { matchPath } from './router.ts';

/** Draws a screen from the values of its path. */
export type Draw = (value: (name: string) => string) => VNode;

export interface Route {
  pattern: string;
  /** Inside the frame with the navigation, which only somebody signed in sees. Its path begins with the organization. */
  isFramed: boolean;
  /** Anybody may see it: nobody is asked who they are, and nothing waits for the answer. */
  isOpen: boolean;
  /** Fetches the screen's chunk. */
  load: () => Promise<Draw>;
}

/** Every screen, once. */
export const routes: readonly Route[] = [
  bare('/setup', async () => {
    const { SetupPage } = await import('./setup/page.tsx');
    return () => <SetupPage />;
  }),
  bare('/sign-in', async () => {
    const { SignInPage } = await import('./sign-in/page.tsx');
    return () => <SignInPage />;
  }),
  open('/share/issue/:share/', async () => {
    const { SharePage } = await import('./share/page.tsx');
    return (value) => <SharePage shareId={value('share')} />;
  }),
  framed('/organizations/:org/issues/', async () => {
    const { IssuesPage } = await import('./issues/page.tsx');
    return (value) => <IssuesPage org={value('org')} />;
  }),
  framed('/organizations/:org/issues/:issue/', async () => {
    const { IssuePage } = await import('./issue/page.tsx');
    return (value) => <IssuePage org={value('org')} issueId={value('issue')} eventId={null} />;
  }),
  framed('/organizations/:org/issues/:issue/events/:event/', async () => {
    const { IssuePage } = await import('./issue/page.tsx');
    return (value) => <IssuePage org={value('org')} issueId={value('issue')} eventId={value('event')} />;
  }),
  framed('/organizations/:org/teams/', async () => {
    const { TeamsPage } = await import('./teams/page.tsx');
    return (value) => <TeamsPage org={value('org')} />;
  }),
  framed('/organizations/:org/teams/:team/', async () => {
    const { TeamPage } = await import('./teams/team-page.tsx');
    return (value) => <TeamPage org={value('org')} slug={value('team')} />;
  }),
  framed('/organizations/:org/explore/', async () => {
    const { ExplorePage } = await import('./explore/page.tsx');
    return (value) => <ExplorePage org={value('org')} />;
  }),
  framed('/organizations/:org/releases/', async () => {
    const { ReleasesPage } = await import('./releases/page.tsx');
    return (value) => <ReleasesPage org={value('org')} />;
  }),
  framed('/organizations/:org/releases/:version/', async () => {
    const { ReleasePage } = await import('./releases/release-page.tsx');
    return (value) => <ReleasePage org={value('org')} version={value('version')} />;
  }),
  framed('/organizations/:org/stats/', async () => {
    const { StatsPage } = await import('./stats/page.tsx');
    return (value) => <StatsPage org={value('org')} />;
  }),
  framed('/organizations/:org/projects/', async () => {
    const { ProjectsPage } = await import('./projects/page.tsx');
    return (value) => <ProjectsPage org={value('org')} />;
  }),
  framed('/organizations/:org/projects/:project/install/', async () => {
    const { InstallPage } = await import('./install/page.tsx');
    return (value) => <InstallPage org={value('org')} project={value('project')} />;
  }),
  framed('/organizations/:org/projects/:project/settings/', async () => {
    const { ProjectSettingsPage } = await import('./project-settings/page.tsx');
    return (value) => <ProjectSettingsPage org={value('org')} project={value('project')} section={null} />;
  }),
  framed('/organizations/:org/projects/:project/settings/:section/', async () => {
    const { ProjectSettingsPage } = await import('./project-settings/page.tsx');
    return (value) => <ProjectSettingsPage org={value('org')} project={value('project')} section={value('section')} />;
  }),
  framed('/organizations/:org/projects/:project/mirror/', async () => {
    const { MirrorPage } = await import('./mirror/page.tsx');
    return (value) => <MirrorPage org={value('org')} project={value('project')} captureId={null} />;
  }),
  framed('/organizations/:org/projects/:project/mirror/:capture/', async () => {
    const { MirrorPage } = await import('./mirror/page.tsx');
    return (value) => <MirrorPage org={value('org')} project={value('project')} captureId={value('capture')} />;
  }),
  framed('/organizations/:org/mirror/', async () => {
    const { MirrorPage } = await import('./mirror/page.tsx');
    return (value) => <MirrorPage org={value('org')} project={null} captureId={null} />;
  }),
  framed('/organizations/:org/mirror/:capture/', async () => {
    const { MirrorPage } = await import('./mirror/page.tsx');
    return (value) => <MirrorPage org={value('org')} project={null} captureId={value('capture')} />;
  }),
  framed('/organizations/:org/settings/', async () => {
    const { OrganizationSettingsPage } = await import('./organization-settings/page.tsx');
    return (value) => <OrganizationSettingsPage org={value('org')} section={null} />;
  }),
  framed('/organizations/:org/settings/:section/', async () => {
    const { OrganizationSettingsPage } = await import('./organization-settings/page.tsx');
    return (value) => <OrganizationSettingsPage org={value('org')} section={value('section')} />;
  }),
];

export interface Match {
  route: Route;
  values: Record<string, string>;
}

export function matchRoute(pathname: string): Match | null {
  for (const route of routes) {
    const values = matchPath(route.pattern, pathname);
    if (values) return { route, values };
  }
  return null;
}

function framed(pattern: string, load: Route['load']): Route {
  return { pattern, isFramed: true, isOpen: false, load: once(load) };
}

function bare(pattern: string, load: Route['load']): Route {
  return { pattern, isFramed: false, isOpen: false, load: once(load) };
}

function open(pattern: string, load: Route['load']): Route {
  return { pattern, isFramed: false, isOpen: true, load: once(load) };
}

/** What an address shows, apart from details that change in place: the events of an issue are one screen, and so are the requests of a mirror. */
export function screenKey({ route, values }: Match): string {
  const lasting = Object.entries(values).filter(([name]) => name !== 'event' && name !== 'capture');
  return JSON.stringify([route.pattern.replace('events/:event/', '').replace(':capture/', ''), lasting]);
}

/** One chunk is fetched once; a fetch that failed may be tried again. */
function once(load: Route['load']): Route['load'] {
  let loaded: Promise<Draw> | null = null;
  return () => {
    loaded ??= load().catch((error: unknown) => {
      loaded = null;
      throw error;
    });
    return loaded;
  };
}
