import { expect, it } from 'vitest';
import { allows, allScopes, readScopes, scopesOf } from './scopes.ts';

it.each([
  ['event:read', ['event:read'], true],
  ['event:read', ['event:write'], true],
  ['event:read', ['event:admin'], true],
  ['event:write', ['event:admin'], true],
  ['event:write', ['event:read'], false],
  ['event:admin', ['event:write'], false],
  ['project:releases', ['project:admin'], true],
  ['project:releases', ['project:write'], false],
  ['project:read', ['event:admin', 'org:admin'], false],
  ['org:read', [], false],
] as const)('%s with %j: %s', (needed, granted, expected) => {
  expect(allows(granted, needed)).toBe(expected);
});

it('lets each role do all that the one below may do', () => {
  const [member, admin, manager, owner] = [scopesOf('member'), scopesOf('admin'), scopesOf('manager'), scopesOf('owner')];
  expect(admin).toEqual(expect.arrayContaining([...member]));
  expect(manager).toEqual(expect.arrayContaining([...admin]));
  expect(owner).toEqual(expect.arrayContaining([...manager]));
  expect(owner).toEqual(allScopes);
});

it.each([
  ['member', 'project:write', false],
  ['admin', 'project:write', true],
  ['admin', 'org:write', false],
  ['manager', 'org:write', true],
  ['manager', 'org:admin', false],
] as const)('a %s and %s: %s', (role, scope, expected) => {
  expect(allows(scopesOf(role), scope)).toBe(expected);
});

it('forgets stored scopes that do not exist', () => {
  expect(readScopes(['event:read', 'event:everything'])).toEqual(['event:read']);
});
