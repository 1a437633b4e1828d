import { expect, it } from 'vitest';
import { parseShortId, shortIdOf } from './short-id.ts';

it.each([
  ['web', 1, 'WEB-1'],
  ['web', 31, 'WEB-Z'],
  ['web', 32, 'WEB-10'],
  ['web', 42, 'WEB-1A'],
  ['my-web_2', 1023, 'MY-WEB_2-ZZ'],
  ['web', 999_999_999, 'WEB-XSNJFZ'],
])('calls issue %2$i of %1$s %3$s, and reads it back', (projectSlug, number, shortId) => {
  expect(shortIdOf(projectSlug, number)).toBe(shortId);
  expect(parseShortId(shortId)).toEqual({ projectSlug, number });
});

it.each([
  ['web-1a', { projectSlug: 'web', number: 42 }],
  ['WEB-IO', { projectSlug: 'web', number: 32 }],
  ['Web-lo', { projectSlug: 'web', number: 32 }],
  ['web-01', { projectSlug: 'web', number: 1 }],
])('reads %s the way people type it', (text, expected) => {
  expect(parseShortId(text)).toEqual(expected);
});

it.each(['', 'web', 'web-', '-1', 'web-0', 'web-u', 'web-1a!', 'web-1234567', '12', 'we b-1', 'wéb-1'])('does not take %j for a short id', (text) => {
  expect(parseShortId(text)).toBeNull();
});
