import {
  getIndex,
  getOrganization,
  getProject,
  getOwnership,
  listCodeowners,
  listEnvironments,
  listFilters,
  listKeys,
  listMembers,
  listOrganizations,
  listOrganizationTags,
  listProjects,
  listRecentSearches,
  listSearchViews,
  listTeams,
} from './api.ts';
import { createCache } from './cache.ts';

/* What several screens share. */

/** Who is signed in, and whether there is an organization at all. */
export const indexCache = createCache(getIndex);
export const organizationsCache = createCache(listOrganizations);
/** An organization with what it requires of its projects, by its slug. */
export const organizationCache = createCache(getOrganization);
/** Projects of an organization, by its slug. */
export const projectsCache = createCache(listProjects);
/** A project, by the slugs of organization and project. */
export const projectCache = createCache(getProject);
/** Keys of a project, by the slugs of organization and project. */
export const keysCache = createCache(listKeys);
/** Inbound filters of a project, by the slugs of organization and project. */
export const filtersCache = createCache(listFilters);
/** Teams of an organization, by its slug. */
export const teamsCache = createCache(listTeams);
/** Everybody of an organization, by its slug. */
export const membersCache = createCache(listMembers);
/** Ownership rules of a project, by the slugs of organization and project. */
export const ownershipCache = createCache(getOwnership);
/** CODEOWNERS files of a project, by the slugs of organization and project. */
export const codeownersCache = createCache(listCodeowners);
/** Saved views of the issue list that one sees in an organization, by its slug. */
export const searchViewsCache = createCache(listSearchViews);
/** What one searched for last, by the slug of the organization and Sentry's number for what is searched. */
export const recentSearchesCache = createCache(listRecentSearches);
/** Tags, by the slugs of organization and projects. */
export const organizationTagsCache = createCache((org: string, ...projects: string[]) => listOrganizationTags(org, projects));
/** Environments that events named, by the slugs of organization and projects. */
export const environmentsCache = createCache((org: string, ...projects: string[]) => listEnvironments(org, projects));
