import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { aProject, aTenant, send, sendEvent, type Tenant } from './fixtures.ts';

let tenant: Tenant;

beforeAll(async () => {
  tenant = await aTenant();
  const elsewhere = { ...tenant, project: await aProject(tenant.organization, { shard: 1 }) };
  const payload = { message: 'a b', level: 'error', tags: { a: '1', b: 'x"y' }, user: { id: '1' }, release: 'shop@1.2+3' };
  await Promise.all([sendEvent(tenant, payload), sendEvent(elsewhere, { ...payload, tags: {} })]);
});

const Refusal = z.object({ detail: z.string().check(z.minLength(1)) });

/** What was asked and answered, unless that is an answer or a refusal with a reason, as it should be. */
async function impolite(path: string, parameters: readonly (readonly [string, string])[]): Promise<unknown> {
  const search = new URLSearchParams(parameters.map(([name, value]) => [name, value]));
  const reply = await send('GET', `/organizations/${tenant.organization.slug}/${path}?${search}`, { token: tenant.token });
  const said = await reply.text();
  if (reply.status === 200 || (reply.status === 400 && z.safeParse(Refusal, JSON.parse(said)).success)) return null;
  return { path, parameters, status: reply.status, said };
}

const table: [string, string][] = [
  ['field', 'a'],
  ['field', 'count()'],
];

const repeat = (count: number, make: (nth: number) => string, between = ' ') => Array.from({ length: count }, (_, nth) => make(nth)).join(between);
const nested = (depth: number, inner: (nth: number, rest: string) => string): string =>
  Array.from({ length: depth }).reduce<string>((rest, _, nth) => inner(nth, rest), 'a:1');

/** Whatever anybody writes into a question: it is answered, or refused with a reason. */
describe('questions of all kinds', () => {
  it.each([
    ['quotes and brackets in keys', `has:"a\\"b" has:"a'b" has:"$[0]" has:"a\\\\" !has:"]" has:"*"`],
    ['a NUL', `a:"x\0y" has:"a\0b" "\0\0\0\0" "*\0"`],
    ['words of the search index', `NEAR("a b", 3) "terms : abc" - ^abc* abc OR "AND"`],
    ['groups in groups', nested(50, (nth, rest) => `(${rest} ${nth % 2 === 0 ? 'OR' : ''} !b:${nth})`)],
    ['groups of alternatives in groups', nested(30, (nth, rest) => `((${rest} OR a:${nth}) release.version:>1)`)],
    [
      'groups in groups, as deep as issues are found by',
      nested(12, (nth, rest) => `(${rest} ${nth % 2 === 0 ? 'OR' : ''} (text ${nth} OR release.version:>1.${nth}))`),
    ],
    ['groups of texts in groups', nested(40, (nth, rest) => `(${rest} ${nth % 2 === 0 ? 'OR' : ''} text${nth})`)],
    ['many lists', repeat(40, (nth) => `a:[${repeat(10, (each) => `v${nth}-${each}`, ',')}]`)],
    ['many lists of patterns', repeat(40, (nth) => `a:[${repeat(5, (each) => `*value${nth}-${each}*`, ',')}]`)],
    ['a list of 400 patterns', `a:[${repeat(400, (nth) => `*value${nth}*`, ',')}]`],
    ['a list of 400 errors', `error.type:[${repeat(400, (nth) => `error${nth}`, ',')}]`],
    ['a list of 400 users', `user:[${repeat(400, (nth) => `id:${nth}`, ',')}]`],
    ['a list of 400 stacks', `stack.function:[${repeat(400, (nth) => `f${nth}`, ',')}]`],
    ['a list of 400 messages', `message:[${repeat(400, (nth) => `m${nth}`, ',')}]`],
    ['a list of 400 releases', `release:[${repeat(399, (nth) => `r${nth}`, ',')},latest] firstRelease:latest`],
    ['many texts', repeat(90, (nth) => `"text${nth}"`)],
    ['a long text', `"${'long text '.repeat(800)}"`],
    ['a long pattern', `title:"${'ab*'.repeat(2000)}"`],
    ['numbers beyond all', `issue.id:99999999999999999999999 timesSeen:>1${'0'.repeat(300)} project.id:[1.5, ${'9'.repeat(40)}]`],
    ['dates beyond all', 'firstSeen:-999999999w lastSeen:+999999999w timestamp:>0000-01-01T00:00:00+14:00 timestamp:<9999-12-31'],
    ['short ids of no issue', 'issue:[a-ZZZZZZ, a-ZZZZZZZZZZ, -, "", *]'],
    ['versions', 'release.version:>99999999999999999999.1 release.version:<1.x release.build:>"" release.version:[1, 2*]'],
    ['versions of the empty text', 'release.version:>""'],
    ['letters of no plane', 'tag:🦊 "🦊🦊" *🦊* has:"🦊" \ud83e \uf00dContains\uf00d:x a:\uf00dContains\uf00d*'],
    ['many words of the index', repeat(60, (nth) => `(a:"${'x'.repeat(50)}${nth}*" OR b:${nth})`)],
    ['every operator', 'a:>1 a:<=1 !a:!=1 timesSeen:!=1 !timesSeen:>1 error.handled:0 !error.handled:""'],
  ])('with %s', async (_, query) => {
    const replies = await Promise.all([
      impolite('issues/', [['query', query]]),
      impolite('events/', [['query', query], ...table]),
      impolite('events-stats/', [['query', query]]),
    ]);
    expect(replies).toEqual([null, null, null]);
  });

  it.each<[string, string, [string, string][]]>([
    [
      'p100 of what no event has',
      'events/',
      [
        ['field', 'a'],
        ['field', 'p100(nothing)'],
        ['field', 'percentile(b,1)'],
      ],
    ],
    ['conditions of 120 functions', 'events/', [...table, ['query', repeat(120, (nth) => `count_unique(t${nth}):>0`)]]],
    ['conditions of 90 comparing functions', 'events/', [...table, ['query', repeat(90, (nth) => `count_if(t,equals,v${nth}):>0`)]]],
    [
      'as much as can be',
      'events/',
      [
        ...Array.from({ length: 20 }, (_, nth): [string, string] => ['field', `count_if(a,equals,v${nth})`]),
        ['query', repeat(80, (nth) => `a:v${nth}`, ' OR ')],
      ],
    ],
    ['a key of 2,000 letters', 'events/', [['field', 'k'.repeat(2000)]]],
    [
      'a key of no plain name',
      'events/',
      [
        ['field', 'constructor'],
        ['field', 'tags[toString]'],
      ],
    ],
    [
      'times of no event',
      'events/',
      [
        ['field', 'first_seen()'],
        ['field', 'max(firstSeen)'],
        ['field', 'any(timestamp)'],
        ['query', 'a:none'],
      ],
    ],
    [
      'times of texts',
      'events/',
      [
        ['field', 'min(a)'],
        ['field', 'max(timestamp.to_day)'],
        ['field', 'sum(timestamp)'],
        ['field', 'avg(title)'],
      ],
    ],
    ['a place behind everything', 'events/', [...table, ['cursor', '0:9999999:0']]],
    [
      'a place behind all events',
      'events/',
      [
        ['field', 'title'],
        ['cursor', '0:9999999:0'],
      ],
    ],
    [
      'a place of no list',
      'issues/',
      [
        ['cursor', '9999999999999999:99999999999999999999:1'],
        ['query', ''],
      ],
    ],
    [
      'a place of no list of trends',
      'issues/',
      [
        ['cursor', '9999999999999999:0:1'],
        ['sort', 'trends'],
      ],
    ],
    ['a line through all times', 'events-stats/', [['statsPeriod', '99999w']]],
    [
      'a line from the first day to the last',
      'events-stats/',
      [
        ['start', '-271821-04-20'],
        ['end', '+275760-09-13'],
      ],
    ],
    [
      'a line of groups',
      'events-stats/',
      [
        ['topEvents', '10'],
        ['field', 'a'],
        ['yAxis', 'p100(nothing)'],
        ['yAxis', 'eps()'],
      ],
    ],
    ['times turned round', 'events/', [...table, ['start', '2026-02-01'], ['end', '2026-01-01']]],
    [
      'the whole past',
      'issues/',
      [
        ['statsPeriod', '99999w'],
        ['query', 'a:1'],
      ],
    ],
    ['100 environments', 'issues/', Array.from({ length: 100 }, (_, nth): [string, string] => ['environment', `e${nth}"`])],
    ['a sort of what is not there', 'events/', [...table, ['sort', '-1; drop table issues']]],
    ['a sort of nothing', 'events/', [...table, ['sort', '-']]],
    [
      'a percentile of words',
      'events/',
      [
        ['field', 'percentile(a,b)'],
        ['field', 'percentile(a,1e-400)'],
      ],
    ],
    [
      'a share beyond all',
      'events/',
      [
        ['field', 'percentile(a,0.999999999999999999999)'],
        ['field', 'percentile(a,1e-300)'],
      ],
    ],
  ])('with %s', async (_, path, parameters) => {
    expect(await impolite(path, parameters)).toBeNull();
    expect(await impolite(path, [...parameters, ['project', tenant.project.slug]])).toBeNull();
  });
});

/** Pieces of the language, in any order. */
const piece = fc.oneof(
  fc.constantFrom(
    'a',
    'b',
    'has',
    'is',
    'tags[a]',
    'tags[b,number]',
    'flags[a]',
    'user',
    'user.email',
    'error.type',
    'error.handled',
    'stack.function',
    'timesSeen',
  ),
  fc.constantFrom(
    'release',
    'release.version',
    'release.build',
    'firstSeen',
    'timestamp',
    'assigned',
    'issue',
    'issue.id',
    'project',
    'level',
    'message',
    'id',
  ),
  fc.constantFrom('count()', 'p95(a)', 'count_if(a,equals,"x")', 'last_seen()', 'failure_rate()'),
  fc.constantFrom(':', ':>', ':<=', ':!=', '!', '(', ')', ' ', ' ', ' OR ', ' AND ', '[', ']', ', ', '"', '*', '\\', "'", '$', '\0', '%', '-'),
  fc.constantFrom('1', '-24h', '2026-01-01', 'x', 'latest', 'me', 'unresolved', 'true', '1.2.3', '""', 'NEAR', 'null', '🦊', 'shop@1.2+3', '9'.repeat(20)),
);
const aField = fc.oneof(
  fc.constantFrom('a', 'title', 'timestamp', 'issue', 'project', 'user.display', 'error.handled', 'firstSeen', 'tags[b]', 'timestamp.to_day', 'error.type'),
  fc
    .tuple(
      fc.constantFrom(
        'count',
        'count_unique',
        'count_if',
        'min',
        'max',
        'sum',
        'avg',
        'any',
        'p50',
        'p100',
        'percentile',
        'epm',
        'eps',
        'first_seen',
        'last',
        'uniq',
      ),
      fc.constantFrom('', 'a', 'timestamp', 'issue', 'error.handled', 'user', 'b,0.5', 'a,equals,1', 'b,less,"x y"', 'level', 'x,1', 'a,-1'),
    )
    .map(([name, args]) => `${name}(${args})`),
);

it('answers any question, or says why not', async () => {
  const query = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(query, fc.uniqueArray(aField, { minLength: 1, maxLength: 4 }), fc.boolean(), async (text, fields, isDescending) => {
      const named = fields.map((field): [string, string] => ['field', field]);
      const sort: [string, string] = ['sort', `${isDescending ? '-' : ''}${fields[0] ?? ''}`];
      const replies = await Promise.all([
        impolite('issues/', [['query', text]]),
        impolite('events/', [...named, sort, ['query', text]]),
        impolite('events-stats/', [...fields.map((field): [string, string] => ['yAxis', field]), ['query', text]]),
      ]);
      expect(replies).toEqual([null, null, null]);
    }),
    { numRuns: 40, seed: 7 },
  );
});
