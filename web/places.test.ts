import { expect, it } from 'vitest';
import { eventPath, installPath, issuesPath, releasePath, safeNext, signInPath } from './places.ts';

it('escapes what it puts into a path', () => {
  expect(issuesPath('a/b', 'c&d')).toBe('/organizations/a%2Fb/issues/?project=c%26d');
  expect(releasePath('acme', 'shop@1.0+7 ü')).toBe('/organizations/acme/releases/shop%401.0%2B7%20%C3%BC/');
  expect(installPath('acme', 'web')).toBe('/organizations/acme/projects/web/install/');
  expect(eventPath('acme', '7', 'abc')).toBe('/organizations/acme/issues/7/events/abc/');
});

it('remembers where somebody wanted to go, unless it is the beginning', () => {
  expect(signInPath('/organizations/acme/issues/?query=a')).toBe('/sign-in?next=%2Forganizations%2Facme%2Fissues%2F%3Fquery%3Da');
  expect(signInPath('/')).toBe('/sign-in');
});

it('sends on to this origin only', () => {
  expect(safeNext('/organizations/acme/issues/?query=a')).toBe('/organizations/acme/issues/?query=a');
  const elsewhere = [null, '', 'https://evil.example/', '//evil.example/', '/\\evil.example/', '/\t/evil.example', 'javascript:alert(1)', '/sign-in?next=/'];
  expect(elsewhere.map(safeNext)).toEqual(elsewhere.map(() => '/'));
});
