import type { Descriptions } from './description.ts';
import { ofCaptures } from './of-captures.ts';
import { ofEvents } from './of-events.ts';
import { ofExplore } from './of-explore.ts';
import { ofInstallation } from './of-installation.ts';
import { ofIssues } from './of-issues.ts';
import { ofOldPaths } from './of-old-paths.ts';
import { ofOrganizations } from './of-organizations.ts';
import { ofProjects } from './of-projects.ts';
import { ofReleases } from './of-releases.ts';
import { ofSearches } from './of-searches.ts';
import { ofTeams } from './of-teams.ts';

/** Of every route of the API, by method and path as in routes.ts. A test holds the two against each other. */
export const descriptions: Descriptions = {
  ...ofInstallation,
  ...ofOrganizations,
  ...ofProjects,
  ...ofTeams,
  ...ofIssues,
  ...ofSearches,
  ...ofEvents,
  ...ofExplore,
  ...ofCaptures,
  ...ofReleases,
  ...ofOldPaths,
};
