import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { normalizeEvent } from '../event/normalize.ts';
import { type EventSummary, summarizeEvent } from '../event/summarize.ts';
import { describeEvent } from '../grouping/describe.ts';
import { encodeBody } from '../issue/body.ts';
import { issueObjectName } from '../issue/object-name.ts';
import { parseQuery } from '../search/parse-query.ts';
import type { FilterNode, HasNode, QueryNode, SingleValue } from '../search/tree.ts';
import { type IssueFilter, type IssueOrder, type IssuePosition, orderValueOf, planOf } from '../storage/issue-search.ts';
import { listIssues } from '../storage/issues.ts';
import { scopedProject } from '../storage/scope.fixture.ts';
import type { ProjectRow, ScopedProject } from '../storage/scope.ts';
import { issues as issueTable } from '../storage/schema.ts';
import { dataShard } from '../storage/shards.ts';
import { aProject, aTenant, hexId } from './fixtures.ts';

/* The search of issues beside another that is slow and plain: it looks at every event of every issue, as the tree of the query says. */

type IssueFacts = typeof issueTable.$inferSelect;

interface KnownEvent extends EventSummary {
  /** The issue that it was recorded for. */
  part: IssueFacts;
}

interface Known {
  issue: IssueFacts;
  /** Of the issue and of what was merged into it. */
  events: KnownEvent[];
  /** Names in its stacks. */
  names: Record<string, string[]>;
}

const now = Date.now();
let projects: ScopedProject[] = [];
const known: Known[] = [];

interface Sent {
  project: 0 | 1;
  hash: string;
  payload: Record<string, unknown>;
}

const colors = [
  'red',
  'Red',
  'dark red',
  'r*d',
  '100%',
  'a"b',
  "it's",
  'gr\u00fcn',
  '\u{1f98a}\u{1f98a}\u{1f98a}',
  '[x]',
  'back\\slash',
  'a_b',
  `${'long '.repeat(30)}end`,
];
const pick = <Item>(list: readonly Item[], nth: number): Item | undefined => list[nth % list.length];

/** Thirty events of a dozen issues, in two databases: no two alike, but each value more than once. */
function payloads(): Sent[] {
  const hashes = Array.from({ length: 12 }, hexId);
  return Array.from({ length: 30 }, (_, nth): Sent => {
    const color = pick(colors, nth * 5);
    const value = pick(['Cart is empty', 'He said "no"\nand left', 'C:\\temp\\x', `${'far '.repeat(110)}away`], nth);
    return {
      project: nth % 12 < 7 ? 0 : 1,
      hash: hashes[nth % 12] ?? '',
      payload: {
        timestamp: (now - (nth % 8) * 60_000) / 1000,
        level: pick(['error', 'fatal', 'info'], nth),
        platform: pick(['javascript', 'python'], nth),
        tags: {
          ...(nth % 3 === 0 ? {} : { color }),
          ...(nth % 4 === 1 ? { size: String(nth) } : {}),
          ...(nth % 5 === 2 ? { 'device.model': 'by tag' } : {}),
          ...(nth % 6 === 0 ? { 'a.b-c:d': 'odd' } : {}),
        },
        ...(nth % 4 === 0 ? {} : { environment: pick(['production', 'qa'], nth) }),
        ...(nth % 3 === 1 ? { release: pick(['shop@1.2.0+7', 'shop@1.10.0', 'plain', `shop@${'9'.repeat(230)}`], nth) } : {}),
        ...(nth % 2 === 0 ? {} : { user: pick([{ id: '1', email: 'Ada@acme.example' }, { id: '2' }, { ip_address: '10.0.0.1' }], nth) }),
        ...(nth % 7 === 3 ? { transaction: pick(['/cart/:id', `/${'x'.repeat(240)}`], nth) } : {}),
        ...(nth % 3 === 2
          ? { message: pick(['The disk is full', 'DISK 100%', `${'so much '.repeat(80)}at last`], nth) }
          : {
              exception: {
                values: [
                  { type: 'CauseError', value: pick(['cause "one"', 'cause two'], nth) },
                  { type: pick(['RangeError', 'TypeError'], nth), value, mechanism: { type: 'generic', handled: nth % 2 === 0 }, stacktrace: stackOf(nth) },
                ],
              },
            }),
        contexts: {
          ...(nth % 4 === 2 ? { device: { model: pick(['M1', 'M2'], nth), simulator: nth % 8 === 2 } } : {}),
          ...(nth % 5 === 1 ? { os: { name: 'Linux', version: '6.1', rooted: nth % 2 === 0 } } : {}),
          ...(nth % 6 === 4 ? { response: { status_code: 500 } } : {}),
        },
      },
    };
  });
}

function stackOf(nth: number) {
  return {
    frames: [
      { function: 'x.y', filename: 'lib/x.ts' },
      { filename: 'src/cart/total.ts', function: pick(['computeTotal', 'a.b', 'f'], nth), module: 'cart', in_app: true },
    ],
  };
}

async function record(rows: readonly ProjectRow[], sent: readonly Sent[]): Promise<Map<string, EventSummary[]>> {
  const summaries = new Map<string, EventSummary[]>();
  const byHash = Map.groupBy(sent, ({ hash }) => hash);
  const recorded = [...byHash].map(async ([hash, ofIssue]) => {
    const row = rows[ofIssue[0]?.project ?? 0];
    if (!row) throw new Error('There is no such project');
    const object = env.ISSUES.getByName(issueObjectName(row.id, hash));
    const origin = { organizationId: row.organizationId, projectId: row.id, shard: row.shard, hash, furtherHashes: [], mechanism: 'picket:test' };
    for (const { payload } of ofIssue) {
      const context = { receivedAt: now, sentAt: null, clientIp: null, userAgent: null, client: null };
      const event = normalizeEvent(payload, { eventId: hexId(), ...context });
      const summary = summarizeEvent(event, describeEvent(event));
      summaries.set(hash, [...(summaries.get(hash) ?? []), summary]);
      await object.record(JSON.stringify({ origin, owner: null, event: summary }), encodeBody(event));
    }
    await object.project('now');
  });
  await Promise.all(recorded);
  return summaries;
}

beforeAll(async () => {
  const tenant = await aTenant();
  const rows = [tenant.project, await aProject(tenant.organization, { shard: 1 })];
  projects = await Promise.all(rows.map(({ id }) => scopedProject(env, id)));
  const summaries = await record(rows, payloads());
  // Somebody else's, with the same in it.
  const stranger = await aTenant();
  await record([stranger.project, stranger.project], payloads().slice(0, 6));

  for (const { id, shard } of rows) {
    const data = drizzle(dataShard(env, shard));
    const change = (issue: number | undefined, set: Partial<IssueFacts>) =>
      data
        .update(issueTable)
        .set(set)
        .where(eq(issueTable.id, issue ?? 0));
    const [first, second, third] = await data.select({ id: issueTable.id }).from(issueTable).where(eq(issueTable.projectId, id)).orderBy(issueTable.id);
    await change(first?.id, { status: 'resolved', substatus: null });
    await change(second?.id, { status: 'ignored', substatus: 'archived_forever', assignee: 'user:1' });
    await change(third?.id, { priority: 'low' });
    const made = await data.select().from(issueTable).where(eq(issueTable.projectId, id));
    const heads = made.filter(({ mergedInto }) => mergedInto === null);
    known.push(
      ...heads.map((issue): Known => {
        const family = made.filter((each) => each.id === issue.id || each.mergedInto === issue.id);
        const names: Record<string, string[]> = {};
        for (const { stack } of family) for (const [key, texts] of Object.entries(stack ?? {})) names[key] = [...(names[key] ?? []), ...texts];
        return { issue, events: family.flatMap((part) => (summaries.get(part.hash) ?? []).map((event) => ({ ...event, part }))), names };
      }),
    );
  }
});

/* What a query means, word for word. Letters from A to Z are all that has two cases. */

const lower = (text: string) => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

function fits(text: string, literals: readonly string[]): boolean {
  const pattern = literals.map((literal) => lower(literal).replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^]*');
  return new RegExp(`^${pattern}$`).test(lower(text));
}

function isValue(text: string | undefined, value: SingleValue): boolean {
  if (value.type === 'wildcard') return text !== undefined && fits(text, value.literals);
  const wanted = value.type === 'text' ? value.text : value.type === 'boolean' ? String(value.boolean) : value.type === 'number' ? String(value.number) : null;
  return wanted === null ? false : (text ?? '') === wanted;
}

/** All values that an event has by a key; of a key that is of the issue, those of the issue. */
function valuesOf(key: FilterNode['key'] | HasNode['key'], { issue, names }: Known, event: EventSummary): string[] {
  const { type, name } = key;
  if (type === 'tag') return event.tags.flatMap(([tag, value]) => (tag === name ? [value] : []));
  const of = (...values: (string | null | undefined)[]) => values.flatMap((value) => (value === null || value === undefined ? [] : [value]));
  if (name.startsWith('stack.')) return names[name] ?? [];
  if (['device.model', 'transaction', 'url', 'logger'].includes(name))
    return valuesOf({ type: 'tag', name, valueType: null, start: 0, end: 0 }, { issue, names, events: [] }, event);
  if (name.startsWith('user.')) return of(event.user?.[{ 'user.ip': 'ip_address' }[name] ?? name.slice('user.'.length)]);
  switch (name) {
    case 'level':
      return of(issue.level);
    case 'firstRelease':
      return of(issue.firstRelease);
    case 'release':
      return of(event.release);
    case 'environment':
      return of(event.environment);
    case 'title':
      return of(event.title);
    case 'platform.name':
      return of(event.platform);
    case 'timesSeen':
      return of(String(issue.eventCount));
    default:
      return of(...[event.fields[name] ?? []].flat().map(String));
  }
}

function holds(node: QueryNode, one: Known, event: KnownEvent): boolean {
  switch (node.type) {
    case 'and':
      return node.nodes.every((each) => holds(each, one, event));
    case 'or':
      return node.nodes.some((each) => holds(each, one, event));
    case 'group':
      return holds(node.node, one, event);
    case 'text':
      return saysText(node.value, event);
    case 'has':
      return valuesOf(node.key, one, event).some((value) => value !== '') !== node.isNegated;
    case 'is':
      return isWord(node.word, one) !== node.isNegated;
    case 'filter':
      return isFilter(node, one, event) !== node.isNegated;
  }
}

function saysText(value: SingleValue, event: KnownEvent): boolean {
  const { title, culprit, stack } = event.part;
  const said = [title, culprit, ...Object.values(stack ?? {}).flat(), event.title, event.culprit];
  const texts = [...said, ...['message', 'error.value'].flatMap((name) => event.fields[name] ?? []).map(String)];
  if (value.type === 'wildcard') return texts.some((text) => fits(text, ['', ...value.literals, '']));
  return value.type === 'text' && texts.some((text) => lower(text).includes(lower(value.text)));
}

function isWord(word: string, { issue }: Known): boolean {
  if (word === 'assigned') return issue.assignee !== null;
  if (word === 'unassigned') return issue.assignee === null;
  return { unresolved: 'unresolved', resolved: 'resolved', archived: 'ignored' }[word] === issue.status || word === issue.substatus;
}

function isFilter({ key, operator, value }: FilterNode, one: Known, event: KnownEvent): boolean {
  const values = valuesOf(key, one, event);
  const wanted = value.type === 'list' ? value.values : [value];
  if (operator !== '=' || (key.type === 'tag' && key.valueType === 'number'))
    return wanted.some((each) => each.type === 'number' && values.some((text) => compares(Number(text), operator, each.number)));
  return wanted.some((each) => {
    if (key.type === 'field' && key.name === 'message' && each.type === 'text' && each.text !== '') {
      return lower(values[0] ?? event.title).includes(lower(each.text));
    }
    if (key.type === 'field' && key.name === 'message') return isValue(values[0] ?? event.title, each);
    return values.length === 0 ? isValue(undefined, each) : values.some((text) => isValue(text, each));
  });
}

function compares(found: number, operator: FilterNode['operator'], wanted: number): boolean {
  return { '=': found === wanted, '>': found > wanted, '>=': found >= wanted, '<': found < wanted, '<=': found <= wanted }[operator];
}

/* Queries. */

const quoted = (text: string) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('*', '\\*')}"`;
const aColor = fc.constantFrom(...colors).map(quoted);
const aPattern = fc.constantFrom(
  '*red',
  'r*',
  '*R*D*',
  `"*it's*"`,
  '*',
  '*gr\u00fc*',
  '\u{1f98a}*',
  'd*',
  '*end',
  '*%',
  '*\\**',
  `*${'long '.repeat(12).replaceAll(' ', '?')}*`,
);
const aText = fc.constantFrom(
  'red',
  'disk',
  'DISK',
  'full',
  '"disk is"',
  '"said \\"no\\""',
  'temp',
  '"C:\\\\temp"',
  'cause',
  '"cause \\"one\\""',
  'away',
  '"at last"',
  'em*y',
  'computeTotal',
  'total.ts',
  'RangeError',
  'a.b',
  'x.y',
  'no',
  '%',
  '"\\n"',
  '"],["',
  'nothing',
);
const negatable = (text: string) => fc.boolean().map((isNegated) => `${isNegated ? '!' : ''}${text}`);
const aFilter = fc
  .oneof(
    aColor.map((value) => `color:${value}`),
    aPattern.map((value) => `color:${value}`),
    fc.array(fc.oneof(aColor, aPattern), { minLength: 1, maxLength: 3 }).map((values) => `color:[${values.join(', ')}]`),
    fc.constantFrom(
      'color:""',
      'has:color',
      'has:size',
      'has:nothing',
      'size:[1,5,9]',
      'tags[a.b-c:d]:odd',
      'tags[size,number]:>8',
      'has:environment',
      'has:release',
      'has:user.email',
    ),
    fc.constantFrom(
      'level:fatal',
      'level:[error,info]',
      'environment:qa',
      'environment:[qa,production]',
      'environment:""',
      'platform.name:python',
      'timesSeen:>2',
      'timesSeen:[2,3]',
    ),
    fc.constantFrom(
      'release:plain',
      'release:shop@*',
      `release:shop@${'9'.repeat(230)}`,
      'release:[plain, "shop@1.2.0+7"]',
      'firstRelease:shop*',
      'release:""',
    ),
    fc.constantFrom('user.email:ada@acme.example', 'user.email:Ada@acme.example', 'user.email:*ACME*', 'user.id:[1,2]', 'user.ip:10.0.0.1', 'user.id:""'),
    fc.constantFrom(
      'error.type:RangeError',
      'error.type:[CauseError,x]',
      'error.type:*error',
      'error.value:"*\\"no\\"*"',
      'error.value:"cause \\"one\\""',
      'error.mechanism:generic',
      'error.type:""',
    ),
    fc.constantFrom(
      'error.handled:true',
      'has:error.type',
      'message:disk',
      'message:*last',
      'message:"so much"',
      'title:*disk*',
      'title:"The disk is full"',
      'http.status_code:500',
    ),
    fc.constantFrom(
      'device.model:M1',
      'device.model:"by tag"',
      'device.model:*',
      'device.simulator:true',
      'device.simulator:[true,false]',
      'os.rooted:false',
      'os.name:Linux',
      'os.version:6*',
      'has:os.name',
    ),
    fc.constantFrom(
      'transaction:/cart/:id',
      'transaction:"/cart*"',
      `transaction:/${'x'.repeat(240)}`,
      'stack.function:computeTotal',
      'stack.function:*total',
      'stack.filename:src*',
      'has:stack.module',
    ),
    fc.constantFrom('is:unresolved', 'is:resolved', 'is:archived', 'is:assigned', 'is:unassigned', 'is:archived_forever'),
  )
  .chain(negatable);
const { query: aQuery } = fc.letrec<{ query: string; term: string }>((tie) => ({
  query: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('term'),
    fc.array(tie('term'), { minLength: 2, maxLength: 3 }).map((terms) => terms.join(' ')),
    fc.array(tie('term'), { minLength: 2, maxLength: 3 }).map((terms) => terms.join(' OR ')),
  ),
  term: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { arbitrary: aFilter, weight: 5 },
    { arbitrary: aText, weight: 2 },
    tie('query').map((query) => `(${query})`),
  ),
}));

const anEnvironment = fc.constantFrom<string[]>([], [], [], ['qa'], ['production', ''], ['']);

function read(query: string): QueryNode | null {
  const parsed = parseQuery(query, { kind: 'issues' });
  if (!parsed.ok) throw new Error(`${parsed.error.message}: ${query}`);
  return parsed.value.root;
}

function filterOf(root: QueryNode | null, environments: readonly string[] = []): IssueFilter {
  const projectIds = new Map(projects.map(({ slug, id }) => [slug, id]));
  const facts = { kind: 'issues' as const, now, userId: 0, actors: new Map<string, string[]>(), projectIds, latestReleases: new Map<number, string>() };
  return { root, facts, from: null, before: null, environments };
}

const orders: IssueOrder[] = ['lastSeenAt', 'firstSeenAt', 'eventCount', 'userCount', 'priority'];

/** Where others once went wrong: what clients send as booleans, what JSON escapes, what is far back in a message, and what is no word. */
const examples = ['device.simulator:true', '!os.rooted:[false]', '"C:\\\\temp"', '"\\n"', '"cause \\"one\\""', '"],["', '"at last"', 'x.y'];

/** In order. Of what the search index leads to, and by a walk down the list. */
async function find(root: QueryNode | null, order: IssueOrder, environments: readonly string[] = []) {
  const plan = planOf(filterOf(root, environments));
  if (!plan.ok) throw new Error(plan.error.message);
  const ask = async (mostCandidates?: number) => {
    const page = await listIssues(projects, { plan: plan.value, order, position: null, limit: 100 }, mostCandidates);
    return { ids: page.issues.map(({ id }) => id), hits: page.hits };
  };
  const [byIndex, byWalk] = await Promise.all([ask(), ask(0)]);
  return { byIndex, byWalk };
}

describe('the search of issues', () => {
  it('finds what the query says, by the index and without it', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(aQuery, fc.constantFrom(...orders), anEnvironment, async (query, order, environments) => {
        const root = read(query);
        const isMeant = (one: Known, event: KnownEvent) =>
          (environments.length === 0 || environments.includes(event.environment ?? '')) && (root === null || holds(root, one, event));
        const wanted = known.filter((one) => one.events.some((event) => isMeant(one, event))).map(({ issue }) => issue.id);
        const { byIndex, byWalk } = await find(root, order, environments);
        const found = { byWalk: byWalk.ids.toSorted(), byIndex: byIndex.ids.toSorted(), hits: [byWalk.hits, byIndex.hits] };
        expect(found).toEqual({ byWalk: wanted.toSorted(), byIndex: wanted.toSorted(), hits: [wanted.length, wanted.length] });
        expect(byIndex.ids).toEqual(byWalk.ids);
      }),
      { numRuns: 80, seed: 5, examples: examples.map((query): [string, IssueOrder, string[]] => [query, 'lastSeenAt', []]) },
    );
  });

  it.each(orders)('turns pages by %s without losing or repeating any, both ways', async (order) => {
    for (const query of ['', 'disk OR color:*', '!is:resolved !has:nothing']) {
      const plan = planOf(filterOf(read(query)));
      if (!plan.ok) throw new Error(plan.error.message);
      const { byIndex } = await find(read(query), order);
      const turn = async (isBefore: boolean): Promise<number[]> => {
        const found: number[] = [];
        let position: IssuePosition | null = isBefore ? { value: 0, id: 0, isBefore } : null;
        for (;;) {
          const { issues } = await listIssues(projects, { plan: plan.value, order, position, limit: 2 });
          const last = isBefore ? issues[0] : issues.at(-1);
          if (!last) return found;
          found.splice(isBefore ? 0 : found.length, 0, ...issues.map(({ id }) => id));
          position = { value: orderValueOf(last, order), id: last.id, isBefore };
        }
      };
      expect([await turn(false), await turn(true)]).toEqual([byIndex.ids, byIndex.ids]);
    }
  });
});
