import * as z from 'zod/mini';
import { IssueSort } from './issue.ts';
import { Person } from './participation.ts';
import { DateTime, Id, Name } from './values.ts';

/** As long as a query may be. */
const Query = z.string().check(z.maxLength(8192));
/** For whom a view is: for who made it, or for everybody of the organization. */
const Visibility = z.enum(['owner', 'organization']);

/** A period up to now (`24h`), or from a time to another; all null for all times. */
const TimeFilters = z.object({ period: z.nullable(z.string()), start: z.nullable(DateTime), end: z.nullable(DateTime), utc: z.nullable(z.boolean()) });

/**
 * A search of the issue list with a name. Items of GET /organizations/{org}/group-search-views/: one's own and those of the organization, those that one has starred
 * first and in their order, then by name. DELETE …/{id}/ → 204; for a day POST …/{id}/restore/ brings it back, with its stars.
 */
export const SearchView = z.object({
  id: Id,
  name: z.string(),
  query: z.string(),
  querySort: IssueSort,
  /** Ids, as numbers like in Sentry; none for all. */
  projects: z.array(z.number()),
  /** Names; none for all. */
  environments: z.array(z.string()),
  timeFilters: TimeFilters,
  visibility: Visibility,
  /** Whether the one who asks keeps it at hand, and where among those: from 0, null where not. */
  starred: z.boolean(),
  position: z.nullable(z.number()),
  /** Whether the one who asks may change it. */
  canEdit: z.boolean(),
  /** Null where who made it has left. */
  createdBy: z.nullable(Person),
  dateCreated: DateTime,
  dateUpdated: DateTime,
});
export type SearchView = z.infer<typeof SearchView>;

const Environments = z.array(z.string().check(z.maxLength(64))).check(z.maxLength(50));
const Projects = z.array(z.int()).check(z.maxLength(100));
const TimeFiltersChange = z.partial(
  z.object({
    period: z.nullable(z.string().check(z.regex(/^[1-9]\d{0,4}[smhdw]$/))),
    start: z.nullable(DateTime),
    end: z.nullable(DateTime),
    utc: z.nullable(z.boolean()),
  }),
);

/** Body of POST …/group-search-views/ → 201. Whoever makes a view has it starred, behind the others. */
export const NewSearchView = z.object({
  name: Name,
  query: z._default(Query, ''),
  querySort: z._default(IssueSort, 'date'),
  projects: z._default(Projects, []),
  environments: z._default(Environments, []),
  timeFilters: z._default(TimeFiltersChange, {}),
  visibility: z._default(Visibility, 'owner'),
});
export type NewSearchView = z.input<typeof NewSearchView>;

/** Body of PUT …/group-search-views/{id}/. What is absent stays. */
export const SearchViewChange = z.object({
  name: z.optional(Name),
  query: z.optional(Query),
  querySort: z.optional(IssueSort),
  projects: z.optional(Projects),
  environments: z.optional(Environments),
  timeFilters: z.optional(TimeFiltersChange),
  visibility: z.optional(Visibility),
});
export type SearchViewChange = z.infer<typeof SearchViewChange>;

/** Body of POST …/group-search-views/{id}/starred/ → 204. */
export const ViewStarring = z.object({ starred: z.boolean(), position: z.optional(z.int().check(z.minimum(0))) });
export type ViewStarring = z.infer<typeof ViewStarring>;

/** Body of PUT …/group-search-views/starred/order/ → 204. Starred views that are not named come behind those that are. */
export const ViewOrder = z.object({ view_ids: z.array(z.union([z.int(), Id])).check(z.maxLength(500)) });
export type ViewOrder = z.infer<typeof ViewOrder>;
