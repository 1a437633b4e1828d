import { expect, it } from 'vitest';
import { matchRoute, screenKey } from './routes.tsx';

const keyOf = (path: string) => {
  const match = matchRoute(path);
  return match && screenKey(match);
};

it('takes the events of an issue for one screen, and another issue for another', () => {
  const issue = keyOf('/organizations/shop/issues/7/');
  expect(keyOf('/organizations/shop/issues/7/events/abc/')).toBe(issue);
  expect(keyOf('/organizations/shop/issues/8/')).not.toBe(issue);
  expect(keyOf('/organizations/shop/issues/')).not.toBe(issue);
});

it('has nothing at an address that no screen has', () => {
  expect(matchRoute('/organizations/shop/')).toBeNull();
});
