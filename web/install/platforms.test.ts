import { expect, it } from 'vitest';
import { platformName, platformOf } from './platforms.ts';

it.each([
  ['python-django', 'python-django'],
  ['python-fastapi', 'python'],
  ['node-koa', 'node'],
  ['elixir', 'other'],
  [null, 'javascript'],
])('guides %s by %s', (platform, guide) => {
  expect(platformOf(platform)).toBe(guide);
});

it('names platforms, also those it has no guide for', () => {
  expect([platformName('go'), platformName('elixir'), platformName(null)]).toEqual(['Go', 'elixir', 'Not said']);
});
