/* The addresses of the dashboard's screens. */

export const signInPath = (next?: string): string => (next === undefined || next === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(next)}`);
export const issuesPath = (org: string, project?: string): string =>
  `${ofOrganization(org)}/issues/${project === undefined ? '' : `?project=${encodeURIComponent(project)}`}`;
/** A saved view of the issues; the list itself then says in the address what it keeps. */
export const issuesViewPath = (org: string, viewId: string): string => `${issuesPath(org)}?view=${encodeURIComponent(viewId)}`;
export const issuePath = (org: string, issueId: string): string => `${ofOrganization(org)}/issues/${encodeURIComponent(issueId)}/`;
export const eventPath = (org: string, issueId: string, eventId: string): string => `${issuePath(org, issueId)}events/${encodeURIComponent(eventId)}/`;
/** For anybody, without signing in. */
export const sharePath = (shareId: string): string => `/share/issue/${encodeURIComponent(shareId)}/`;
export const projectsPath = (org: string): string => `${ofOrganization(org)}/projects/`;
export const teamsPath = (org: string): string => `${ofOrganization(org)}/teams/`;
export const teamPath = (org: string, team: string): string => `${teamsPath(org)}${encodeURIComponent(team)}/`;
export const explorePath = (org: string): string => `${ofOrganization(org)}/explore/`;
/** The events of an issue, of all times that are kept. */
export const exploreIssuePath = (org: string, issueId: string): string =>
  `${explorePath(org)}?query=${encodeURIComponent(`issue.id:${issueId}`)}&statsPeriod=90d`;
export const releasesPath = (org: string): string => `${ofOrganization(org)}/releases/`;
export const releasePath = (org: string, version: string): string => `${releasesPath(org)}${encodeURIComponent(version)}/`;
export const statsPath = (org: string): string => `${ofOrganization(org)}/stats/`;
export const installPath = (org: string, project: string): string => `${projectsPath(org)}${encodeURIComponent(project)}/install/`;
/** Requests as clients sent them: of a project, or of none where its slug is null. */
export const mirrorPath = (org: string, project: string | null): string =>
  project === null ? `${ofOrganization(org)}/mirror/` : `${projectsPath(org)}${encodeURIComponent(project)}/mirror/`;
export const capturePath = (org: string, project: string | null, captureId: string): string => `${mirrorPath(org, project)}${encodeURIComponent(captureId)}/`;
/** Names of sections are in web/project-settings/sections.ts; without one it is the first. */
export const projectSettingsPath = (org: string, project: string, section = 'general'): string =>
  `${projectsPath(org)}${encodeURIComponent(project)}/settings/${encodeURIComponent(section)}/`;
export const organizationSettingsRoot = (org: string): string => `${ofOrganization(org)}/settings/`;
export const organizationSettingsPath = (org: string, section = 'scrubbing'): string => `${organizationSettingsRoot(org)}${encodeURIComponent(section)}/`;

function ofOrganization(org: string): string {
  return `/organizations/${encodeURIComponent(org)}`;
}

/** A path of this origin that one may be sent on to after signing in; anything else becomes `/`. */
export function safeNext(next: string | null): string {
  if (next === null || !/^\/(?![/\\])/.test(next) || /[\p{Cc}\\]/u.test(next)) return '/';
  return next.startsWith('/sign-in') ? '/' : next;
}
