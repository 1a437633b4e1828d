import type { Scope } from '../identity/scopes.ts';
import { listActivitiesOfIssue } from './activities.ts';
import { readIndex } from './api-index.ts';
import { listAttachmentsOfEvent, readAttachment } from './attachments.ts';
import { readSignedIn, signIn, signOut } from './auth.ts';
import { changeIssuesOfOrganization, changeIssuesOfProject, deleteIssuesOfOrganization, deleteIssuesOfProject } from './bulk-issues.ts';
import type { ApiContext, Call, IssueCall, OrganizationCall, ProjectCall, ReleaseCall, TeamCall, ViewerCall } from './call.ts';
import { openCall, withIssue, withIssueAnywhere, withOrganization, withProject, withRelease, withReleaseOfProject, withTeam, withViewer } from './call.ts';
import { deleteOfShelf, downloadOfShelf, emptyShelf, listOfShelf, ofCapturesOfProject, ofStrays, readBodyOfShelf, readOfShelf } from './captures.ts';
import { changeCaptureSettings, readCaptureSettings } from './capture-settings.ts';
import { changeCodeowners, createCodeowners, deleteCodeowners, listCodeowners } from './codeowners.ts';
import { createDeploy, listDeploysOfRelease } from './deploys.ts';
import { listEvents, listEventsOfProject, readEventOfIssue, readEventOfProject, readStoredEvent, resolveEventId } from './events.ts';
import { listEnvironmentsOfOrganization, listEnvironmentsOfProject } from './environments.ts';
import { changeFilter, listFilters } from './filters.ts';
import { readGroupingInfo } from './grouping-info.ts';
import { previewGrouping } from './grouping-preview.ts';
import { listHashesOfIssue, unmergeHashes } from './hashes.ts';
import { listRegions, readHealth } from './installation.ts';
import { listIssuesOfOrganization, listIssuesOfProject } from './issue-list.ts';
import { changeIssue, deleteIssue, listExternalIssues, readIssue, readShortId } from './issues.ts';
import { createProjectKey, changeProjectKey, deleteProjectKey, listKeysOfOrganization, listProjectKeys, readProjectKey } from './keys.ts';
import { listenToOrganization } from './live.ts';
import { listMembersOfOrganization, listUsers, readMember } from './members.ts';
import { changeNote, createNote, deleteNote, listNotesOfIssue } from './notes.ts';
import { listTagsOfOrganization, listTagValuesOfOrganization } from './organization-tags.ts';
import { changeOrganization, listOrganizations, readOrganization } from './organizations.ts';
import { changeOwnership, readOwnershipOfProject } from './ownership.ts';
import { readStatsOfProject } from './project-stats.ts';
import { createProject, changeProject, listProjects, readProject } from './projects.ts';
import { exploreEvents, exploreSeries, exportEvents } from './explore.ts';
import { changeQuery, createQuery, deleteQuery, listQueries, readQuery } from './saved-queries.ts';
import { listRecentSearchesOfViewer, rememberRecentSearch } from './recent-searches.ts';
import { listRejectionsOfOrganization } from './rejections.ts';
import { listCommitsOfRelease } from './release-commits.ts';
import { listIssuesOfRelease } from './release-issues.ts';
import {
  changeRelease,
  createReleaseOfOrganization,
  createReleaseOfProject,
  deleteRelease,
  listReleasesOfOrganization,
  listReleasesOfProject,
  readPreviousWithCommits,
  readRelease,
} from './releases.ts';
import { listRepositories } from './repositories.ts';
import { previewScrubbing } from './scrubbing-preview.ts';
import {
  changeSearchView,
  createSearchView,
  deleteSearchView,
  listSearchViews,
  orderStarredViews,
  readSearchView,
  restoreSearchView,
  starSearchView,
} from './search-views.ts';
import { setUp } from './setup.ts';
import { readSharedIssue } from './shared-issue.ts';
import { listSimilarIssues } from './similar-issues.ts';
import { readStats } from './stats.ts';
import { previewOwnership, readEventOwners } from './suggested-owners.ts';
import {
  addTeamToProject,
  changeTeam,
  createProjectOfTeam,
  createTeam,
  deleteTeam,
  joinTeam,
  leaveTeam,
  listMembersOfTeam,
  listProjectsOfTeam,
  listTeams,
  listTeamsOfProject,
  readTeam,
  removeTeamFromProject,
} from './teams.ts';
import { listTagsOfIssue, listTagsOfProject, listTagValuesOfIssue, listTagValuesOfProject, readTagOfIssue, readTagOfProject } from './tags.ts';
import { deleteTombstone, listTombstonesOfProject } from './tombstones.ts';
import { createReport, listReportsOfIssue, listReportsOfProject } from './user-reports.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Route {
  method: Method;
  /** Below /api/0; `:org` and `:project` take an id or a slug, `:issue` an id or a short id, `:version` a version, percent-encoded. */
  path: `/${string}`;
  /** What one must be allowed to do in the organization of the path; `open` needs nobody, `signed in` anybody. */
  scope: Scope | 'open' | 'signed in';
  answer: (context: ApiContext) => Promise<Response>;
}

/** Every route of the API, once, with the scope it needs. Nothing else registers any. */
export const routes: readonly Route[] = [
  open('GET', '/', readIndex),
  open('POST', '/setup/', setUp),
  open('POST', '/auth/', signIn),
  signedIn('GET', '/auth/', readSignedIn),
  signedIn('DELETE', '/auth/', signOut),
  open('GET', '/internal/health/', readHealth),
  signedIn('GET', '/users/me/regions/', listRegions),

  open('GET', '/shared/issues/:share/', readSharedIssue),

  signedIn('GET', '/organizations/', listOrganizations),
  ofOrganization('GET', '/organizations/:org/', 'org:read', readOrganization),
  ofOrganization('PUT', '/organizations/:org/', 'org:write', changeOrganization),
  ofOrganization('GET', '/organizations/:org/projects/', 'project:read', listProjects),
  ofOrganization('POST', '/organizations/:org/projects/', 'project:write', createProject),

  ofOrganization('GET', '/organizations/:org/project-keys/', 'project:read', listKeysOfOrganization),
  ofOrganization('GET', '/organizations/:org/environments/', 'project:read', listEnvironmentsOfOrganization),

  ofProject('GET', '/projects/:org/:project/', 'project:read', readProject),
  ofProject('PUT', '/projects/:org/:project/', 'project:write', changeProject),
  ofProject('GET', '/projects/:org/:project/keys/', 'project:read', listProjectKeys),
  ofProject('POST', '/projects/:org/:project/keys/', 'project:write', createProjectKey),
  ofProject('GET', '/projects/:org/:project/keys/:key/', 'project:read', readProjectKey),
  ofProject('PUT', '/projects/:org/:project/keys/:key/', 'project:write', changeProjectKey),
  ofProject('DELETE', '/projects/:org/:project/keys/:key/', 'project:admin', deleteProjectKey),

  ofOrganization('GET', '/organizations/:org/members/', 'member:read', listMembersOfOrganization),
  ofOrganization('GET', '/organizations/:org/members/:member/', 'member:read', readMember),
  ofOrganization('GET', '/organizations/:org/users/', 'member:read', listUsers),
  ofOrganization('GET', '/organizations/:org/teams/', 'team:read', listTeams),
  ofOrganization('POST', '/organizations/:org/teams/', 'team:write', createTeam),
  ofTeam('GET', '/teams/:org/:team/', 'team:read', readTeam),
  ofTeam('PUT', '/teams/:org/:team/', 'team:write', changeTeam),
  ofTeam('DELETE', '/teams/:org/:team/', 'team:admin', deleteTeam),
  ofTeam('GET', '/teams/:org/:team/members/', 'team:read', listMembersOfTeam),
  ofTeam('GET', '/teams/:org/:team/projects/', 'project:read', listProjectsOfTeam),
  ofTeam('POST', '/teams/:org/:team/projects/', 'project:write', createProjectOfTeam),
  ofTeam('POST', '/organizations/:org/members/:member/teams/:team/', 'team:write', joinTeam),
  ofTeam('DELETE', '/organizations/:org/members/:member/teams/:team/', 'team:write', leaveTeam),
  ofProject('GET', '/projects/:org/:project/teams/', 'project:read', listTeamsOfProject),
  ofProject('POST', '/projects/:org/:project/teams/:team/', 'project:write', addTeamToProject),
  ofProject('DELETE', '/projects/:org/:project/teams/:team/', 'project:write', removeTeamFromProject),

  ofProject('GET', '/projects/:org/:project/ownership/', 'project:read', readOwnershipOfProject),
  ofProject('PUT', '/projects/:org/:project/ownership/', 'project:write', changeOwnership),
  ofProject('POST', '/projects/:org/:project/ownership-preview/', 'event:write', previewOwnership),
  ofProject('GET', '/projects/:org/:project/codeowners/', 'project:read', listCodeowners),
  ofProject('POST', '/projects/:org/:project/codeowners/', 'project:write', createCodeowners),
  ofProject('PUT', '/projects/:org/:project/codeowners/:codeowners/', 'project:write', changeCodeowners),
  ofProject('DELETE', '/projects/:org/:project/codeowners/:codeowners/', 'project:write', deleteCodeowners),

  ofProject('GET', '/projects/:org/:project/environments/', 'project:read', listEnvironmentsOfProject),
  ofProject('GET', '/projects/:org/:project/stats/', 'project:read', readStatsOfProject),
  ofProject('GET', '/projects/:org/:project/filters/', 'project:read', listFilters),
  ofProject('PUT', '/projects/:org/:project/filters/:filter/', 'project:write', changeFilter),
  ofProject('POST', '/projects/:org/:project/grouping-preview/', 'event:write', previewGrouping),

  ofOrganization('GET', '/organizations/:org/releases/', 'project:read', listReleasesOfOrganization),
  ofOrganization('POST', '/organizations/:org/releases/', 'project:releases', createReleaseOfOrganization),
  ofRelease('GET', '/organizations/:org/releases/:version/', 'project:read', readRelease),
  ofRelease('PUT', '/organizations/:org/releases/:version/', 'project:releases', changeRelease),
  ofRelease('DELETE', '/organizations/:org/releases/:version/', 'project:releases', deleteRelease),
  ofRelease('GET', '/organizations/:org/releases/:version/commits/', 'project:read', listCommitsOfRelease),
  ofRelease('GET', '/organizations/:org/releases/:version/issues/', 'event:read', listIssuesOfRelease),
  ofRelease('GET', '/organizations/:org/releases/:version/previous-with-commits/', 'project:read', readPreviousWithCommits),
  ofRelease('GET', '/organizations/:org/releases/:version/deploys/', 'project:read', listDeploysOfRelease),
  ofRelease('POST', '/organizations/:org/releases/:version/deploys/', 'project:releases', createDeploy),
  ofProject('GET', '/projects/:org/:project/releases/', 'project:read', listReleasesOfProject),
  ofProject('POST', '/projects/:org/:project/releases/', 'project:releases', createReleaseOfProject),
  ofReleaseOfProject('GET', '/projects/:org/:project/releases/:version/', 'project:read', readRelease),
  ofReleaseOfProject('PUT', '/projects/:org/:project/releases/:version/', 'project:releases', changeRelease),
  ofReleaseOfProject('DELETE', '/projects/:org/:project/releases/:version/', 'project:releases', deleteRelease),
  ofReleaseOfProject('GET', '/projects/:org/:project/releases/:version/commits/', 'project:read', listCommitsOfRelease),
  ofOrganization('GET', '/organizations/:org/repos/', 'project:read', listRepositories),

  ofOrganization('GET', '/organizations/:org/stats_v2/', 'org:read', readStats),
  ofOrganization('GET', '/organizations/:org/rejections/', 'event:read', listRejectionsOfOrganization),
  ofOrganization('GET', '/organizations/:org/eventids/:event/', 'event:read', resolveEventId),
  ofOrganization('GET', '/organizations/:org/events/', 'event:read', exploreEvents),
  ofOrganization('GET', '/organizations/:org/events/export/', 'event:read', exportEvents),
  ofOrganization('GET', '/organizations/:org/events-stats/', 'event:read', exploreSeries),
  ofOrganization('GET', '/organizations/:org/discover/saved/', 'event:read', listQueries),
  ofOrganization('POST', '/organizations/:org/discover/saved/', 'event:write', createQuery),
  ofOrganization('GET', '/organizations/:org/discover/saved/:query/', 'event:read', readQuery),
  ofOrganization('PUT', '/organizations/:org/discover/saved/:query/', 'event:write', changeQuery),
  ofOrganization('DELETE', '/organizations/:org/discover/saved/:query/', 'event:write', deleteQuery),
  ofProject('GET', '/projects/:org/:project/captures/', 'event:read', ofCapturesOfProject(listOfShelf)),
  ofProject('DELETE', '/projects/:org/:project/captures/', 'project:write', ofCapturesOfProject(emptyShelf)),
  ofProject('GET', '/projects/:org/:project/captures/settings/', 'event:read', readCaptureSettings),
  ofProject('PUT', '/projects/:org/:project/captures/settings/', 'project:write', changeCaptureSettings),
  ofProject('GET', '/projects/:org/:project/captures/:capture/', 'event:read', ofCapturesOfProject(readOfShelf)),
  ofProject('DELETE', '/projects/:org/:project/captures/:capture/', 'project:write', ofCapturesOfProject(deleteOfShelf)),
  ofProject('GET', '/projects/:org/:project/captures/:capture/body/', 'event:read', ofCapturesOfProject(readBodyOfShelf)),
  ofProject('GET', '/projects/:org/:project/captures/:capture/download/', 'event:read', ofCapturesOfProject(downloadOfShelf)),
  ofOrganization('GET', '/organizations/:org/captures/', 'org:write', ofStrays(listOfShelf)),
  ofOrganization('DELETE', '/organizations/:org/captures/', 'org:write', ofStrays(emptyShelf)),
  ofOrganization('GET', '/organizations/:org/captures/:capture/', 'org:write', ofStrays(readOfShelf)),
  ofOrganization('DELETE', '/organizations/:org/captures/:capture/', 'org:write', ofStrays(deleteOfShelf)),
  ofOrganization('GET', '/organizations/:org/captures/:capture/body/', 'org:write', ofStrays(readBodyOfShelf)),
  ofOrganization('GET', '/organizations/:org/captures/:capture/download/', 'org:write', ofStrays(downloadOfShelf)),
  ofOrganization('GET', '/organizations/:org/live/', 'event:read', listenToOrganization),

  ofOrganization('GET', '/organizations/:org/issues/', 'event:read', listIssuesOfOrganization),
  ofOrganization('PUT', '/organizations/:org/issues/', 'event:write', changeIssuesOfOrganization),
  ofOrganization('DELETE', '/organizations/:org/issues/', 'event:admin', deleteIssuesOfOrganization),
  ofProject('GET', '/projects/:org/:project/issues/', 'event:read', listIssuesOfProject),
  ofProject('PUT', '/projects/:org/:project/issues/', 'event:write', changeIssuesOfProject),
  ofProject('DELETE', '/projects/:org/:project/issues/', 'event:admin', deleteIssuesOfProject),

  ofOrganization('GET', '/organizations/:org/group-search-views/', 'event:read', listSearchViews),
  ofOrganization('POST', '/organizations/:org/group-search-views/', 'event:write', createSearchView),
  ofOrganization('PUT', '/organizations/:org/group-search-views/starred/order/', 'event:write', orderStarredViews),
  ofOrganization('GET', '/organizations/:org/group-search-views/:view/', 'event:read', readSearchView),
  ofOrganization('PUT', '/organizations/:org/group-search-views/:view/', 'event:write', changeSearchView),
  ofOrganization('DELETE', '/organizations/:org/group-search-views/:view/', 'event:write', deleteSearchView),
  ofOrganization('POST', '/organizations/:org/group-search-views/:view/restore/', 'event:write', restoreSearchView),
  ofOrganization('POST', '/organizations/:org/group-search-views/:view/starred/', 'event:write', starSearchView),
  ofOrganization('GET', '/organizations/:org/recent-searches/', 'event:read', listRecentSearchesOfViewer),
  ofOrganization('POST', '/organizations/:org/recent-searches/', 'event:write', rememberRecentSearch),

  ofIssue('GET', '/organizations/:org/issues/:issue/', 'event:read', readIssue),
  ofIssue('PUT', '/organizations/:org/issues/:issue/', 'event:write', changeIssue),
  ofIssue('DELETE', '/organizations/:org/issues/:issue/', 'event:admin', deleteIssue),

  ofIssue('GET', '/organizations/:org/shortids/:issue/', 'event:read', readShortId),
  ofIssue('GET', '/organizations/:org/issues/:issue/external-issues/', 'event:read', listExternalIssues),

  ofIssue('GET', '/organizations/:org/issues/:issue/hashes/', 'event:read', listHashesOfIssue),
  ofIssue('PUT', '/organizations/:org/issues/:issue/hashes/', 'event:write', unmergeHashes),
  ofIssue('DELETE', '/organizations/:org/issues/:issue/hashes/', 'event:write', unmergeHashes),
  ofProject('GET', '/projects/:org/:project/tombstones/', 'event:read', listTombstonesOfProject),
  ofProject('DELETE', '/projects/:org/:project/tombstones/:tombstone/', 'event:admin', deleteTombstone),
  ...['notes', 'comments'].flatMap((name) => [
    ofIssue('GET', `/organizations/:org/issues/:issue/${name}/`, 'event:read', listNotesOfIssue),
    ofIssue('POST', `/organizations/:org/issues/:issue/${name}/`, 'event:write', createNote),
    ofIssue('PUT', `/organizations/:org/issues/:issue/${name}/:note/`, 'event:write', changeNote),
    ofIssue('DELETE', `/organizations/:org/issues/:issue/${name}/:note/`, 'event:write', deleteNote),
  ]),
  ofIssue('GET', '/organizations/:org/issues/:issue/activities/', 'event:read', listActivitiesOfIssue),
  ofIssue('GET', '/organizations/:org/issues/:issue/tags/', 'event:read', listTagsOfIssue),
  ofIssue('GET', '/organizations/:org/issues/:issue/tags/:tag/', 'event:read', readTagOfIssue),
  ofIssue('GET', '/organizations/:org/issues/:issue/tags/:tag/values/', 'event:read', listTagValuesOfIssue),
  ofIssue('GET', '/organizations/:org/issues/:issue/similar-issues/', 'event:read', listSimilarIssues),
  ofProject('GET', '/projects/:org/:project/tags/', 'event:read', listTagsOfProject),
  ofProject('GET', '/projects/:org/:project/tags/:tag/', 'event:read', readTagOfProject),
  ofOrganization('GET', '/organizations/:org/tags/', 'event:read', listTagsOfOrganization),
  ofOrganization('GET', '/organizations/:org/tags/:tag/values/', 'event:read', listTagValuesOfOrganization),
  ofProject('GET', '/projects/:org/:project/tags/:tag/values/', 'event:read', listTagValuesOfProject),

  ofIssue('GET', '/organizations/:org/issues/:issue/user-reports/', 'event:read', listReportsOfIssue),
  ofProject('GET', '/projects/:org/:project/user-feedback/', 'event:read', listReportsOfProject),
  byTokenOrKey('POST', '/projects/:org/:project/user-feedback/', 'event:write', createReport),

  ofIssue('GET', '/organizations/:org/issues/:issue/events/', 'event:read', listEvents),
  ofIssue('GET', '/organizations/:org/issues/:issue/events/:event/', 'event:read', readEventOfIssue),
  ofProject('GET', '/projects/:org/:project/events/', 'event:read', listEventsOfProject),
  ofProject('GET', '/projects/:org/:project/events/:event/', 'event:read', readEventOfProject),
  ofProject('GET', '/projects/:org/:project/events/:event/json/', 'event:read', readStoredEvent),
  ofProject('POST', '/projects/:org/:project/events/:event/scrubbing-preview/', 'event:write', previewScrubbing),
  ofProject('GET', '/projects/:org/:project/events/:event/grouping-info/', 'event:read', readGroupingInfo),
  ofProject('GET', '/projects/:org/:project/events/:event/owners/', 'event:read', readEventOwners),
  ofProject('GET', '/projects/:org/:project/events/:event/attachments/', 'event:read', listAttachmentsOfEvent),
  ofProject('GET', '/projects/:org/:project/events/:event/attachments/:attachment/', 'event:read', readAttachment),

  // The paths of issues from when they named no organization, as older clients and links have them.
  ofIssueAnywhere('GET', '/issues/:issue/', 'event:read', readIssue),
  ofIssueAnywhere('PUT', '/issues/:issue/', 'event:write', changeIssue),
  ofIssueAnywhere('DELETE', '/issues/:issue/', 'event:admin', deleteIssue),
  ofIssueAnywhere('GET', '/issues/:issue/events/', 'event:read', listEvents),
  ofIssueAnywhere('GET', '/issues/:issue/events/:event/', 'event:read', readEventOfIssue),
  ofIssueAnywhere('GET', '/issues/:issue/hashes/', 'event:read', listHashesOfIssue),
  ofIssueAnywhere('GET', '/issues/:issue/notes/', 'event:read', listNotesOfIssue),
  ofIssueAnywhere('POST', '/issues/:issue/notes/', 'event:write', createNote),
  ofIssueAnywhere('GET', '/issues/:issue/tags/', 'event:read', listTagsOfIssue),
  ofIssueAnywhere('GET', '/issues/:issue/tags/:tag/', 'event:read', readTagOfIssue),
  ofIssueAnywhere('GET', '/issues/:issue/tags/:tag/values/', 'event:read', listTagValuesOfIssue),
  ofIssueAnywhere('GET', '/issues/:issue/user-reports/', 'event:read', listReportsOfIssue),
];

type Answer<Called extends Call> = (call: Called) => Promise<Response>;

function open(method: Method, path: Route['path'], answer: Answer<Call>): Route {
  return { method, path, scope: 'open', answer: (context) => answer(openCall(context)) };
}

function signedIn(method: Method, path: Route['path'], answer: Answer<ViewerCall>): Route {
  return { method, path, scope: 'signed in', answer: async (context) => answer(await withViewer(openCall(context))) };
}

function ofOrganization(method: Method, path: Route['path'], scope: Scope, answer: Answer<OrganizationCall>): Route {
  return { method, path, scope, answer: async (context) => answer(await withOrganization(openCall(context), scope)) };
}

function ofProject(method: Method, path: Route['path'], scope: Scope, answer: Answer<ProjectCall>): Route {
  return { method, path, scope, answer: async (context) => answer(await withProject(openCall(context), scope)) };
}

function ofRelease(method: Method, path: Route['path'], scope: Scope, answer: Answer<ReleaseCall>): Route {
  return { method, path, scope, answer: async (context) => answer(await withRelease(openCall(context), scope)) };
}

function ofReleaseOfProject(method: Method, path: Route['path'], scope: Scope, answer: Answer<ReleaseCall>): Route {
  return { method, path, scope, answer: async (context) => answer(await withReleaseOfProject(openCall(context), scope)) };
}

function ofTeam(method: Method, path: Route['path'], scope: Scope, answer: Answer<TeamCall>): Route {
  return { method, path, scope, answer: async (context) => answer(await withTeam(openCall(context), scope)) };
}

function ofIssue(method: Method, path: Route['path'], scope: Scope, answer: Answer<IssueCall>): Route {
  return { method, path, scope, answer: async (context) => answer(await withIssue(openCall(context), scope)) };
}

function ofIssueAnywhere(method: Method, path: Route['path'], scope: Scope, answer: Answer<IssueCall>): Route {
  return { method, path, scope, answer: async (context) => answer(await withIssueAnywhere(openCall(context), scope)) };
}

/** For what whoever has the DSN may do as well. */
function byTokenOrKey(method: Method, path: Route['path'], scope: Scope, answer: (scope: Scope) => Answer<Call>): Route {
  return { method, path, scope, answer: (context) => answer(scope)(openCall(context)) };
}
