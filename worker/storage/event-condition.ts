import { type SQL, sql } from 'drizzle-orm';
import { parseRelease } from '../issue/life/release.ts';
import type { FieldKey, FilterNode, HasNode, IsNode, QueryError, QueryNode, Span, TagKey, TextNode, Value } from '../search/tree.ts';
import { between, issueCondition, issueSays, isRelease, negatedIf, type SearchFacts, textsOf } from './issue-sql.ts';
import { allOf, anyOf, containsText, isText } from './text-sql.ts';

/** Why something cannot be asked, and where in the query it stands. */
export type WrongPlace = Pick<QueryError, 'message' | 'start' | 'end'>;

/** What is asked for and cannot be answered. Never leaves this folder. */
export class Unanswerable extends Error {
  readonly place: WrongPlace;

  constructor(message: string, { start, end }: Span) {
    super(message);
    this.place = { message, start, end };
  }
}

/** That an event, the alias `e`, and its issue, the alias `c`, are what a query says. Throws Unanswerable. */
export function eventCondition(node: QueryNode, facts: SearchFacts): SQL {
  switch (node.type) {
    case 'and':
      return allOf(node.nodes.map((each) => eventCondition(each, facts)));
    case 'or':
      return anyOf(node.nodes.map((each) => eventCondition(each, facts)));
    case 'group':
      return eventCondition(node.node, facts);
    case 'text':
      return says(node);
    default:
      return issueCondition(node, facts) ?? ofEvent(node, facts);
  }
}

/** The empty text is that of events without an environment. */
export function inEnvironments(environments: readonly string[]): SQL {
  return sql`coalesce(e.environment, '') in (select value from json_each(${JSON.stringify(environments)}))`;
}

function ofEvent(node: FilterNode | HasNode | IsNode, facts: SearchFacts): SQL {
  if (node.type === 'is') throw new Unanswerable(`is:${node.word} is not supported.`, node);
  if (node.key.type === 'tag') return negatedIf(node.isNegated, ofTag(node.key.name, node));
  if (node.key.type === 'flag') throw new Unanswerable('Feature flags are not searched yet.', node.key);
  if (node.key.type === 'aggregate') throw new Unanswerable('Aggregates are of no single event.', node.key);
  const condition = ofField(node.key.name, node, facts);
  if (condition === null) throw new Unanswerable(`Searching by "${node.key.name}" is not supported.`, node.key);
  return negatedIf(node.isNegated, condition);
}

function ofTag(name: string, node: FilterNode | HasNode): SQL {
  const tag = jsonField(sql`e.tags`, name);
  if (node.type === 'has') return sql`coalesce(${tag}, '') <> ''`;
  if (node.value.type === 'number') return sql`cast(${tag} as real) ${sql.raw(node.operator)} ${node.value.number}`;
  return oneOf(tag, node.value);
}

/** Texts of a list that are no patterns are one parameter. */
function oneOf(expression: SQL, value: Value): SQL {
  const texts = textsOf(value);
  const plain = texts.flatMap((each) => (each.type === 'text' && each.text !== '' ? [each.text] : []));
  const rest = texts.filter((each) => each.type === 'wildcard' || each.text === '').map((each) => isText(expression, each));
  const inList =
    plain.length < 2 ? plain.map((text) => sql`${expression} = ${text}`) : [sql`${expression} in (select value from json_each(${JSON.stringify(plain)}))`];
  return anyOf([...inList, ...rest]);
}

function says(node: TextNode): SQL {
  return anyOf([eventSays(node), issueSays(node)]);
}

/** That the event itself says a text. One parameter for all the places: D1 takes but a hundred. */
export function eventSays({ value }: TextNode): SQL {
  const said = sql`e.title || char(10) || e.culprit || char(10) || coalesce(e.fields ->> '$.message', '') || char(10) || coalesce((select group_concat(v.value, char(10)) from json_each(e.fields, '$."error.value"') v), '')`;
  return containsText(said, value);
}

function ofField(name: string, node: FilterNode | HasNode, facts: SearchFacts): SQL | null {
  if (name === 'user') return ofUser(node);
  if (name === 'error.unhandled' || name === 'error.handled') return handled(node, name === 'error.handled');
  if (name.startsWith('release.')) return node.type === 'filter' ? ofRelease(name, node) : sql`e.release is not null`;
  if (lists.has(name)) return anyItem(name, node);
  const date = dates[name];
  if (date && node.type === 'filter') return between(date, node.operator, node.value, facts.now);
  const expression = valueOf(name);
  if (expression === null) return null;
  if (node.type === 'has') return sql`coalesce(${expression}, '') <> ''`;
  if (name === 'release') return anyOf(textsOf(node.value).map((each) => isRelease(expression, each, facts)));
  if (name === 'message') return anyOf(textsOf(node.value).map((each) => (each.type === 'text' ? containsText(expression, each) : isText(expression, each))));
  if (node.value.type === 'number') return sql`cast(${expression} as real) ${sql.raw(node.operator)} ${node.value.number}`;
  if (node.value.type === 'boolean') return sql`${expression} = ${node.value.boolean ? 1 : 0}`;
  return oneOf(expression, node.value);
}

const lists = new Set(['error.type', 'error.value', 'error.mechanism']);

const dates: Record<string, SQL> = { timestamp: sql`e.occurred_at`, 'error.received': sql`e.received_at` };

/** What a key comes to as a column: of several exceptions that of the last, which was caught. Null where events have no such. */
export function columnOf({ type, name }: FieldKey | TagKey): SQL | null {
  if (type === 'tag') return jsonField(sql`e.tags`, name);
  if (lists.has(name)) return sql`(e.fields -> ${pathOf(name)} ->> '$[#-1]')`;
  if (name === 'error.unhandled') return sql`(1 - ${jsonField(sql`e.fields`, 'error.handled')})`;
  if (name === 'error.handled') return jsonField(sql`e.fields`, name);
  return ofIssueColumns[name] ?? dates[name] ?? valueOf(name);
}

export function hasColumn(key: FieldKey | TagKey): boolean {
  return columnOf(key) !== null;
}

/** Of the issue of an event, the alias `c`. */
const ofIssueColumns: Record<string, SQL> = {
  issue: sql`c.id`,
  'issue.id': sql`c.id`,
  project: sql`e.project_id`,
  'project.id': sql`e.project_id`,
  user: sql`(e.tags ->> '$.user')`,
  status: sql`c.status`,
  'timestamp.to_hour': sql`(e.occurred_at - e.occurred_at % 3600000)`,
  'timestamp.to_day': sql`(e.occurred_at - e.occurred_at % 86400000)`,
  firstSeen: sql`c.first_seen_at`,
  lastSeen: sql`c.last_seen_at`,
};

/** The value of a field over the alias `e`; null where events have no such. */
function valueOf(name: string): SQL | null {
  const column = columns[name];
  if (column) return column;
  if (name.startsWith('user.')) return userField(name.slice('user.'.length));
  if (tagged.has(name)) return jsonField(sql`e.tags`, name);
  if (yesOrNo.has(name))
    return sql`iif(json_type(e.fields, ${pathOf(name)}) in ('true', 'false'), json_type(e.fields, ${pathOf(name)}), ${jsonField(sql`e.fields`, name)})`;
  return fields.test(name) ? jsonField(sql`e.fields`, name) : null;
}

const columns: Record<string, SQL> = {
  id: sql`e.event_id`,
  title: sql`e.title`,
  culprit: sql`e.culprit`,
  level: sql`e.level`,
  'event.type': sql`e.type`,
  'platform.name': sql`e.platform`,
  release: sql`e.release`,
  environment: sql`e.environment`,
  message: sql`coalesce(e.fields ->> '$.message', e.title)`,
};

/** Texts to Sentry, which clients send as booleans. */
const yesOrNo = new Set(['device.simulator', 'os.rooted']);
const tagged = new Set(['dist', 'logger', 'transaction', 'url', 'device.model']);
const fields =
  /^(http\.(method|url|referer|status_code)|os\.\w+|device\.\w+|app\.in_foreground|sdk\.(name|version)|geo\.\w+|trace(\.span|\.parent_span)?|replayId|profile\.id|unreal\.crash_type|error\.main_thread)$/;

function userField(name: string): SQL | null {
  switch (name) {
    case 'id':
    case 'email':
    case 'username':
      return jsonField(sql`e.user`, name);
    case 'ip':
      return jsonField(sql`e.user`, 'ip_address');
    case 'display':
      return sql`coalesce(e.user ->> '$.email', e.user ->> '$.username', e.user ->> '$.name', e.user ->> '$.id', e.user ->> '$.ip_address')`;
    default:
      return null;
  }
}

/** `id:1`, `email:…` and the like name one part of a user; anything else is any of them. */
function ofUser(node: FilterNode | HasNode): SQL {
  if (node.type === 'has') return sql`e.user is not null`;
  return anyOf(
    textsOf(node.value).map((value) => {
      const [, kind = '', text = ''] = value.type === 'text' ? (/^(id|email|username|ip):(.*)$/s.exec(value.text) ?? []) : [];
      const part = userField(kind);
      if (part) return sql`${part} = ${text}`;
      if (value.type === 'text' && value.text === '') return sql`e.user is null`;
      return anyOf(
        [jsonField(sql`e.tags`, 'user'), ...['id', 'email', 'username', 'ip_address'].map((name) => jsonField(sql`e.user`, name))].map((each) =>
          isText(each, value),
        ),
      );
    }),
  );
}

/** An event is handled where none of its exceptions says that it is not. */
function handled(node: FilterNode | HasNode, isHandled: boolean): SQL {
  const said = jsonField(sql`e.fields`, 'error.handled');
  if (node.type === 'has') return sql`${said} is not null`;
  const isAsked = node.value.type === 'boolean' ? node.value.boolean : true;
  return sql`${said} = ${isAsked === isHandled ? 1 : 0}`;
}

function anyItem(name: string, node: FilterNode | HasNode): SQL {
  const items = sql`json_each(e.fields, ${pathOf(name)}) v`;
  if (node.type === 'has') return sql`exists (select 1 from ${items})`;
  const texts = textsOf(node.value);
  const isNone = texts.some((each) => each.type === 'text' && each.text === '') ? [sql`not exists (select 1 from ${items})`] : [];
  const wanted = texts.filter((each) => each.type === 'wildcard' || each.text !== '').map((each) => isText(sql`v.value`, each));
  return anyOf([...(wanted.length === 0 ? [] : [sql`exists (select 1 from ${items} where ${anyOf(wanted)})`]), ...isNone]);
}

/** The parts of `package@version+build`. */
function ofRelease(name: string, { operator, value }: FilterNode): SQL | null {
  const at = sql`instr(e.release, '@')`;
  const version = sql`substr(e.release, ${at} + 1)`;
  const plus = sql`instr(${version}, '+')`;
  const bare = sql`iif(${plus} > 0, substr(${version}, 1, ${plus} - 1), ${version})`;
  const build = sql`iif(${plus} > 0, substr(${version}, ${plus} + 1), null)`;
  switch (name) {
    case 'release.package':
      return sql`(${at} > 1 and ${anyOf(textsOf(value).map((each) => isText(sql`substr(e.release, 1, ${at} - 1)`, each)))})`;
    case 'release.build':
      if (operator === '=') return oneOf(build, value);
      return sql`cast(${build} as real) ${sql.raw(operator)} cast(${textsOf(value).map((each) => (each.type === 'text' ? each.text : ''))[0] ?? ''} as real)`;
    case 'release.version':
      return operator === '=' ? oneOf(bare, value) : comparedVersion(bare, operator, value);
    default:
      return null;
  }
}

/** Numbers only, the first four of them: `1.10` is above `1.9`. What begins with no number is neither. */
function comparedVersion(version: SQL, operator: string, value: Value): SQL {
  const [wanted] = textsOf(value);
  const parsed = wanted?.type === 'text' ? parseRelease(`p@${wanted.text}`) : null;
  if (!parsed) throw new Unanswerable('That is not a version to compare with.', value);
  const rank = sql`(
    with recursive n (nth, rest, ranked) as (
      select 0, ${version} || '.', 0
      union all
      select nth + 1, substr(rest, instr(rest, '.') + 1), ranked * 100000 + min(cast(rest as integer), 99999) from n where nth < 3
    ) select ranked from n where nth = 3)`;
  const [major, minor, patch] = parsed.numbers;
  const asked = [major, minor, patch].reduce((sum, number) => sum * 100_000 + Math.min(Number(number), 99_999), 0);
  return sql`(${version} glob '[0-9]*' and ${rank} ${sql.raw(operator)} ${asked})`;
}

export function jsonField(column: SQL, name: string): SQL {
  return sql`(${column} ->> ${pathOf(name)})`;
}

/** A path to a key, whatever stands in it. What cannot end a literal stands in the statement, so as not to be one of the hundred parameters. */
function pathOf(name: string): SQL {
  const path = `$.${JSON.stringify(name)}`;
  return /^[\w.:-]+$/.test(name) ? sql.raw(`'${path}'`) : sql`${path}`;
}
