import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RuleWork } from '../grouping/rules/rule-work.ts';
import { compilePathGlob } from './path-glob.ts';

const fits = (pattern: string, path: string) => compilePathGlob(pattern)(path, new RuleWork());

describe('patterns of CODEOWNERS files', () => {
  it.each<[pattern: string, path: string, fits: boolean]>([
    ['*', 'a/b/c.js', true],
    ['*', 'c.js', true],
    ['*.js', 'a/b.js', true],
    ['*.js', 'a/b.jsx', false],
    ['/*.js', 'b.js', true],
    ['/*.js', 'a/b.js', false],
    ['/build/logs/', 'build/logs/x/y.log', true],
    ['/build/logs/', 'a/build/logs/y.log', false],
    ['/build/logs/', 'build/logs', false],
    ['docs/*', 'docs/a.md', true],
    ['docs/*', 'docs/a/b.md', false],
    ['docs/*', 'x/docs/a.md', false],
    ['apps/', 'x/apps/y/z', true],
    ['apps/', 'apps/y', true],
    ['apps/', 'myapps/y', false],
    ['/docs/', 'docs/a/b', true],
    ['/apps/github', 'apps/github/x', true],
    ['/apps/github', 'apps/github', true],
    ['/apps/github', 'apps/githubs', false],
    ['apps/github', 'x/apps/github', false],
    ['**/logs', 'deep/down/logs/x', true],
    ['**/logs', 'logs', true],
    ['a/**/b', 'a/x/y/b/c', true],
    ['a/**/b', 'a/b', true],
    ['a/**', 'a/x/y', true],
    ['a?c.ts', 'abc.ts', true],
    ['a?c.ts', 'a/c.ts', false],
    ['my notes/x', 'my notes/x', true],
    ['/', 'anything', true],
    ['Src/', 'src/a', false],
  ])('%s and %s: %s', (pattern, path, isFit) => expect(fits(pattern, path)).toBe(isFit));

  const name = fc.stringMatching(/^[a-z]{1,3}$/);
  const folders = fc.array(name, { minLength: 1, maxLength: 4 });

  it('fit a folder exactly where they fit all that is in it', () => {
    fc.assert(
      fc.property(folders, folders, (folder, rest) => {
        const pattern = `/${folder.join('/')}/`;
        expect(fits(pattern, [...folder, ...rest].join('/'))).toBe(true);
        expect(fits(pattern, ['zzzz', ...folder, ...rest].join('/'))).toBe(false);
        // Without a slash in front of one name, it may be anywhere.
        expect(fits(`${folder[0]}/`, ['zzzz', ...folder, ...rest].join('/'))).toBe(true);
      }),
      { numRuns: 1_000, seed: 2026 },
    );
  });

  it('say of any two names whether they are the same, as a comparison of the texts does', () => {
    fc.assert(
      fc.property(folders, folders, (one, other) => {
        const path = other.join('/');
        const isInside = path === one.join('/') || path.startsWith(`${one.join('/')}/`);
        expect(fits(`/${one.join('/')}`, path)).toBe(isInside);
        expect(fits(`**/${one.join('/')}`, path)).toBe(`/${path}/`.includes(`/${one.join('/')}/`));
        const last = one.at(-1) ?? '';
        expect(fits(last, path)).toBe(other.includes(last));
        expect(fits(`*${last}`, path)).toBe(other.some((part) => part.endsWith(last)));
      }),
      { numRuns: 2_000, seed: 2026 },
    );
  });
});
