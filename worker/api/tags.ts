import type { Issue } from '../storage/issues.ts';
import {
  hashOfValue,
  leavesIssuesOut,
  listTagKeys,
  listTagValues,
  listTopValues,
  maxValues,
  type TagKeyRow,
  type TagScope,
  type TagValueRow,
} from '../storage/tags.ts';
import type { Call, IssueCall, ProjectCall } from './call.ts';
import type { Tag, TagKey, TagValue } from './contract/tag.ts';
import { type Cursor, cutPage, linkHeader } from './cursor.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { badRequest, notFound } from './refusals.ts';
import { isoTime } from './time.ts';

const topValues = 10;

export async function listTagsOfIssue({ project, issue }: IssueCall): Promise<Response> {
  return Response.json(await describeTags({ project, issueId: issue.id }, issue, null));
}

export async function readTagOfIssue(call: IssueCall): Promise<Response> {
  const { project, issue } = call;
  const [tag] = await describeTags({ project, issueId: issue.id }, issue, call.parameter('tag'));
  if (!tag) throw notFound();
  return Response.json(tag);
}

export async function listTagValuesOfIssue(call: IssueCall): Promise<Response> {
  return answerValues(call, { project: call.project, issueId: call.issue.id });
}

export async function listTagsOfProject({ project }: ProjectCall): Promise<Response> {
  return Response.json(await listKeysOf({ project, issueId: null }, null));
}

export async function readTagOfProject({ project, parameter }: ProjectCall): Promise<Response> {
  const [tag] = await listKeysOf({ project, issueId: null }, null, parameter('tag'));
  if (!tag) throw notFound();
  return Response.json(tag);
}

export async function listTagValuesOfProject(call: ProjectCall): Promise<Response> {
  return answerValues(call, { project: call.project, issueId: null });
}

/** Without their values. `issue` is the one they are of, where they are of one. */
export async function listKeysOf(scope: TagScope, issue: Issue | null, onlyKey: string | null = null): Promise<TagKey[]> {
  const [rows, isShort] = await Promise.all([listTagKeys(scope, onlyKey), leavesIssuesOut(scope)]);
  return rows.map((row) => serializeKey(row, issue, isShort));
}

async function describeTags(scope: TagScope, issue: Issue, onlyKey: string | null): Promise<Tag[]> {
  const [keys, values] = await Promise.all([listKeysOf(scope, issue, onlyKey), listTopValues(scope, onlyKey, topValues)]);
  const valuesOf = Map.groupBy(values, ({ key }) => key);
  return keys.map((key) => ({ ...key, topValues: (valuesOf.get(key.key) ?? []).map(serializeValue) }));
}

/** What `sort` may be. */
const placeBy = { '-count': ({ count }: TagValueRow) => count, '-date': ({ lastSeenAt }: TagValueRow) => lastSeenAt };

/** All values are few enough to be sorted here. Of equals, a hash decides: any text may be a value, but not part of a cursor. */
async function answerValues({ url, parameter }: Call, scope: TagScope): Promise<Response> {
  const sort = url.searchParams.get('sort') ?? '-count';
  if (sort !== '-count' && sort !== '-date') throw badRequest(`Sort key '${sort}' not supported.`);
  const cursor = readCursor(url.searchParams, /^[0-9a-f]{32}$|^0$/);
  const limit = readPageSize(url.searchParams);
  const rows = await listTagValues(scope, parameter('tag'));
  const placed = rows.map((row) => ({ row, value: placeBy[sort](row), id: hashOfValue(row.value) })).sort(compare);
  const page = cutPage(around(placed, cursor, limit), cursor, limit, ({ value, id }) => ({ value, id }));
  return Response.json(
    page.items.map(({ row }) => serializeValue(row)),
    { headers: { link: linkHeader(url, ['sort', ...pageSizeParameters], page) } },
  );
}

interface Place {
  value: number;
  id: string;
}

/** Descending. */
function compare(one: Place, other: Place): number {
  return other.value - one.value || (one.id < other.id ? 1 : one.id > other.id ? -1 : 0);
}

/** What a page may be cut from: the nearest items on the side that the cursor asks for, one more than fit. */
function around<Item extends Place>(sorted: readonly Item[], cursor: Cursor | null, limit: number): Item[] {
  if (!cursor) return sorted.slice(0, limit + 1);
  if (cursor.isBefore) return sorted.filter((item) => compare(item, cursor) < 0).slice(-limit - 1);
  return sorted.filter((item) => compare(item, cursor) > 0).slice(0, limit + 1);
}

function serializeKey({ key, values, total, others }: TagKeyRow, issue: Issue | null, isShort: boolean): TagKey {
  // Users are counted one by one, whatever became of the values of their tag.
  const uniqueValues = key === 'user' && issue ? issue.userCount : values;
  return { key, name: key, uniqueValues, totalValues: total, otherValues: others, isCut: others > 0 || isShort || values > maxValues };
}

function serializeValue({ key, value, count, firstSeenAt, lastSeenAt }: TagValueRow): TagValue {
  return { key, name: value, value, count, firstSeen: isoTime(firstSeenAt), lastSeen: isoTime(lastSeenAt) };
}
