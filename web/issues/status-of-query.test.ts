import { expect, it } from 'vitest';
import { statusOfQuery } from './status-of-query.ts';

it.each([
  ['is:unresolved', 'unresolved'],
  ['is:resolved boom', 'resolved'],
  ['is:unresolved is:for_review level:error', 'unresolved'],
  ['is:assigned is:archived_forever', 'archived'],
  ['is:unresolved OR is:resolved', null],
  ['(is:resolved boom)', null],
  ['(a OR b)', 'all'],
  ['is:ignored', 'archived'],
  ['', 'all'],
  ['boom', 'all'],
  ['!is:resolved', null],
  ['is:resolved is:archived', null],
  ['is:odd', null],
])('the query %j asks for the status %s', (query, status) => {
  expect(statusOfQuery(query)).toBe(status);
});
