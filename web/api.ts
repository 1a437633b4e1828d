import type { Environment } from '../worker/api/contract/environment.ts';
import type { Capture, CaptureDetail, CaptureSettings, CaptureSettingsChange } from '../worker/api/contract/capture.ts';
import type { Attachment, Event, EventSummary, ResolvedEventId } from '../worker/api/contract/event.ts';
import type { ExploreLines, ExploreTable } from '../worker/api/contract/explore.ts';
import type { GroupingInfo, GroupingPreview, GroupingSettingsChange } from '../worker/api/contract/grouping.ts';
import type { Activity, Issue, IssueSort } from '../worker/api/contract/issue.ts';
import type { IssueChange, IssuesChanged, IssuesDeleted } from '../worker/api/contract/issue-change.ts';
import type { IssueHash, Unmerged } from '../worker/api/contract/issue-hash.ts';
import type { Activities, Note, NoteChange } from '../worker/api/contract/note.ts';
import type { Index, Organization, OrganizationChange, Setup, SetupReply, SignIn, User } from '../worker/api/contract/organization.ts';
import type {
  Codeowners,
  CodeownersChange,
  EventOwners,
  NewCodeowners,
  Ownership,
  OwnershipChange,
  OwnershipPreview,
} from '../worker/api/contract/ownership.ts';
import type { NewProject, NewProjectKey, Project, ProjectChange, ProjectKey, ProjectKeyChange } from '../worker/api/contract/project.ts';
import type { InboundFilter, InboundFilterChange } from '../worker/api/contract/project-options.ts';
import type { Commit, Release } from '../worker/api/contract/release.ts';
import type { SavedQuery, SavedQueryChange } from '../worker/api/contract/saved-query.ts';
import type { ScrubbingChange, ScrubbingPreview } from '../worker/api/contract/scrubbing.ts';
import type { SharedIssue } from '../worker/api/contract/share.ts';
import type { SimilarIssues } from '../worker/api/contract/similar-issue.ts';
import type { OrganizationTags, Tag, TagValue } from '../worker/api/contract/tag.ts';
import type { Tombstone } from '../worker/api/contract/tombstone.ts';
import type { NewRecentSearch, RecentSearch } from '../worker/api/contract/recent-search.ts';
import type { NewSearchView, SearchView, SearchViewChange } from '../worker/api/contract/search-view.ts';
import type { Rejection, Stats } from '../worker/api/contract/stats.ts';
import type { Member, NewTeam, Team, TeamChange } from '../worker/api/contract/team.ts';
import type { UserReport } from '../worker/api/contract/user-report.ts';
import type { FieldErrors } from '../worker/api/contract/values.ts';

/*
 * The only `fetch` of the dashboard: a typed function for each question to the API. Nothing here throws for what a server or a network may do;
 * the answer says what failed, in words that may be shown.
 */

export type Answer<Value> = { ok: true; value: Value } | { ok: false; failure: Failure };

export type Failure = {
  /** A sentence that may be shown to the reader. */
  message: string;
} & (
  | { reason: 'unauthenticated' }
  | { reason: 'forbidden' }
  | { reason: 'not_found' }
  /** Fields as in the body that was sent (`user.email`); what belongs to none of them is under `non_field_errors`. */
  | {
      reason: 'invalid';
      fields: FieldErrors;
      /** Where in the query of a search it is, in UTF-16 units. */
      position?: { start: number; end: number };
    }
  | { reason: 'limited' }
  | { reason: 'offline' }
  /** The one who asked no longer wants to know. Nothing to show. */
  | { reason: 'cancelled' }
  | { reason: 'failed'; status: number }
);

/** A page of a list. Cursors are null where the list ends. */
export interface Page<Item> {
  items: Item[];
  previous: string | null;
  next: string | null;
  /** Items in the whole list, counted up to a limit; null where the API does not say. */
  hits: number | null;
}

export interface IssueListParameters {
  /** Absent: `is:unresolved`. Empty: all issues. */
  query?: string;
  sort?: IssueSort;
  /** Slugs or ids; none for all. */
  projects?: readonly string[];
  /** Names; none for all. */
  environments?: readonly string[];
  times?: Times | null;
  cursor?: string | null;
  limit?: number;
}

/** `24h` up to now, or from a time to another, in ISO 8601. */
export type Times = { period: string } | { start: string; end: string };

/** Issues by their ids, at most 250; or whatever a list finds, at most 1,000. */
export type IssueChoice = { ids: readonly string[] } | Pick<IssueListParameters, 'query' | 'sort' | 'projects' | 'environments' | 'times'>;

/** A named event of an issue, or one by id. */
export type EventChoice = 'latest' | 'oldest' | 'recommended' | (string & {});

let whenSignedOut: () => void = () => undefined;

/** Tells what to do when the API no longer knows the session; the application goes to the sign-in and comes back after it. */
export function onSignedOut(act: () => void): void {
  whenSignedOut = act;
}

export const getIndex = (): Promise<Answer<Index>> => ask('/');
export const setUp = (body: Setup): Promise<Answer<SetupReply>> => ask('/setup/', { method: 'POST', body });
export const signIn = (body: SignIn): Promise<Answer<User>> => ask('/auth/', { method: 'POST', body });
export const signOut = (): Promise<Answer<null>> => ask('/auth/', { method: 'DELETE' });

export const listOrganizations = (): Promise<Answer<Organization[]>> => ask('/organizations/');

export const getOrganization = (org: string): Promise<Answer<Organization>> => ask(path`/organizations/${org}/`);
export const changeOrganization = (org: string, body: OrganizationChange): Promise<Answer<Organization>> =>
  ask(path`/organizations/${org}/`, { method: 'PUT', body });

export const listProjects = (org: string): Promise<Answer<Project[]>> => ask(path`/organizations/${org}/projects/`);
export const getProject = (org: string, project: string): Promise<Answer<Project>> => ask(path`/projects/${org}/${project}/`);
export const createProject = (org: string, body: NewProject): Promise<Answer<Project>> => ask(path`/organizations/${org}/projects/`, { method: 'POST', body });
export const changeProject = (org: string, project: string, body: ProjectChange): Promise<Answer<Project>> =>
  ask(path`/projects/${org}/${project}/`, { method: 'PUT', body });

export const listTeams = (org: string): Promise<Answer<Team[]>> => ask(path`/organizations/${org}/teams/`);
export const createTeam = (org: string, body: NewTeam): Promise<Answer<Team>> => ask(path`/organizations/${org}/teams/`, { method: 'POST', body });
export const changeTeam = (org: string, team: string, body: TeamChange): Promise<Answer<Team>> => ask(path`/teams/${org}/${team}/`, { method: 'PUT', body });
export const deleteTeam = (org: string, team: string): Promise<Answer<null>> => ask(path`/teams/${org}/${team}/`, { method: 'DELETE' });
export const listMembers = (org: string): Promise<Answer<Member[]>> => ask(path`/organizations/${org}/members/`);
/** Null for somebody who was in it already. */
export const addTeamMember = (org: string, team: string, member: string): Promise<Answer<Team | null>> =>
  ask(path`/organizations/${org}/members/${member}/teams/${team}/`, { method: 'POST' });
export const removeTeamMember = (org: string, team: string, member: string): Promise<Answer<Team>> =>
  ask(path`/organizations/${org}/members/${member}/teams/${team}/`, { method: 'DELETE' });
export const addTeamToProject = (org: string, team: string, project: string): Promise<Answer<Project>> =>
  ask(path`/projects/${org}/${project}/teams/${team}/`, { method: 'POST' });
export const removeTeamFromProject = (org: string, team: string, project: string): Promise<Answer<Project>> =>
  ask(path`/projects/${org}/${project}/teams/${team}/`, { method: 'DELETE' });

export const getOwnership = (org: string, project: string): Promise<Answer<Ownership>> => ask(path`/projects/${org}/${project}/ownership/`);
export const changeOwnership = (org: string, project: string, body: OwnershipChange): Promise<Answer<Ownership>> =>
  ask(path`/projects/${org}/${project}/ownership/`, { method: 'PUT', body });
/** Whose an event would be that has only this, by rules that need not be saved. */
export const previewOwnership = (org: string, project: string, body: OwnershipPreview): Promise<Answer<EventOwners>> =>
  ask(path`/projects/${org}/${project}/ownership-preview/`, { method: 'POST', body });
export const listCodeowners = (org: string, project: string): Promise<Answer<Codeowners[]>> => ask(path`/projects/${org}/${project}/codeowners/`);
export const createCodeowners = (org: string, project: string, body: NewCodeowners): Promise<Answer<Codeowners>> =>
  ask(path`/projects/${org}/${project}/codeowners/`, { method: 'POST', body });
export const changeCodeowners = (org: string, project: string, id: string, body: CodeownersChange): Promise<Answer<Codeowners>> =>
  ask(path`/projects/${org}/${project}/codeowners/${id}/`, { method: 'PUT', body });
export const deleteCodeowners = (org: string, project: string, id: string): Promise<Answer<null>> =>
  ask(path`/projects/${org}/${project}/codeowners/${id}/`, { method: 'DELETE' });

export const listKeys = (org: string, project: string): Promise<Answer<ProjectKey[]>> => ask(path`/projects/${org}/${project}/keys/`);
export const createKey = (org: string, project: string, body: NewProjectKey): Promise<Answer<ProjectKey>> =>
  ask(path`/projects/${org}/${project}/keys/`, { method: 'POST', body });
export const changeKey = (org: string, project: string, key: string, body: ProjectKeyChange): Promise<Answer<ProjectKey>> =>
  ask(path`/projects/${org}/${project}/keys/${key}/`, { method: 'PUT', body });
export const deleteKey = (org: string, project: string, key: string): Promise<Answer<null>> =>
  ask(path`/projects/${org}/${project}/keys/${key}/`, { method: 'DELETE' });

export const listFilters = (org: string, project: string): Promise<Answer<InboundFilter[]>> => ask(path`/projects/${org}/${project}/filters/`);
export const changeFilter = (org: string, project: string, id: InboundFilter['id'], body: InboundFilterChange): Promise<Answer<null>> =>
  ask(path`/projects/${org}/${project}/filters/${id}/`, { method: 'PUT', body });

/** `search` is the query of the question: see web/stats/view.ts. */
export const getStats = (org: string, search: string): Promise<Answer<Stats>> => ask(`${path`/organizations/${org}/stats_v2/`}?${search}`);
export const listRejections = (org: string, { project, eventId }: { project?: string; eventId?: string }): Promise<Answer<Rejection[]>> =>
  ask(`${path`/organizations/${org}/rejections/`}?${searchOf({ project, eventId, per_page: '50' })}`);
/** A page of events, or of groups of them. */
export type ExplorePage = ExploreTable & Pick<Page<unknown>, 'previous' | 'next'>;

export const exploreEvents = (org: string, search: string): Promise<Answer<ExplorePage>> =>
  send(`${root}${path`/organizations/${org}/events/`}?${search}`, {}, async (response) => {
    const table: ExploreTable = await response.json();
    return { ...table, ...readCursors(response.headers.get('link') ?? '') };
  });
export const exploreLines = (org: string, search: string): Promise<Answer<ExploreLines>> => ask(`${path`/organizations/${org}/events-stats/`}?${search}`);
/** The same table as a file. */
export const exportUrl = (org: string, search: string): string => `${root}${path`/organizations/${org}/events/export/`}?${search}`;

/** Questions about events that somebody gave a name. */
export const listSavedQueries = (org: string): Promise<Answer<SavedQuery[]>> => ask(path`/organizations/${org}/discover/saved/`);
export const createSavedQuery = (org: string, body: SavedQueryChange): Promise<Answer<SavedQuery>> =>
  ask(path`/organizations/${org}/discover/saved/`, { method: 'POST', body });
export const changeSavedQuery = (org: string, id: string, body: SavedQueryChange): Promise<Answer<SavedQuery>> =>
  ask(path`/organizations/${org}/discover/saved/${id}/`, { method: 'PUT', body });
export const deleteSavedQuery = (org: string, id: string): Promise<Answer<null>> =>
  ask(path`/organizations/${org}/discover/saved/${id}/`, { method: 'DELETE' });

/** Where an event is, when only its id is known. */
export const resolveEvent = (org: string, eventId: string): Promise<Answer<ResolvedEventId>> => ask(path`/organizations/${org}/eventids/${eventId}/`);

export function listIssues(org: string, parameters: IssueListParameters = {}, signal?: AbortSignal): Promise<Answer<Page<Issue>>> {
  const search = searchOfList(parameters);
  for (const [name, value] of searchOf({ cursor: parameters.cursor, limit: parameters.limit?.toString() })) search.append(name, value);
  return askPage(path`/organizations/${org}/issues/`, search, signal);
}

/** What became of these issues, at most 100, whatever the list would find. Those that are gone are missing, and a merged one comes as what it was merged into. */
export const listNamedIssues = (org: string, ids: readonly string[]): Promise<Answer<Issue[]>> =>
  ask(`${path`/organizations/${org}/issues/`}?${new URLSearchParams(ids.map((id) => ['group', id]))}`);

export interface ReleaseListParameters {
  /** A part of the version. */
  query?: string;
  /** Slugs or ids; none for all. */
  projects?: readonly string[];
  cursor?: string | null;
  limit?: number;
}

/** By when they were released, or else became known; the newest first. */
export function listReleases(org: string, parameters: ReleaseListParameters = {}, signal?: AbortSignal): Promise<Answer<Page<Release>>> {
  const { query, projects = [], cursor, limit } = parameters;
  const search = searchOf({ query, cursor, limit: limit?.toString() });
  for (const project of projects) search.append('project', project);
  return askPage(path`/organizations/${org}/releases/`, search, signal);
}

export const getRelease = (org: string, version: string): Promise<Answer<Release>> => ask(path`/organizations/${org}/releases/${version}/`);
export const listCommits = (org: string, version: string, limit: number): Promise<Answer<Page<Commit>>> =>
  askPage(path`/organizations/${org}/releases/${version}/commits/`, searchOf({ limit: String(limit) }), undefined);
/** Those that came with the release, the newest first. */
export const listIssuesOfRelease = (org: string, version: string, limit: number): Promise<Answer<Page<Issue>>> =>
  askPage(path`/organizations/${org}/releases/${version}/issues/`, searchOf({ limit: String(limit) }), undefined);

export const getIssue = (org: string, issueId: string, signal?: AbortSignal): Promise<Answer<Issue>> =>
  ask(path`/organizations/${org}/issues/${issueId}/`, { signal });
export const changeIssue = (org: string, issueId: string, body: IssueChange): Promise<Answer<Issue>> =>
  ask(path`/organizations/${org}/issues/${issueId}/`, { method: 'PUT', body });
export const deleteIssue = (org: string, issueId: string): Promise<Answer<null>> => ask(path`/organizations/${org}/issues/${issueId}/`, { method: 'DELETE' });
/** Null where none of them is there any more. */
export const changeIssues = (org: string, choice: IssueChoice, body: IssueChange): Promise<Answer<IssuesChanged | null>> =>
  ask(`${path`/organizations/${org}/issues/`}?${searchOfChoice(choice)}`, { method: 'PUT', body });
/** Null where all of them were deleted. */
export const deleteIssues = (org: string, choice: IssueChoice): Promise<Answer<IssuesDeleted | null>> =>
  ask(`${path`/organizations/${org}/issues/`}?${searchOfChoice(choice)}`, { method: 'DELETE' });

/** What an issue was merged of; its own hash first. */
export async function listHashes(org: string, issueId: string): Promise<Answer<IssueHash[]>> {
  return ask(path`/organizations/${org}/issues/${issueId}/hashes/`);
}
/** Makes these hashes an issue of their own again. */
export const unmergeHashes = (org: string, issueId: string, hashes: readonly string[]): Promise<Answer<Unmerged>> =>
  ask(`${path`/organizations/${org}/issues/${issueId}/hashes/`}?${searchOfIds(hashes)}`, { method: 'PUT' });

export const createNote = (org: string, issueId: string, body: NoteChange): Promise<Answer<Note>> =>
  ask(path`/organizations/${org}/issues/${issueId}/notes/`, { method: 'POST', body });
export const changeNote = (org: string, issueId: string, noteId: string, body: NoteChange): Promise<Answer<Note>> =>
  ask(path`/organizations/${org}/issues/${issueId}/notes/${noteId}/`, { method: 'PUT', body });
export const deleteNote = (org: string, issueId: string, noteId: string): Promise<Answer<null>> =>
  ask(path`/organizations/${org}/issues/${issueId}/notes/${noteId}/`, { method: 'DELETE' });
export function listActivities(org: string, issueId: string, cursor: string | null): Promise<Answer<Page<Activity>>> {
  return send(`${root}${path`/organizations/${org}/issues/${issueId}/activities/`}?${searchOf({ cursor })}`, {}, async (response) => {
    const { activity }: Activities = await response.json();
    return { items: activity, ...readCursors(response.headers.get('link') ?? ''), hits: null };
  });
}

/** Who an event is of by the ownership rules of its project. */
export const getEventOwners = (org: string, project: string, eventId: string): Promise<Answer<EventOwners>> =>
  ask(path`/projects/${org}/${project}/events/${eventId}/owners/`);

export const getEvent = (org: string, issueId: string, event: EventChoice, signal?: AbortSignal): Promise<Answer<Event>> =>
  ask(path`/organizations/${org}/issues/${issueId}/events/${event}/`, { signal });

/** The one with the most events takes the others in. */
export const mergeIssues = (org: string, issueIds: readonly string[]): Promise<Answer<Pick<IssuesChanged, 'merge'>>> =>
  ask(`${path`/organizations/${org}/issues/`}?${searchOfIds(issueIds)}`, { method: 'PUT', body: { merge: 1 } });
export const listSimilarIssues = (org: string, issueId: string): Promise<Answer<SimilarIssues>> =>
  ask(path`/organizations/${org}/issues/${issueId}/similar-issues/`);

export const listTags = (org: string, issueId: string): Promise<Answer<Tag[]>> => ask(path`/organizations/${org}/issues/${issueId}/tags/`);
export const listTagValues = (
  org: string,
  issueId: string,
  key: string,
  { sort, cursor, limit }: { sort: '-count' | '-date'; cursor: string | null; limit: number },
  signal?: AbortSignal,
): Promise<Answer<Page<TagValue>>> =>
  askPage(path`/organizations/${org}/issues/${issueId}/tags/${key}/values/`, searchOf({ sort, cursor, limit: String(limit) }), signal);

/** Keys of tags that the chosen projects have, with how many events have them. */
export const listOrganizationTags = (org: string, projects: readonly string[]): Promise<Answer<OrganizationTags>> =>
  ask(`${path`/organizations/${org}/tags/`}?${new URLSearchParams(projects.map((project) => ['project', project]))}`);
/** Those that events of the chosen projects named. */
export const listEnvironments = (org: string, projects: readonly string[]): Promise<Answer<Environment[]>> =>
  ask(`${path`/organizations/${org}/environments/`}?${new URLSearchParams(projects.map((project) => ['project', project]))}`);
/** The values of a key that have the text in them, at most 20. */
export const suggestValues = (org: string, projects: readonly string[], key: string, text: string, signal?: AbortSignal): Promise<Answer<TagValue[]>> =>
  ask(
    `${path`/organizations/${org}/tags/${key}/values/`}?${searchOf({ query: text })}${projects.map((project) => `&project=${encodeURIComponent(project)}`).join('')}`,
    {
      signal,
    },
  );

export const listSearchViews = (org: string): Promise<Answer<SearchView[]>> => ask(path`/organizations/${org}/group-search-views/`);
export const createSearchView = (org: string, body: NewSearchView): Promise<Answer<SearchView>> =>
  ask(path`/organizations/${org}/group-search-views/`, { method: 'POST', body });
export const changeSearchView = (org: string, id: string, body: SearchViewChange): Promise<Answer<SearchView>> =>
  ask(path`/organizations/${org}/group-search-views/${id}/`, { method: 'PUT', body });
export const deleteSearchView = (org: string, id: string): Promise<Answer<null>> =>
  ask(path`/organizations/${org}/group-search-views/${id}/`, { method: 'DELETE' });
export const restoreSearchView = (org: string, id: string): Promise<Answer<SearchView>> =>
  ask(path`/organizations/${org}/group-search-views/${id}/restore/`, { method: 'POST' });
export const starSearchView = (org: string, id: string, starred: boolean): Promise<Answer<null>> =>
  ask(path`/organizations/${org}/group-search-views/${id}/starred/`, { method: 'POST', body: { starred } });
export const orderSearchViews = (org: string, ids: readonly string[]): Promise<Answer<null>> =>
  ask(path`/organizations/${org}/group-search-views/starred/order/`, { method: 'PUT', body: { view_ids: ids } });

/** What one searched for last. `type`: 0 issues, 1 events. */
export const listRecentSearches = (org: string, type: string): Promise<Answer<RecentSearch[]>> =>
  ask(`${path`/organizations/${org}/recent-searches/`}?${searchOf({ type })}`);
/** Null where it was searched for before. */
export const rememberSearch = (org: string, body: NewRecentSearch): Promise<Answer<RecentSearch | null>> =>
  ask(path`/organizations/${org}/recent-searches/`, { method: 'POST', body });

/** What whoever has the link may see of an issue; asked without saying who one is. */
export const getSharedIssue = (shareId: string): Promise<Answer<SharedIssue>> => ask(path`/shared/issues/${shareId}/`, { isAnonymous: true });

export const listTombstones = (org: string, project: string, cursor: string | null, signal?: AbortSignal): Promise<Answer<Page<Tombstone>>> =>
  askPage(path`/projects/${org}/${project}/tombstones/`, searchOf({ cursor, limit: '50' }), signal);
export const deleteTombstone = (org: string, project: string, id: string): Promise<Answer<null>> =>
  ask(path`/projects/${org}/${project}/tombstones/${id}/`, { method: 'DELETE' });

/** How an event is grouped by the rules that its project has now. */
export const getGroupingInfo = (org: string, project: string, eventId: string): Promise<Answer<GroupingInfo>> =>
  ask(path`/projects/${org}/${project}/events/${eventId}/grouping-info/`);
/** Into which issues the last events would fall by rules that are not saved. */
export const previewGrouping = (org: string, project: string, body: GroupingSettingsChange): Promise<Answer<GroupingPreview>> =>
  ask(path`/projects/${org}/${project}/grouping-preview/`, { method: 'POST', body });

/** What settings that are not saved would still take out of a stored event. */
export const previewScrubbing = (org: string, project: string, eventId: string, body: ScrubbingChange): Promise<Answer<ScrubbingPreview>> =>
  ask(path`/projects/${org}/${project}/events/${eventId}/scrubbing-preview/`, { method: 'POST', body });
/** The newest of a project, from the issues that were seen last. */
export const listNewestEvents = (org: string, project: string, limit: number): Promise<Answer<EventSummary[]>> =>
  ask(`${path`/projects/${org}/${project}/events/`}?${searchOf({ per_page: String(limit) })}`);

export interface EventListParameters {
  query?: string | null;
  /** Null for all; empty for events of none. */
  environment?: string | null;
  times?: Times | null;
  cursor?: string | null;
  limit?: number;
}

/** Counted only where something is asked for. */
export function listEvents(
  org: string,
  issueId: string,
  { query, environment, times, cursor, limit }: EventListParameters = {},
  signal?: AbortSignal,
): Promise<Answer<Page<EventSummary>>> {
  const range = !times ? {} : 'period' in times ? { statsPeriod: times.period } : times;
  const search = searchOf({ query, environment, ...range, cursor, limit: limit?.toString() });
  return askPage(path`/organizations/${org}/issues/${issueId}/events/`, search, signal);
}

export function listUserReports(
  org: string,
  issueId: string,
  { cursor, limit }: { cursor?: string | null; limit?: number } = {},
  signal?: AbortSignal,
): Promise<Answer<Page<UserReport>>> {
  return askPage(path`/organizations/${org}/issues/${issueId}/user-reports/`, searchOf({ cursor, limit: limit?.toString() }), signal);
}

export const listAttachments = (org: string, project: string, eventId: string, signal?: AbortSignal): Promise<Answer<Attachment[]>> =>
  ask(path`/projects/${org}/${project}/events/${eventId}/attachments/`, { signal });

/** Address of the bytes of an attachment, to save them. */
export const attachmentUrl = (org: string, project: string, eventId: string, attachmentId: string): string =>
  `${root}${path`/projects/${org}/${project}/events/${eventId}/attachments/${attachmentId}/`}?download=1`;

/** Address of the event as it is stored. */
export const eventJsonUrl = (org: string, project: string, eventId: string): string => `${root}${path`/projects/${org}/${project}/events/${eventId}/json/`}`;

/** What is behind one of these addresses, as text: an attachment or the JSON of an event to show on the page. */
export const readText = (url: string, signal?: AbortSignal): Promise<Answer<string>> => send(url, { signal }, (response) => response.text());

/* Captured requests. `project` is null for those that no project could be found for. */

export interface CaptureListParameters {
  status?: string | null;
  /** The beginning of the client's name. */
  sdk?: string | null;
  cursor?: string | null;
  limit?: number;
}

export function listCaptures(
  org: string,
  project: string | null,
  parameters: CaptureListParameters = {},
  signal?: AbortSignal,
): Promise<Answer<Page<Capture>>> {
  const { status, sdk, cursor, limit } = parameters;
  return askPage(capturesPath(org, project), searchOf({ status, sdk, cursor, per_page: limit?.toString() }), signal);
}
export const getCapture = (org: string, project: string | null, id: string): Promise<Answer<CaptureDetail>> => ask(capturesPath(org, project) + path`${id}/`);
export const deleteCapture = (org: string, project: string | null, id: string): Promise<Answer<null>> =>
  ask(capturesPath(org, project) + path`${id}/`, { method: 'DELETE' });
export const deleteCaptures = (org: string, project: string | null): Promise<Answer<null>> => ask(capturesPath(org, project), { method: 'DELETE' });
export const getCaptureSettings = (org: string, project: string): Promise<Answer<CaptureSettings>> => ask(path`/projects/${org}/${project}/captures/settings/`);
export const changeCaptureSettings = (org: string, project: string, body: CaptureSettingsChange): Promise<Answer<CaptureSettings>> =>
  ask(path`/projects/${org}/${project}/captures/settings/`, { method: 'PUT', body });
/** Address of the body of a captured request after decompression. */
export const captureBodyUrl = (org: string, project: string | null, id: string): string => `${root}${capturesPath(org, project)}${path`${id}/body/`}?decoded=1`;
/** Address of a captured request, to take it away. */
export const captureDownloadUrl = (org: string, project: string | null, id: string, format: 'envelope' | 'curl' | 'fixture'): string =>
  `${root}${capturesPath(org, project)}${path`${id}/download/`}?format=${format}`;

/** What is behind an address of this API, byte by byte. */
export const readBytes = (url: string, signal?: AbortSignal): Promise<Answer<Uint8Array>> =>
  send(url, { signal }, async (response) => new Uint8Array(await response.arrayBuffer()));

function capturesPath(org: string, project: string | null): string {
  return project === null ? path`/organizations/${org}/captures/` : path`/projects/${org}/${project}/captures/`;
}

/** Where a socket tells of changes: see web/live/. */
export const liveUrl = (org: string): string => `${location.origin.replace(/^http/, 'ws')}${root}${path`/organizations/${org}/live/`}`;

const root = '/api/0';

interface Question {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** Without the session, even where there is one. */
  isAnonymous?: boolean;
}

function ask<Value>(target: string, question: Question = {}): Promise<Answer<Value>> {
  return send(root + target, question, (response) => (response.status === 204 ? null : response.json()));
}

function askPage<Item>(target: string, search: URLSearchParams, signal: AbortSignal | undefined): Promise<Answer<Page<Item>>> {
  return send(`${root}${target}?${search}`, { signal }, async (response) => {
    const hits = response.headers.get('x-hits');
    return { items: await response.json(), ...readCursors(response.headers.get('link') ?? ''), hits: hits === null ? null : Number(hits) };
  });
}

async function send<Value>(
  target: string,
  { method = 'GET', body, signal, isAnonymous = false }: Question,
  read: (response: Response) => Promise<Value> | Value,
): Promise<Answer<Value>> {
  const startedAt = Date.now();
  try {
    const response = await fetch(target, {
      method,
      headers: body === undefined ? { accept: 'application/json' } : { accept: 'application/json', 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
      credentials: isAnonymous ? 'omit' : 'same-origin',
      signal: signal ?? null,
    });
    if (response.ok) return { ok: true, value: await read(response) };
    const failure = await readFailure(response, (Date.now() - startedAt) / 1000);
    if (failure.reason === 'unauthenticated') whenSignedOut();
    return { ok: false, failure };
  } catch {
    if (signal?.aborted) return { ok: false, failure: { reason: 'cancelled', message: 'Cancelled.' } };
    return { ok: false, failure: { reason: 'offline', message: 'Picket cannot be reached from here. Check the connection.' } };
  }
}

/** `seconds` is how long the answer took, which tells a dead server from a refusing one. */
async function readFailure(response: Response, seconds: number): Promise<Failure> {
  const body: unknown = await response.json().catch(() => null);
  const detail = isRecord(body) && typeof body.detail === 'string' ? body.detail : null;
  switch (response.status) {
    case 400:
    case 409:
      return invalid(detail === null ? readFields(body) : { non_field_errors: [detail] }, isRecord(body) ? body.position : null);
    case 401:
      return { reason: 'unauthenticated', message: 'Your session has ended. Sign in again.' };
    case 403:
      return { reason: 'forbidden', message: detail ?? 'You may not do this.' };
    case 404:
      return { reason: 'not_found', message: detail ?? 'There is nothing here.' };
    case 429:
      return { reason: 'limited', message: detail ?? 'That was too often. Try again in a minute.' };
    default:
      return {
        reason: 'failed',
        status: response.status,
        message: `The server answered ${response.status}${seconds < 1 ? '' : ` after ${Math.round(seconds)} s`}.`,
      };
  }
}

function invalid(fields: FieldErrors, position: unknown): Failure {
  const [first = 'The server did not accept this.'] = Object.values(fields).flat();
  const isPlace = isRecord(position) && typeof position.start === 'number' && typeof position.end === 'number';
  return { reason: 'invalid', fields, message: first, ...(isPlace ? { position: { start: Number(position.start), end: Number(position.end) } } : {}) };
}

function readFields(body: unknown): FieldErrors {
  if (!isRecord(body)) return {};
  return Object.fromEntries(Object.entries(body).map(([field, faults]) => [field, Array.isArray(faults) ? faults.map(String) : [String(faults)]]));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads Sentry's `Link` header: `<url>; rel="next"; results="true"; cursor="0:100:0"`, one for each direction. */
export function readCursors(link: string): { previous: string | null; next: string | null } {
  const cursors: { previous: string | null; next: string | null } = { previous: null, next: null };
  for (const [, direction, results, cursor = null] of link.matchAll(/rel="(previous|next)"; results="(true|false)"; cursor="([^"]*)"/g)) {
    if (results === 'true' && (direction === 'previous' || direction === 'next')) cursors[direction] = cursor;
  }
  return cursors;
}

function searchOf(values: Record<string, string | null | undefined>): URLSearchParams {
  return new URLSearchParams(Object.entries(values).flatMap(([name, value]) => (value == null ? [] : [[name, value]])));
}

function searchOfChoice(choice: IssueChoice): URLSearchParams {
  if ('ids' in choice) return searchOfIds(choice.ids);
  return searchOfList(choice);
}

function searchOfList({ query, sort, projects = [], environments = [], times }: IssueListParameters): URLSearchParams {
  const range = !times ? {} : 'period' in times ? { statsPeriod: times.period } : times;
  const search = searchOf({ query, sort, ...range });
  for (const project of projects) search.append('project', project);
  for (const environment of environments) search.append('environment', environment);
  return search;
}

function searchOfIds(ids: readonly string[]): URLSearchParams {
  return new URLSearchParams(ids.map((id) => ['id', id]));
}

/** Puts values into a path so that none of them can become another path. */
function path(pieces: TemplateStringsArray, ...values: string[]): string {
  return pieces.reduce((before, piece, index) => before + encodeURIComponent(values[index - 1] ?? '') + piece);
}
