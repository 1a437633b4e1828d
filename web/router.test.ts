import { describe, expect, it } from 'vitest';
import { matchPath } from './router.ts';

describe('matchPath', () => {
  it.each([
    ['/organizations/:org/issues/', '/organizations/acme/issues/', { org: 'acme' }],
    ['/organizations/:org/issues/', '/organizations/acme/issues', { org: 'acme' }],
    ['/organizations/:org/issues/:issue/', '/organizations/acme/issues/WEB-1A/', { org: 'acme', issue: 'WEB-1A' }],
    ['/setup', '/setup', {}],
    ['/:name', '/caf%C3%A9', { name: 'café' }],
    ['/:name', '/50%', { name: '50%' }],
  ])('reads %s from %s', (pattern, path, values) => {
    expect(matchPath(pattern, path)).toEqual(values);
  });

  it.each([
    ['/organizations/:org/issues/', '/organizations/acme/projects/'],
    ['/organizations/:org/issues/', '/organizations/acme/issues/1/'],
    ['/organizations/:org/issues/:issue/', '/organizations/acme/issues/'],
    ['/setup', '/'],
  ])('does not fit %s to %s', (pattern, path) => {
    expect(matchPath(pattern, path)).toBeNull();
  });
});
