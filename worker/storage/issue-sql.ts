import { type SQL, sql } from 'drizzle-orm';
import { parseShortId } from '../issue/short-id.ts';
import { dateRange } from '../search/date-range.ts';
import type { FilterNode, HasNode, IsNode, IsWord, QueryNode, SingleValue, TextNode, TextValue, Value, WildcardValue } from '../search/tree.ts';
import { issueIdsPerProject } from './projection.ts';
import { anyOf, containsText, isText } from './text-sql.ts';

/** What a query means for who asks it, and when. */
export interface SearchFacts {
  /** Whether issues are looked for, or events. */
  kind: 'issues' | 'events';
  /** Unix milliseconds. */
  now: number;
  userId: number;
  /** `user:1` and `team:2` by what the query calls them, such as `me`, `my_teams` and `#shop`. What is not named here is nobody. */
  actors: ReadonlyMap<string, readonly string[]>;
  /** Ids of projects by slug. */
  projectIds: ReadonlyMap<string, number>;
  /** The newest release of each project that has one, by id of the project. */
  latestReleases: ReadonlyMap<number, string>;
}

/** That an issue is what a node says, over the alias `c`. Null for what its events decide. */
export function issueCondition(node: FilterNode | HasNode | IsNode, facts: SearchFacts): SQL | null {
  if (node.type === 'is') return negatedIf(node.isNegated, isWord(node.word));
  if (node.key.type !== 'field') return null;
  const { name } = node.key;
  if (node.type === 'has') return hasKey(name, node.isNegated);
  const condition = conditionOf(name, node, facts);
  return condition && negatedIf(node.isNegated, condition);
}

/** Whether a node is about the issue rather than its events. */
export function isOfIssue(node: QueryNode): boolean {
  switch (node.type) {
    case 'and':
    case 'or':
      return node.nodes.every(isOfIssue);
    case 'group':
      return isOfIssue(node.node);
    case 'is':
      return true;
    case 'text':
      return false;
    case 'has':
    case 'filter':
      return node.key.type === 'field' && (ofIssue.has(node.key.name) || node.key.name.startsWith('stack.'));
  }
}

/** That the issue itself, or the stack that it began with, says a text. */
export function issueSays({ value }: TextNode): SQL {
  const said = containsText(sql`c.title || char(10) || c.culprit`, value);
  return sql`(${said} or ${anyStack(sql`p.stack`, (names) => containsText(names, value))})`;
}

const ofIssue = new Set([
  'is',
  'status',
  'substatus',
  'assigned',
  'assigned_or_suggested',
  'bookmarks',
  'subscribed',
  'firstSeen',
  'lastSeen',
  'timesSeen',
  'firstRelease',
  'regressed_in_release',
  'issue',
  'issue.id',
  'issue.category',
  'issue.type',
  'issue.priority',
  'level',
  'project',
  'project.id',
]);

function hasKey(name: string, isNegated: boolean): SQL | null {
  const presence: Record<string, SQL> = {
    assigned: sql`c.assignee is not null`,
    assigned_or_suggested: sql`c.assignee is not null`,
    firstRelease: sql`c.first_release is not null`,
    regressed_in_release: regressedIn(sql`1`),
  };
  if (name.startsWith('stack.'))
    return negatedIf(
      isNegated,
      anyStack(namesOf(name), () => sql`1`),
    );
  const has = presence[name] ?? (ofIssue.has(name) ? sql`1` : null);
  return has && negatedIf(isNegated, has);
}

function conditionOf(name: string, { operator, value }: FilterNode, facts: SearchFacts): SQL | null {
  const texts = textsOf(value);
  const text = (column: SQL) => anyOf(texts.map((each) => isText(column, each)));
  switch (name) {
    case 'status':
      return anyOf(texts.map((each) => isWord(wordOf(each))));
    case 'substatus':
      return anyOf(texts.map((each) => isWord(wordOf(each))));
    case 'assigned':
    case 'assigned_or_suggested':
      return anyOf(texts.map((each) => assignedTo(each, facts)));
    case 'bookmarks':
      return participates(texts, facts, sql`p.is_bookmarked = 1`);
    case 'subscribed':
      return participates(texts, facts, sql`coalesce(p.is_subscribed, p.reason is not null)`);
    case 'firstSeen':
      return between(sql`c.first_seen_at`, operator, value, facts.now);
    case 'lastSeen':
      return between(sql`c.last_seen_at`, operator, value, facts.now);
    case 'timesSeen':
      return anyOf(numbersOf(value).map((number) => sql`c.event_count ${sql.raw(operator)} ${number}`));
    case 'firstRelease':
      return anyOf(texts.map((each) => isRelease(sql`c.first_release`, each, facts)));
    case 'regressed_in_release':
      return regressedIn(anyOf(texts.map((each) => isRelease(sql`a.data ->> '$.version'`, each, facts))));
    case 'issue':
      return anyOf(texts.map((each) => isShortId(each, facts)));
    case 'issue.id':
      return anyOf(numbersOf(value).map((number) => sql`c.id ${sql.raw(operator)} ${number}`));
    case 'issue.category':
      return anyOf(texts.map((each) => sql`iif(c.type = 'feedback', 'feedback', 'error') = ${wordOf(each)}`));
    case 'issue.type':
      return text(sql`iif(c.type = 'feedback', 'feedback', 'error')`);
    case 'issue.priority':
      return text(sql`c.priority`);
    case 'level':
      // An issue has that of its latest event.
      return facts.kind === 'issues' ? text(sql`c.level`) : null;
    case 'project':
      return anyOf(texts.map((each) => ofProjects(each, facts)));
    case 'project.id':
      return anyOf(numbersOf(value).map((number) => sql`c.project_id ${sql.raw(operator)} ${number}`));
    default:
      return name.startsWith('stack.') ? anyOf(texts.map((each) => anyStack(namesOf(name), (names) => isText(names, each)))) : null;
  }
}

/** `reprocessing` and `linked` are nobody's state yet. */
function isWord(word: IsWord | string): SQL {
  switch (word) {
    case 'unresolved':
    case 'resolved':
      return sql`c.status = ${word}`;
    case 'archived':
    case 'ignored':
    case 'muted':
      return sql`c.status = 'ignored'`;
    case 'assigned':
      return sql`c.assignee is not null`;
    case 'unassigned':
      return sql`c.assignee is null`;
    case 'for_review':
      return sql`(c.status = 'unresolved' and c.substatus in ('new', 'regressed', 'escalating'))`;
    case 'unlinked':
      return sql`1`;
    case 'linked':
    case 'reprocessing':
      return sql`0`;
    default:
      return sql`c.substatus = ${substatusOf(word)}`;
  }
}

/** Sentry has shorter names for three of them. */
function substatusOf(word: string): string {
  return ['until_escalating', 'until_condition_met', 'forever'].includes(word) ? `archived_${word}` : word;
}

function assignedTo(value: TextValue | WildcardValue, { actors }: SearchFacts): SQL {
  const name = wordOf(value);
  if (name === 'none' || name === '') return sql`c.assignee is null`;
  return sql`c.assignee in (select value from json_each(${JSON.stringify(actors.get(name) ?? [])}))`;
}

function participates(values: readonly (TextValue | WildcardValue)[], { actors }: SearchFacts, what: SQL): SQL {
  const userIds = values
    .flatMap((value) => actors.get(wordOf(value)) ?? [])
    .flatMap((actor) => (actor.startsWith('user:') ? [Number(actor.slice('user:'.length))] : []));
  return sql`exists (
    select 1 from json_each(${JSON.stringify(userIds)}) u cross join participations p on p.user_id = u.value and ${what}
    where p.issue_id = c.id or p.issue_id in (select m.id from issues m where m.merged_into = c.id))`;
}

function regressedIn(ofVersion: SQL): SQL {
  return sql`exists (select 1 from activities a where a.issue_id = c.id and a.type = 'set_regression' and ${ofVersion})`;
}

/** `latest` is the newest release of the project that an issue is of. */
export function isRelease(column: SQL, value: TextValue | WildcardValue, { latestReleases }: SearchFacts): SQL {
  if (value.type === 'wildcard' || value.text !== 'latest') return isText(column, value);
  return sql`${column} = ${JSON.stringify(Object.fromEntries(latestReleases))} ->> ('$."' || c.project_id || '"')`;
}

function isShortId(value: TextValue | WildcardValue, { projectIds }: SearchFacts): SQL {
  const shortId = parseShortId(wordOf(value));
  const projectId = shortId && projectIds.get(shortId.projectSlug);
  // It may have been merged since.
  return projectId ? sql`c.id = (select coalesce(m.merged_into, m.id) from issues m where m.id = ${projectId * issueIdsPerProject + shortId.number})` : sql`0`;
}

function ofProjects(value: TextValue | WildcardValue, { projectIds }: SearchFacts): SQL {
  if (value.type === 'text') return sql`c.project_id = ${projectIds.get(value.text) ?? -1}`;
  return sql`exists (select 1 from json_each(${JSON.stringify(Object.fromEntries(projectIds))}) j where j.value = c.project_id and ${isText(sql`j.key`, value)})`;
}

/** That a name of a stack of the issue, or of what was merged into it, fits. */
function anyStack(names: SQL, fits: (name: SQL) => SQL): SQL {
  return sql`exists (
    select 1 from (select c.id as id union all select m.id from issues m where m.merged_into = c.id) f cross join issues p on p.id = f.id
    cross join json_tree(${names}) n where n.atom is not null and ${fits(sql`n.atom`)})`;
}

function namesOf(name: string): SQL {
  return sql`(p.stack -> ${`$."${name}"`})`;
}

export function between(column: SQL, operator: FilterNode['operator'], value: Value, now: number): SQL {
  if (value.type !== 'date' && value.type !== 'relative_date') return sql`0`;
  const { from, before } = dateRange(operator, value, now);
  const conditions = [...(from === null ? [] : [sql`${column} >= ${from}`]), ...(before === null ? [] : [sql`${column} < ${before}`])];
  return sql`(${sql.join(conditions, sql` and `)})`;
}

/** What stands in the tree of a key whose values are texts; numbers and booleans as they are written. */
export function textsOf(value: Value): (TextValue | WildcardValue)[] {
  return singlesOf(value).map((each) =>
    each.type === 'text' || each.type === 'wildcard' ? each : { type: 'text', text: spell(each), start: each.start, end: each.end },
  );
}

function numbersOf(value: Value): number[] {
  return singlesOf(value).flatMap((each) => (each.type === 'number' ? [each.number] : []));
}

function singlesOf(value: Value): SingleValue[] {
  return value.type === 'list' ? value.values : [value];
}

function spell(value: Exclude<SingleValue, TextValue | WildcardValue>): string {
  switch (value.type) {
    case 'number':
      return String(value.number);
    case 'boolean':
      return String(value.boolean);
    default:
      return '';
  }
}

function wordOf(value: TextValue | WildcardValue): string {
  return value.type === 'text' ? value.text : value.literals.join('*');
}

export function negatedIf(isNegated: boolean, condition: SQL): SQL {
  return isNegated ? sql`not coalesce(${condition}, 0)` : condition;
}
