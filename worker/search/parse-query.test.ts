import { describe, expect, it } from 'vitest';
import type { QueryKind } from './keys.ts';
import { parseQuery } from './parse-query.ts';

/** The tree in short: nodes as nested lists, filters as they are understood. */
function meaning(text: string, kind: QueryKind = 'issues'): unknown {
  const query = parseQuery(text, { kind });
  return query.ok ? stripped(query.value.root) : query.error;
}

function stripped(node: unknown): unknown {
  return JSON.parse(JSON.stringify(node, (name, value: unknown) => (name === 'start' || name === 'end' ? undefined : value)));
}

const text = (words: string, isQuoted = false) => ({ type: 'text', isQuoted, value: { type: 'text', text: words } });
const tag = (name: string) => ({ type: 'tag', name, valueType: null });
const field = (name: string) => ({ type: 'field', name });
const filter = (key: object, value: object, operator = '=', isNegated = false) => ({ type: 'filter', isNegated, key, operator, value });
const exactly = (words: string) => ({ type: 'text', text: words });
const a = filter(tag('a'), exactly('1'));
const b = filter(tag('b'), exactly('2'));
const c = filter(tag('c'), exactly('3'));

it.each([
  ['', null],
  [' \t ', null],
  ['a:1', a],
  ['a:1 b:2', { type: 'and', nodes: [a, b] }],
  ['a:1 and b:2', { type: 'and', nodes: [a, b] }],
  ['a:1 OR b:2 AND c:3', { type: 'or', nodes: [a, { type: 'and', nodes: [b, c] }] }],
  ['(a:1 or b:2) c:3', { type: 'and', nodes: [{ type: 'group', node: { type: 'or', nodes: [a, b] } }, c] }],
  ['((a:1))', { type: 'group', node: { type: 'group', node: a } }],
  ['a:1(b:2)', { type: 'and', nodes: [a, { type: 'group', node: b }] }],
  ['order and', { reason: 'operator_misplaced', message: "Condition is missing on the right side of 'AND' operator", start: 6, end: 9 }],
  ['orders android', text('orders android')],
])('joins the terms of %j', (query, tree) => {
  expect(meaning(query)).toEqual(tree);
});

it.each([
  ['x  is undefined', text('x  is undefined')],
  ['"x is" undefined', { type: 'and', nodes: [text('x is', true), text('undefined')] }],
  ['boom "a:1"', { type: 'and', nodes: [text('boom'), text('a:1', true)] }],
  ['"say \\"hi\\""', text('say "hi"', true)],
  ['boom a:1 in load', { type: 'and', nodes: [text('boom'), a, text('in load')] }],
  ['main(args) failed', text('main(args) failed')],
  ['f() and g(x (y))', { type: 'and', nodes: [text('f()'), text('g(x (y))')] }],
  ['boom (a:1)', { type: 'and', nodes: [text('boom'), { type: 'group', node: a }] }],
  ['boom*end', { type: 'text', isQuoted: false, value: { type: 'wildcard', literals: ['boom', 'end'] } }],
  ['C:\\Users', filter(tag('C'), exactly('\\Users'))],
  ['TypeError: x is undefined', text('TypeError: x is undefined')],
  ['java.lang.NullPointerException: x', text('java.lang.NullPointerException: x')],
  ['Foo::bar', text('Foo::bar')],
  ['https://acme.example/a?b=c', text('https://acme.example/a?b=c')],
])('reads the text in %j', (query, tree) => {
  expect(meaning(query)).toEqual(tree);
});

it.each([
  ['release:1.0', filter(field('release'), exactly('1.0'))],
  ['!release:1.0', filter(field('release'), exactly('1.0'), '=', true)],
  ['release:!=1.0', filter(field('release'), exactly('1.0'), '=', true)],
  ['!release:!=1.0', filter(field('release'), exactly('1.0'))],
  ['age:-24h', filter(field('firstSeen'), { type: 'relative_date', direction: 'since', agoMilliseconds: 86_400_000 })],
  ['first_seen:+90m', filter(field('firstSeen'), { type: 'relative_date', direction: 'until', agoMilliseconds: 5_400_000 })],
  ['lastSeen:>=2024-02-29', filter(field('lastSeen'), { type: 'date', at: Date.UTC(2024, 1, 29), precision: 'day' }, '>=')],
  ['timestamp:2024-01-01T10:00:00.123456+01:30', filter(field('timestamp'), { type: 'date', at: Date.UTC(2024, 0, 1, 8, 30, 0, 123), precision: 'instant' })],
  ['!timesSeen:>5', filter(field('timesSeen'), { type: 'number', number: 5 }, '<=')],
  ['!timesSeen:>=5', filter(field('timesSeen'), { type: 'number', number: 5 }, '<')],
  ['times_seen:<=1.5K', filter(field('timesSeen'), { type: 'number', number: 1500 }, '<=')],
  [
    'issue.id:[1,2]',
    filter(field('issue.id'), {
      type: 'list',
      values: [
        { type: 'number', number: 1 },
        { type: 'number', number: 2 },
      ],
    }),
  ],
  ['error.handled:0', filter(field('error.handled'), { type: 'boolean', boolean: false })],
  ['status:[muted, resolved]', filter(field('status'), { type: 'list', values: [exactly('archived'), exactly('resolved')] })],
  ['id:0AF7651916cd43dd8448eb211c80319c', filter(field('id'), exactly('0af7651916cd43dd8448eb211c80319c'))],
  ['assigned:[me, none]', filter(field('assigned'), { type: 'list', values: [exactly('me'), exactly('none')] })],
  ['!os.name:["a, b",c*]', filter(field('os.name'), { type: 'list', values: [exactly('a, b'), { type: 'wildcard', literals: ['c', ''] }] }, '=', true)],
  ['release.version:>=1.*', filter(field('release.version'), exactly('1.*'), '>=')],
  ['stack.filename:*.js', filter(field('stack.filename'), { type: 'wildcard', literals: ['', '.js'] })],
  ['url:a\\*b\\\\**', filter(field('url'), { type: 'wildcard', literals: ['a*b\\', ''] })],
  ['url:\uF00DContains\uF00Da*b', filter(field('url'), { type: 'wildcard', literals: ['', 'a*b', ''] })],
  ['url:\uF00DStartsWith\uF00D"a b"', filter(field('url'), { type: 'wildcard', literals: ['a b', ''] })],
  [
    'url:\uF00DEndsWith\uF00D[a,b]',
    filter(field('url'), {
      type: 'list',
      values: [
        { type: 'wildcard', literals: ['', 'a'] },
        { type: 'wildcard', literals: ['', 'b'] },
      ],
    }),
  ],
  ['dist:""', filter(field('dist'), exactly(''))],
  ['level:>5', filter(field('level'), exactly('>5'))],
  ['fruit:[a],b]', filter(tag('fruit'), { type: 'list', values: [exactly('a]'), exactly('b')] })],
  ['fruit:[apple', filter(tag('fruit'), exactly('[apple'))],
  ['tags[level]:error', filter(tag('level'), exactly('error'))],
  ['tags[size,number]:>2k', filter({ type: 'tag', name: 'size', valueType: 'number' }, { type: 'number', number: 2000 }, '>')],
  ['flags["new-ui"]:true', filter({ type: 'flag', name: 'new-ui', valueType: null }, exactly('true'))],
  ['"a:b":c', filter(tag('a:b'), exactly('c'))],
  ['transaction.duration:x', filter(tag('transaction.duration'), exactly('x'))],
  ['has:user.id', { type: 'has', isNegated: false, key: field('user.id') }],
  ['!has:tags[level]', { type: 'has', isNegated: true, key: tag('level') }],
  ['is:ignored', { type: 'is', isNegated: false, word: 'archived' }],
  ['!is:until_escalating', { type: 'is', isNegated: true, word: 'archived_until_escalating' }],
])('understands %j', (query, tree) => {
  expect(meaning(query)).toEqual(tree);
});

it.each([
  ['transaction.duration:>1.5s', field('transaction.duration'), { type: 'duration', milliseconds: 1500 }],
  ['measurements.lcp:>2m', field('measurements.lcp'), { type: 'duration', milliseconds: 120_000 }],
  ['measurements.cls:>0.1', field('measurements.cls'), { type: 'number', number: 0.1 }],
  ['http.response_transfer_size:>1.5KiB', field('http.response_transfer_size'), { type: 'size', bytes: 1536 }],
  ['http.response_transfer_size:>1kb', field('http.response_transfer_size'), { type: 'size', bytes: 1000 }],
  ['count():>5', { type: 'aggregate', name: 'count', args: [] }, { type: 'number', number: 5 }],
  ['p95(span.duration):>2s', { type: 'aggregate', name: 'p95', args: ['span.duration'] }, { type: 'duration', milliseconds: 2000 }],
  ['p95():>2s', { type: 'aggregate', name: 'p95', args: [] }, { type: 'duration', milliseconds: 2000 }],
  ['count_if(level, equals, "a b"):>1', { type: 'aggregate', name: 'count_if', args: ['level', 'equals', 'a b'] }, { type: 'number', number: 1 }],
  ['failure_rate():>50%', { type: 'aggregate', name: 'failure_rate', args: [] }, { type: 'percentage', ratio: 0.5 }],
])('understands %j among events', (query, key, value) => {
  expect(meaning(query, 'events')).toEqual(filter(key, value, '>'));
});

it.each([
  ['boom release:', 'empty_value', 'release:', "Empty string after 'release:'"],
  ['TypeError:', 'empty_value', 'TypeError:', "Empty string after 'TypeError:'"],
  ['a:(b OR c)', 'empty_value', 'a:', "Empty string after 'a:'"],
  ['x timesSeen:>many', 'invalid_number', 'many', 'Invalid number. Expected number then optional k, m, or b suffix (e.g. 500k)'],
  ['issue.id:[1,b]', 'invalid_number', 'b', 'Invalid number. Expected number then optional k, m, or b suffix (e.g. 500k)'],
  [`timesSeen:${'9'.repeat(400)}`, 'invalid_number', '9'.repeat(400), 'Invalid number. Expected number then optional k, m, or b suffix (e.g. 500k)'],
  ['error.handled:maybe', 'invalid_boolean', 'maybe', 'Invalid boolean. Expected true, 1, false, or 0.'],
  ['error.handled:[true]', 'invalid_boolean', '[true]', 'Invalid boolean. Expected true, 1, false, or 0.'],
  ['!age:-24h', 'negated_date', '!age:-24h', 'Dates cannot be negated. Use >, >=, < or <= instead.'],
  ['id:123', 'invalid_id', '123', '`id` must be a valid UUID hex (32-36 characters long, containing only digits, dashes, or a-f characters)'],
  ['issue.priority:urgent', 'invalid_word', 'urgent', "Invalid priority value of 'urgent'"],
  ['issue.category:constructor', 'invalid_word', 'constructor', "Invalid category value of 'constructor'"],
  ['url:te"st', 'unmatched_quote', 'te"st', 'Quotes must enclose text or be escaped'],
  ['a:[1,,2]', 'bad_list', '[1,,2]', 'Lists should not have empty values'],
  ['timesSeen:>[1,2]', 'bad_list', '[1,2]', 'Lists cannot be compared with <, <=, > or >='],
  ['count():>5', 'aggregate_not_allowed', 'count()', 'Aggregate filters are not supported in this search'],
  ['has:count()', 'invalid_key', 'count', 'Invalid format for "has" search: was expecting a field or tag'],
  ['or a', 'operator_misplaced', 'or', "Condition is missing on the left side of 'OR' operator"],
  ['a (AND b)', 'operator_misplaced', 'AND', "Condition is missing on the left side of 'AND' operator"],
  ['timesSeen:x ) age:y', 'invalid_number', 'x', 'Invalid number. Expected number then optional k, m, or b suffix (e.g. 500k)'],
  ['a:1 AND OR b', 'operator_misplaced', 'OR', "Condition is missing on the left side of 'OR' operator"],
  ['a OR OR b', 'operator_misplaced', 'OR', "Condition is missing on the left side of 'OR' operator"],
  [
    'a:1 (b:2',
    'unmatched_parenthesis',
    '(',
    "Parse error at 'a:1 (b:2' (column 5). This is commonly caused by unmatched parentheses. Enclose any text in double quotes.",
  ],
  [
    'a:1) b',
    'unmatched_parenthesis',
    ')',
    "Parse error at 'a:1) b' (column 4). This is commonly caused by unmatched parentheses. Enclose any text in double quotes.",
  ],
  ['a:1\nb', 'line_break', '\n', "Parse error at 'a:1\nb' (column 4). Enclose text of several lines in double quotes."],
])('marks what is wrong in %j', (query, reason, marked, message) => {
  const result = parseQuery(query, { kind: 'issues' });
  expect(result).toMatchObject({ ok: false, error: { reason, message } });
  expect(!result.ok && query.slice(result.error.start, result.error.end)).toBe(marked);
});

it.each(['hello', '2024-02-30', '2024-13-01', '2024-01-01T25:00:00', '123', '>-24h', '-24y', '-1.5h', '0000-01-01T00:00:00+01:00', '[2024-01-01]'])(
  'takes %j for no date',
  (value) => {
    expect(meaning(`lastSeen:${value}`)).toMatchObject({ reason: 'invalid_date' });
  },
);

it.each(['is:lost', 'is:constructor', 'is:[resolved]', 'is:*'])('tells the words of is: to who asks %j', (query) => {
  expect(meaning(query)).toMatchObject({
    reason: 'invalid_word',
    message: expect.stringMatching(/^Invalid value for "is" search, valid values are unresolved, .*archived_forever$/),
  });
});

it.each(['main(args): oops', 'main(args):core', 'avg(stack.colno):>500s'])('reads %j among events as text', (query) => {
  expect(meaning(query, 'events')).toEqual(text(query));
});

it('knows is: among issues only', () => {
  expect(meaning('is:unresolved', 'events')).toMatchObject({
    reason: 'invalid_key',
    message: '"is:" queries are not supported in this search',
    start: 0,
    end: 2,
  });
  expect(meaning('tags[is]:unresolved', 'events')).toEqual(filter(tag('is'), exactly('unresolved')));
});

it('refuses wildcards and keys where it is told to', () => {
  const options = { kind: 'events', forbidsWildcards: true, supportedKeys: new Set(['release']) } as const;
  expect(parseQuery('release:1 boom', options)).toMatchObject({ ok: true });
  expect(parseQuery('release:[a,b*]', options)).toMatchObject({ error: { reason: 'wildcard_not_allowed', start: 8, end: 14 } });
  expect(parseQuery('boom*', options)).toMatchObject({ error: { reason: 'wildcard_not_allowed', start: 0, end: 5 } });
  expect(parseQuery('x dist:1', options)).toMatchObject({ error: { reason: 'invalid_key', start: 2, end: 6 } });
});

describe('limits', () => {
  it.each([
    ['8,193 characters', 'a'.repeat(8193), 'query_too_long', 'A query has at most 8192 characters, this has 8193'],
    ['501 terms', 'a:1 '.repeat(501), 'too_many_terms', 'A query has at most 500 terms'],
    ['501 entries of a list', `a:[${'1,'.repeat(500)}1]`, 'too_many_terms', 'A query has at most 500 terms'],
    ['51 groups', `${'('.repeat(51)}a:1${')'.repeat(51)}`, 'too_deep', 'Parentheses are nested more than 50 deep'],
    ['51 parentheses of a text', `a${'('.repeat(51)}${')'.repeat(51)}`, 'too_deep', 'Parentheses are nested more than 50 deep'],
  ])('refuse %s', (_, query, reason, message) => {
    expect(meaning(query)).toMatchObject({ reason, message });
  });

  it.each([
    ['8,192 characters', 'a'.repeat(8192)],
    ['500 terms', 'a:1 '.repeat(500)],
    ['50 groups', `${'('.repeat(50)}a:1${')'.repeat(50)}`],
  ])('allow %s', (_, query) => {
    expect(parseQuery(query, { kind: 'issues' }).ok).toBe(true);
  });

  it.each(['(', '"', '\\', '*', 'a:[x, ', 'a("x ', 'a(b,', 'a:"\\" ', '"\\', 'A: ', 'or ', 'a\n', 'f(x) ', '!'])(
    'read %j over and over in no time',
    (piece) => {
      const query = piece.repeat(8192 / piece.length);
      const startedAt = Date.now();
      parseQuery(query, { kind: 'events' });
      parseQuery(`a:${query}"`, { kind: 'events' });
      expect(Date.now() - startedAt).toBeLessThan(500);
    },
  );
});
