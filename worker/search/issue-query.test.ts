import { expect, it } from 'vitest';
import { parseIssueQuery } from './issue-query.ts';

const all = ['unresolved', 'resolved', 'ignored'];

it.each([
  ['', all, []],
  ['   ', all, []],
  ['is:unresolved', ['unresolved'], []],
  ['is:archived', ['ignored'], []],
  ['is:ignored', ['ignored'], []],
  ['!is:resolved', ['unresolved', 'ignored'], []],
  ['!is:resolved !is:archived', ['unresolved'], []],
  ['is:resolved is:archived', [], []],
  ['boom', all, ['boom']],
  ['x is undefined', all, ['x is undefined']],
  ['  x   is ', all, ['x is']],
  ['boom is:resolved in load', ['resolved'], ['boom', 'in load']],
  ['"x  is" undefined', all, ['x  is', 'undefined']],
  ['"is:resolved"', all, ['is:resolved']],
  ['"say \\"hi\\""', all, ['say "hi"']],
  ['""', all, []],
  ['"unbalanced', all, ['"unbalanced']],
  ['TypeError: x is undefined', all, ['TypeError: x is undefined']],
  ['Foo::bar', all, ['Foo::bar']],
  ['https://acme.example/a?b=c', all, ['https://acme.example/a?b=c']],
])('reads %j', (query, statuses, texts) => {
  expect(parseIssueQuery(query)).toEqual({ ok: true, value: { statuses, category: null, texts } });
});

it.each([
  ['issue.category:feedback', 'feedback'],
  ['!issue.category:feedback', 'error'],
  ['issue.category:error boom', 'error'],
])('reads the category in %j', (query, category) => {
  expect(parseIssueQuery(query)).toMatchObject({ ok: true, value: { category } });
});

it.each([
  ['is:lost', { reason: 'unknown_status', value: 'lost' }],
  ['!is:lost', { reason: 'unknown_status', value: 'lost' }],
  ['issue.category:metric', { reason: 'unknown_category', value: 'metric' }],
  ['user.id:5', { reason: 'unknown_filter', key: 'user.id' }],
  ['boom !release:1.0', { reason: 'unknown_filter', key: 'release' }],
])('refuses %j', (query, error) => {
  expect(parseIssueQuery(query)).toEqual({ ok: false, error });
});

it('reads a long query in no time', () => {
  const startedAt = Date.now();
  parseIssueQuery('a:'.repeat(2000) + '"'.repeat(2000) + '.'.repeat(100_000));
  expect(Date.now() - startedAt).toBeLessThan(500);
});
