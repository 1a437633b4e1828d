import { sql } from 'drizzle-orm';
import { check, customType, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { StackNames } from '../event/search-fields.ts';
import type { ActivityType } from '../issue/effects.ts';
import type { StatusDetails } from '../issue/life/status-details.ts';
import type { TagCounts } from '../issue/tag-counts.ts';
import type { Trend } from '../issue/trend.ts';
import type { CodeMapping } from '../ownership/code-mapping.ts';
import type { LoaderOptions } from '../settings/loader-options.ts';
import type { CommitSummary } from './commit-summary.ts';
import type { KeyRateLimit, OrganizationOptions, ProjectOptions } from '../settings/options.ts';

/*
 * The single truth of every D1 table. All times are Unix milliseconds. Identity and configuration live in the database `DB`; the tables from `issues` on
 * live in the data shard of their project. Every shard has all tables, so one list of migrations serves them all.
 */

/** SQLite's own binary form of JSON, a part of which is found without reading the rest. Written as `jsonb(text)`. */
const jsonb = customType<{ data: unknown }>({ dataType: () => 'blob', toDriver: (value) => sql`jsonb(${JSON.stringify(value)})` });

export const organizations = sqliteTable('organizations', {
  id: integer('id').primaryKey(),
  slug: text('slug').notNull().unique('organizations_by_slug'),
  name: text('name').notNull(),
  createdAt: integer('created_at').notNull(),
  /** JSON, sparse: see settings/options.ts. */
  options: text('options', { mode: 'json' }).$type<Partial<OrganizationOptions>>().notNull().default({}),
});

export const users = sqliteTable('users', {
  id: integer('id').primaryKey(),
  /** Lower case. */
  email: text('email').notNull().unique('users_by_email'),
  name: text('name').notNull(),
  /** `scrypt$N$r$p$salt$hash`, the last two in base64url. */
  passwordHash: text('password_hash').notNull(),
  createdAt: integer('created_at').notNull(),
});

export const members = sqliteTable(
  'members',
  {
    id: integer('id').primaryKey(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    role: text('role', { enum: ['owner', 'manager', 'admin', 'member'] }).notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('members_by_user').on(table.userId, table.organizationId),
    index('members_by_organization').on(table.organizationId),
    check('members_role', sql`${table.role} in ('owner', 'manager', 'admin', 'member')`),
  ],
);

/** A browser that is signed in. Only the hash of its cookie is kept. */
export const sessions = sqliteTable(
  'sessions',
  {
    /** SHA-256 of the cookie's token, hex. */
    tokenHash: text('token_hash').primaryKey(),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [index('sessions_by_expiry').on(table.expiresAt)],
);

export const apiTokens = sqliteTable(
  'api_tokens',
  {
    id: integer('id').primaryKey(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    /** SHA-256 of the token, hex. */
    tokenHash: text('token_hash').notNull().unique('api_tokens_by_hash'),
    /** The last four characters, to recognise it by. */
    lastCharacters: text('last_characters').notNull(),
    /** JSON array of scopes. */
    scopes: text('scopes', { mode: 'json' }).$type<string[]>().notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('api_tokens_by_organization').on(table.organizationId)],
);

/** Consent that a client has not come for yet: it is there for minutes, and worth one token. */
export const oauthCodes = sqliteTable('oauth_codes', {
  /** SHA-256 of the code, hex. */
  codeHash: text('code_hash').primaryKey(),
  organizationId: integer('organization_id')
    .notNull()
    .references(() => organizations.id, { onDelete: 'cascade' }),
  userId: integer('user_id')
    .notNull()
    .references(() => users.id, { onDelete: 'cascade' }),
  clientId: text('client_id').notNull(),
  redirectUri: text('redirect_uri').notNull(),
  /** SHA-256 of what only the client knows, base64url. */
  challenge: text('challenge').notNull(),
  /** JSON array of scopes. */
  scopes: text('scopes', { mode: 'json' }).$type<string[]>().notNull(),
  expiresAt: integer('expires_at').notNull(),
});

/** What somebody asked in Explore and wants to ask again. */
export interface SavedQuestion {
  fields: string[];
  query: string;
  orderby: string;
  yAxis: string[];
  display: string;
  topEvents: number;
  projects: number[];
  environment: string[];
  range: string | null;
  start: string | null;
  end: string | null;
  interval: string | null;
}

export const savedQueries = sqliteTable(
  'saved_queries',
  {
    id: integer('id').primaryKey(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** Who saved it. */
    userId: integer('user_id').references(() => users.id, { onDelete: 'set null' }),
    name: text('name').notNull(),
    /** JSON. */
    question: text('question', { mode: 'json' }).$type<SavedQuestion>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('saved_queries_by_name').on(table.organizationId, table.name)],
);

export const projects = sqliteTable(
  'projects',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    /** What the team picked on the install page, e.g. `javascript-react`. */
    platform: text('platform'),
    /** Which database holds its issues and events: 0 is `DB`, n is `DB_n`. Never changes. */
    shard: integer('shard').notNull().default(0),
    firstEventAt: integer('first_event_at'),
    createdAt: integer('created_at').notNull(),
    /** JSON, sparse: see settings/options.ts. */
    options: text('options', { mode: 'json' }).$type<Partial<ProjectOptions>>().notNull().default({}),
  },
  (table) => [uniqueIndex('projects_by_slug').on(table.organizationId, table.slug)],
);

/** Slugs that projects had before: addresses that name them lead on to the project, until another takes the slug. */
export const formerSlugs = sqliteTable(
  'former_slugs',
  {
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    slug: text('slug').notNull(),
    projectId: integer('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.slug] })],
);

export const projectKeys = sqliteTable(
  'project_keys',
  {
    /** 32 lower-case hex digits: the user part of a DSN. */
    publicKey: text('public_key').primaryKey(),
    /** Never checked: old SDKs want a DSN with a secret in it. */
    secretKey: text('secret_key').notNull(),
    projectId: integer('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    name: text('name').notNull(),
    isActive: integer('is_active', { mode: 'boolean' }).notNull().default(true),
    createdAt: integer('created_at').notNull(),
    /** Errors that may come with it in a window, JSON; null for any number. */
    rateLimit: text('rate_limit', { mode: 'json' }).$type<KeyRateLimit>(),
    /** What the JS loader brings with it, JSON; null for the default. */
    loader: text('loader', { mode: 'json' }).$type<LoaderOptions>(),
  },
  (table) => [index('project_keys_by_project').on(table.projectId)],
);

export const teams = sqliteTable(
  'teams',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    slug: text('slug').notNull(),
    name: text('name').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [uniqueIndex('teams_by_slug').on(table.organizationId, table.slug)],
);

/** Who is in a team. One who leaves the organization leaves its teams. */
export const teamMembers = sqliteTable(
  'team_members',
  {
    teamId: integer('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
    memberId: integer('member_id')
      .notNull()
      .references(() => members.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.teamId, table.memberId] }), index('team_members_by_member').on(table.memberId)],
);

/** Which projects a team works on. */
export const projectTeams = sqliteTable(
  'project_teams',
  {
    projectId: integer('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    teamId: integer('team_id')
      .notNull()
      .references(() => teams.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.teamId] }), index('project_teams_by_team').on(table.teamId)],
);

/** Searches of the issue list that were given a name: see api/contract/search-view.ts. */
export const searchViews = sqliteTable(
  'search_views',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    /** Who made it. Those that are shared stay when their maker leaves. */
    userId: integer('user_id').references(() => users.id, { onDelete: 'set null' }),
    name: text('name').notNull(),
    query: text('query').notNull(),
    querySort: text('query_sort').notNull(),
    /** JSON: ids; none for all. */
    projects: text('projects', { mode: 'json' }).$type<number[]>().notNull(),
    /** JSON: names; none for all. */
    environments: text('environments', { mode: 'json' }).$type<string[]>().notNull(),
    /** JSON: as on the wire. */
    timeFilters: text('time_filters', { mode: 'json' }).$type<ViewTimes>().notNull(),
    visibility: text('visibility', { enum: ['owner', 'organization'] }).notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** When it was deleted, which can be taken back for a while; null while it is there. */
    deletedAt: integer('deleted_at'),
  },
  (table) => [
    index('search_views_by_organization').on(table.organizationId),
    check('search_views_visibility', sql`${table.visibility} in ('owner', 'organization')`),
  ],
);

/** What times of events a view is about: a period up to now, or from a time to another, in ISO 8601; both null for all times. */
export interface ViewTimes {
  period: string | null;
  start: string | null;
  end: string | null;
  utc: boolean | null;
}

/** The views that a person keeps at hand, in their order. */
export const starredViews = sqliteTable(
  'starred_views',
  {
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    viewId: integer('view_id')
      .notNull()
      .references(() => searchViews.id, { onDelete: 'cascade' }),
    /** From 0, without need to be without gaps. */
    position: integer('position').notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.viewId] }), index('starred_views_by_view').on(table.viewId)],
);

/** What a person searched for last, each query once. */
export const recentSearches = sqliteTable(
  'recent_searches',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    userId: integer('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    /** Sentry's number for what is searched: 0 issues, 1 events. */
    type: integer('type').notNull(),
    query: text('query').notNull(),
    createdAt: integer('created_at').notNull(),
    /** When it was searched for last. */
    lastSeenAt: integer('last_seen_at').notNull(),
  },
  (table) => [uniqueIndex('recent_searches_by_query').on(table.organizationId, table.userId, table.type, table.query)],
);

/** Whose the events of a project are: see ownership/. A project that was never set up has no row. */
export const ownership = sqliteTable(
  'ownership',
  {
    projectId: integer('project_id')
      .primaryKey()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** Ownership rules, as they were written. */
    raw: text('raw').notNull(),
    /** JSON: what to look owners up by that the rules name, see ownership/directory.ts. */
    ownerKeys: text('owner_keys', { mode: 'json' }).$type<string[]>().notNull(),
    fallthrough: integer('fallthrough', { mode: 'boolean' }).notNull(),
    /** Whether new issues are assigned to their owner; `commits`: to who broke it, as far as that is known, else to the owner. */
    autoAssignment: text('auto_assignment', { enum: ['owner', 'commits', 'off'] }).notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [check('ownership_auto_assignment', sql`${table.autoAssignment} in ('owner', 'commits', 'off')`)],
);

/** CODEOWNERS files of the repositories of a project. */
export const codeowners = sqliteTable(
  'codeowners',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    projectId: integer('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    raw: text('raw').notNull(),
    ownerKeys: text('owner_keys', { mode: 'json' }).$type<string[]>().notNull(),
    /** JSON: where the code of the repository is in stack traces. */
    codeMappings: text('code_mappings', { mode: 'json' }).$type<CodeMapping[]>().notNull(),
    /** JSON: who is meant by names that are no team and no email. */
    associations: text('associations', { mode: 'json' }).$type<Record<string, string>>().notNull(),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
  },
  (table) => [index('codeowners_by_project').on(table.projectId)],
);

/** What became of items, per hour: see ingest/outcomes.ts. */
export const outcomes = sqliteTable(
  'outcomes',
  {
    projectId: integer('project_id').notNull(),
    /** Start of the hour. */
    hourAt: integer('hour_at').notNull(),
    /** Sentry's data category, e.g. `error`. */
    category: text('category').notNull(),
    outcome: text('outcome', { enum: ['accepted', 'filtered', 'rate_limited', 'invalid', 'abuse', 'client_discard'] }).notNull(),
    /** Empty where the outcome needs none. */
    reason: text('reason').notNull(),
    quantity: integer('quantity').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.hourAt, table.category, table.outcome, table.reason] }),
    check('outcomes_outcome', sql`${table.outcome} in ('accepted', 'filtered', 'rate_limited', 'invalid', 'abuse', 'client_discard')`),
  ],
);

/** Samples of what was not kept, the newest of each project: see storage/rejections.ts. Nothing in it tells who a user is. */
export const rejections = sqliteTable(
  'rejections',
  {
    projectId: integer('project_id').notNull(),
    /** When it arrived. */
    rejectedAt: integer('rejected_at').notNull(),
    /** 32 hex digits that no other row has: one event may have lost several items at once. */
    id: text('id').notNull(),
    /** 32 lower-case hex digits; null where it never became known. */
    eventId: text('event_id'),
    category: text('category').notNull(),
    outcome: text('outcome', { enum: ['filtered', 'rate_limited', 'invalid', 'abuse'] }).notNull(),
    reason: text('reason').notNull(),
    /** `sentry_client`, e.g. `sentry.python/2.68.0`. */
    client: text('client'),
    /** Of the item; null where it was not read to its end. */
    bytes: integer('bytes'),
  },
  (table) => [
    primaryKey({ columns: [table.projectId, table.rejectedAt, table.id] }),
    check('rejections_outcome', sql`${table.outcome} in ('filtered', 'rate_limited', 'invalid', 'abuse')`),
  ],
);

/** Requests that were captured, the newest of each project: see storage/captures.ts. Bodies and headers are in R2. */
export const captures = sqliteTable(
  'captures',
  {
    organizationId: integer('organization_id').notNull(),
    /** 0 for those that no project could be found for. */
    projectId: integer('project_id').notNull(),
    /** Counts up in a project. */
    id: integer('id').notNull(),
    capturedAt: integer('captured_at').notNull(),
    method: text('method').notNull(),
    /** With its query, masked. */
    path: text('path').notNull(),
    endpoint: text('endpoint').notNull(),
    client: text('client'),
    /** The last four digits of the public key. */
    keyEnd: text('key_end'),
    encoding: text('encoding'),
    /** Of the body as it arrived. */
    bytes: integer('bytes').notNull(),
    status: integer('status').notNull(),
    durationMs: integer('duration_ms').notNull(),
    fate: text('fate', { enum: ['kept', 'partly', 'refused'] }).notNull(),
    /** Types of the first items with what became of them. */
    items: text('items', { mode: 'json' }).$type<{ type: string; outcome: CapturedFate }[]>().notNull(),
    itemCount: integer('item_count').notNull(),
    isRaw: integer('is_raw', { mode: 'boolean' }).notNull(),
    isScrubbed: integer('is_scrubbed', { mode: 'boolean' }).notNull(),
    /** Bytes after which the body was cut; null where it is whole. */
    cutAt: integer('cut_at'),
    /** In the object in R2: of the JSON in front of the body, and of the body. */
    headBytes: integer('head_bytes').notNull(),
    keptBytes: integer('kept_bytes').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.projectId, table.id] }),
    check('captures_fate', sql`${table.fate} in ('kept', 'partly', 'refused')`),
  ],
);

/** Outcomes, as ingest has them. */
type CapturedFate = 'accepted' | 'filtered' | 'rate_limited' | 'invalid' | 'abuse' | 'client_discard' | 'unknown';

/** Projects that ever had an issue, and the highest number of those that were deleted: numbers are never given twice. */
export const issueCounters = sqliteTable('issue_counters', {
  projectId: integer('project_id').primaryKey(),
  number: integer('number').notNull(),
});

/** Read model of the issue objects: only they write it, always with absolute values. */
export const issues = sqliteTable(
  'issues',
  {
    /** project id · 10⁹ + number, so that an id tells its project and with it the shard. */
    id: integer('id').primaryKey(),
    projectId: integer('project_id').notNull(),
    /** The counting part of the short id. */
    number: integer('number').notNull(),
    /** Grouping hash that names the object, 32 hex digits. */
    hash: text('hash').notNull(),
    /** Version of the grouping mechanism that computed it. */
    mechanism: text('mechanism').notNull(),
    /** `merged` is none of its own: it is counted and shown as a part of another issue. */
    status: text('status', { enum: ['unresolved', 'resolved', 'ignored', 'merged'] }).notNull(),
    substatus: text('substatus', {
      enum: ['new', 'ongoing', 'escalating', 'regressed', 'archived_until_escalating', 'archived_until_condition_met', 'archived_forever'],
    }),
    /** When the substatus began. */
    statusSince: integer('status_since').notNull(),
    /** The issue it is a part of. */
    mergedInto: integer('merged_into'),
    priority: text('priority', { enum: ['high', 'medium', 'low'] }).notNull(),
    /** `user:1` or `team:2`. */
    assignee: text('assignee'),
    /** JSON: how it was resolved or until when it is archived, in the words of Sentry's API; `actor` is the id of a user. */
    statusDetails: text('status_details', { mode: 'json' }).$type<StatusDetails<number>>().notNull(),
    title: text('title').notNull(),
    culprit: text('culprit').notNull(),
    level: text('level', { enum: ['fatal', 'error', 'warning', 'info', 'debug'] }).notNull(),
    /** Sentry's event type: error, default, csp, … */
    type: text('type').notNull(),
    platform: text('platform').notNull(),
    logger: text('logger'),
    /** JSON: type, value, filename, function. */
    metadata: text('metadata', { mode: 'json' }).$type<Record<string, string>>().notNull(),
    isUnhandled: integer('is_unhandled', { mode: 'boolean' }).notNull(),
    eventCount: integer('event_count').notNull(),
    userCount: integer('user_count').notNull(),
    firstSeenAt: integer('first_seen_at').notNull(),
    lastSeenAt: integer('last_seen_at').notNull(),
    firstRelease: text('first_release'),
    lastRelease: text('last_release'),
    /** JSON: events per hour and per day, see issue/trend.ts. */
    trend: text('trend', { mode: 'json' }).$type<Trend>().notNull(),
    /** Grows with every change of the object, so that a late write never undoes a newer one. */
    version: integer('version').notNull(),
    /** JSON: what to tell similar issues by, see issue/likeness.ts. */
    likeness: text('likeness', { mode: 'json' }).$type<string[]>().notNull(),
    /** JSON: values of tags with their counts, see issue/tag-counts.ts. One of the last columns, since they are the longest: whoever does not ask for them does not read them. */
    tagCounts: text('tag_counts', { mode: 'json' }).$type<TagCounts>().notNull(),
    /** JSON: names in the stack of the first event. Null where it has none, or came before there was a search. */
    stack: text('stack', { mode: 'json' }).$type<StackNames | null>(),
    /** False: the priority is what the events say. It costs no reading past the long ones: SQLite keeps a 0 or 1 in the head of the row. */
    isPrioritySetByMember: integer('is_priority_set_by_member', { mode: 'boolean' }).notNull().default(false),
  },
  (table) => [
    uniqueIndex('issues_by_hash').on(table.projectId, table.hash),
    index('issues_by_last_seen').on(table.projectId, table.status, table.lastSeenAt),
    // Only what is merged has an entry, so that it costs the others nothing.
    index('issues_by_head')
      .on(table.mergedInto)
      .where(sql`merged_into is not null`),
    // Only those with a release.
    index('issues_by_first_release')
      .on(table.projectId, table.firstRelease)
      .where(sql`first_release is not null`),
    // Only what waits for a release with its commit: see storage/commit-issues.ts.
    index('issues_by_commit')
      .on(table.projectId)
      .where(sql`status_details ->> '$.inCommit.commit' is not null`),
    check('issues_status', sql`${table.status} in ('unresolved', 'resolved', 'ignored', 'merged')`),
    check('issues_priority', sql`${table.priority} in ('high', 'medium', 'low')`),
    check('issues_level', sql`${table.level} in ('fatal', 'error', 'warning', 'info', 'debug')`),
  ],
);

/**
 * One row per event whose body is kept; the body itself is in the issue object. An id that was sent twice, with content of two issues, is an event of both:
 * neither object knows of the other. Asked for by its id alone it is the one that came first.
 */
export const events = sqliteTable(
  'events',
  {
    projectId: integer('project_id').notNull(),
    /** 32 lower-case hex digits. */
    eventId: text('event_id').notNull(),
    issueId: integer('issue_id').notNull(),
    /** When it happened, by the client's clock as far as that is believed. */
    occurredAt: integer('occurred_at').notNull(),
    receivedAt: integer('received_at').notNull(),
    title: text('title').notNull(),
    culprit: text('culprit').notNull(),
    level: text('level', { enum: ['fatal', 'error', 'warning', 'info', 'debug'] }).notNull(),
    type: text('type').notNull(),
    platform: text('platform').notNull(),
    release: text('release'),
    environment: text('environment'),
    /** JSON: id, email, username, ip_address, name as far as known. */
    user: text('user', { mode: 'json' }).$type<Record<string, string> | null>(),
    /** JSONB: value by key. To be read by way of `json()`. */
    tags: jsonb('tags').notNull(),
    /** JSONB: what else is searched and counted by, see event/search-fields.ts. */
    fields: jsonb('fields').notNull(),
  },
  (table) => [
    // By issue and time, so that the events of an issue, and those of a project since some time, stand together; the id of an issue tells its project.
    primaryKey({ columns: [table.issueId, table.occurredAt, table.eventId] }),
    uniqueIndex('events_by_id').on(table.projectId, table.eventId, table.issueId),
  ],
);

/**
 * Further hashes of events (of all frames, of older mechanisms) that name no issue of their own, and the hash of the issue that had them first: an event whose best
 * hash it is belongs there, as does one that has it as a further one and is not known by its best.
 */
export const furtherHashes = sqliteTable(
  'further_hashes',
  {
    projectId: integer('project_id').notNull(),
    hash: text('hash').notNull(),
    headHash: text('head_hash').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.hash] })],
);

/** What happened to issues, and what people wrote about them. Rows of the object are inserted once, notes are written by the API. */
export const activities = sqliteTable(
  'activities',
  {
    issueId: integer('issue_id').notNull(),
    at: integer('at').notNull(),
    /** Digits; of an issue no two are the same. */
    id: text('id').notNull(),
    /** Sentry's names: set_resolved, set_regression, assigned, note, … */
    type: text('type').$type<ActivityType>().notNull(),
    /** Null where nobody did it. */
    userId: integer('user_id'),
    /** JSON, by type: see issue/effects.ts. */
    data: text('data', { mode: 'json' }).$type<Record<string, unknown>>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.issueId, table.at, table.id] }),
    // Only notes have an entry: lists count them for every issue of a page.
    index('activities_by_note')
      .on(table.issueId, table.at, table.id)
      .where(sql`type = 'note'`),
  ],
);

/**
 * Issues that came back or escalate, each with the moment from which it is ongoing. New ones need no row, since their numbers tell their order: see `grownUpTo`. A
 * row of an issue that changed again meanwhile does no harm.
 */
export const ageingIssues = sqliteTable('ageing_issues', { dueAt: integer('due_at').notNull(), issueId: integer('issue_id').notNull() }, (table) => [
  primaryKey({ columns: [table.dueAt, table.issueId] }),
]);

/** Up to which number the issues of a project are not new any more. */
export const grownUpTo = sqliteTable('grown_up_to', { projectId: integer('project_id').primaryKey(), number: integer('number').notNull() });
/** Sentry's words for why a member is told of what happens to an issue; `unknown`: asked to be. */
export type SubscriptionReason = 'assigned' | 'comment' | 'mentioned' | 'bookmark' | 'status_change' | 'unknown';

/** What an issue is to a member. Nothing of it changes the issue. */
export const participations = sqliteTable(
  'participations',
  {
    issueId: integer('issue_id').notNull(),
    userId: integer('user_id').notNull(),
    isBookmarked: integer('is_bookmarked', { mode: 'boolean' }).notNull().default(false),
    /** Null as long as the member did not choose. */
    isSubscribed: integer('is_subscribed', { mode: 'boolean' }),
    reason: text('reason').$type<SubscriptionReason>(),
    /** When the member last had it open; null for never. */
    seenAt: integer('seen_at'),
  },
  (table) => [primaryKey({ columns: [table.issueId, table.userId] }), index('participations_by_user').on(table.userId, table.issueId)],
);

/** Issues whose events nobody wants any more: what the screen says of them. The hash objects themselves turn events away. */
export const tombstones = sqliteTable(
  'tombstones',
  {
    id: integer('id').primaryKey(),
    projectId: integer('project_id').notNull(),
    /** JSON: hashes that are turned away. */
    hashes: text('hashes', { mode: 'json' }).$type<string[]>().notNull(),
    title: text('title').notNull(),
    culprit: text('culprit').notNull(),
    level: text('level', { enum: ['fatal', 'error', 'warning', 'info', 'debug'] }).notNull(),
    type: text('type').notNull(),
    metadata: text('metadata', { mode: 'json' }).$type<Record<string, string>>().notNull(),
    userId: integer('user_id'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [index('tombstones_by_project').on(table.projectId, table.createdAt)],
);

/** Versions of a project that events named or somebody announced, each once, in the order they became known. */
export const releases = sqliteTable(
  'releases',
  {
    projectId: integer('project_id').notNull(),
    version: text('version').notNull(),
    /** When its first event was received, or when it was announced: what tells the order of versions that are no semantic ones. */
    firstEventAt: integer('first_event_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.projectId, table.version] }), index('releases_by_age').on(table.projectId, table.firstEventAt)],
);

/** What is known of a version in all projects of an organization. In the database `DB`, like all that hangs on it: the projects may be in several shards. */
export const organizationReleases = sqliteTable(
  'organization_releases',
  {
    id: integer('id').primaryKey(),
    organizationId: integer('organization_id')
      .notNull()
      .references(() => organizations.id, { onDelete: 'cascade' }),
    version: text('version').notNull(),
    status: text('status', { enum: ['open', 'archived'] })
      .notNull()
      .default('open'),
    /** Branch, tag or commit, as whoever announced it names it. */
    ref: text('ref'),
    url: text('url'),
    /** When its first event was received, or when it was announced. */
    createdAt: integer('created_at').notNull(),
    /** When work on it began. */
    startedAt: integer('started_at'),
    /** When it was finalized. */
    releasedAt: integer('released_at'),
    /** JSON: how many commits it has, the newest and their authors, see storage/release-commits.ts; null for none. */
    commits: text('commits', { mode: 'json' }).$type<CommitSummary>(),
  },
  (table) => [
    uniqueIndex('organization_releases_by_version').on(table.organizationId, table.version),
    index('organization_releases_by_date').on(table.organizationId, sql`coalesce(released_at, created_at)`, table.id),
    check('organization_releases_status', sql`${table.status} in ('open', 'archived')`),
  ],
);

/** Which projects a release is of. */
export const releaseProjects = sqliteTable(
  'release_projects',
  {
    releaseId: integer('release_id')
      .notNull()
      .references(() => organizationReleases.id, { onDelete: 'cascade' }),
    projectId: integer('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
  },
  (table) => [primaryKey({ columns: [table.releaseId, table.projectId] }), index('release_projects_by_project').on(table.projectId)],
);

/** Where events of a release came from. */
export const releaseEnvironments = sqliteTable(
  'release_environments',
  {
    releaseId: integer('release_id')
      .notNull()
      .references(() => organizationReleases.id, { onDelete: 'cascade' }),
    projectId: integer('project_id')
      .notNull()
      .references(() => projects.id, { onDelete: 'cascade' }),
    /** Empty for events without one. */
    environment: text('environment').notNull(),
    /** When they were received; the last one to a few minutes. */
    firstEventAt: integer('first_event_at').notNull(),
    lastEventAt: integer('last_event_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.releaseId, table.projectId, table.environment] }), index('release_environments_by_project').on(table.projectId)],
);

export const releaseCommits = sqliteTable(
  'release_commits',
  {
    releaseId: integer('release_id')
      .notNull()
      .references(() => organizationReleases.id, { onDelete: 'cascade' }),
    /** From 0, the newest commit first, as they were sent. */
    position: integer('position').notNull(),
    commit: text('commit_id').notNull(),
    /** `owner/name`; empty where it was not told. */
    repository: text('repository').notNull(),
    message: text('message'),
    authorName: text('author_name'),
    authorEmail: text('author_email'),
    committedAt: integer('committed_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.releaseId, table.position] }), index('release_commits_by_commit').on(table.commit, table.repository)],
);

export const deploys = sqliteTable(
  'deploys',
  {
    id: integer('id').primaryKey(),
    releaseId: integer('release_id')
      .notNull()
      .references(() => organizationReleases.id, { onDelete: 'cascade' }),
    environment: text('environment').notNull(),
    name: text('name'),
    url: text('url'),
    startedAt: integer('started_at'),
    finishedAt: integer('finished_at').notNull(),
  },
  (table) => [index('deploys_by_release').on(table.releaseId, table.finishedAt)],
);

/** Issues that anybody who has the link may see. In the database `DB`, since a link tells nothing of a shard. */
export const shares = sqliteTable('shares', {
  /** 32 hex digits that nobody can guess. */
  id: text('id').primaryKey(),
  projectId: integer('project_id')
    .notNull()
    .references(() => projects.id, { onDelete: 'cascade' }),
  issueId: integer('issue_id').notNull().unique('shares_by_issue'),
  userId: integer('user_id'),
  createdAt: integer('created_at').notNull(),
});

/** What people wrote about an event they met: see storage/user-reports.ts. A feedback that is no report of an event is an issue of its own. */
export const userReports = sqliteTable(
  'user_reports',
  {
    id: integer('id').primaryKey(),
    projectId: integer('project_id').notNull(),
    /** 32 lower-case hex digits. The event may come later, or never. */
    eventId: text('event_id').notNull(),
    /** Null as long as the event is not known. */
    issueId: integer('issue_id'),
    name: text('name').notNull(),
    email: text('email').notNull(),
    comments: text('comments').notNull(),
    /** When it was written last. */
    createdAt: integer('created_at').notNull(),
  },
  (table) => [
    uniqueIndex('user_reports_by_event').on(table.projectId, table.eventId),
    index('user_reports_by_issue').on(table.issueId, table.createdAt),
    index('user_reports_by_age').on(table.projectId, table.createdAt),
  ],
);
