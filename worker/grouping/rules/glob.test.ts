import { describe, expect, it } from 'vitest';
import { compileRuleGlob } from './glob.ts';
import { RuleWork } from './rule-work.ts';

describe('patterns', () => {
  it.each([
    ['main', 'main', true],
    ['main', 'Main', false],
    ['foo*', 'foobar', true],
    ['*bar', 'foobar', true],
    ['*o*', 'foobar', true],
    ['f*r', 'foobar', true],
    ['f*a', 'foobar', false],
    ['f??bar', 'foobar', true],
    ['f?bar', 'foobar', false],
    ['[a-f]oo', 'foo', true],
    ['[!a-f]oo', 'foo', false],
    ['-[Foo', '-[Foo', true],
    ['a\\*b', 'a*b', true],
    ['a\\*b', 'axb', false],
    ['run::{{closure}}', 'run::{{closure}}', true],
    ['*', '', true],
    ['', '', true],
    ['a/*', 'a/b/c', true],
  ])('%s and %s: %s', (pattern, text, fits) => expect(compileRuleGlob(pattern)(text, new RuleWork())).toBe(fits));
});

describe('patterns of paths', () => {
  it.each([
    ['**/test.js', 'http://example.com/foo/test.js', true],
    ['**/test.js', 'test.js', true],
    ['**/test.js', 'a/latest.js', false],
    ['**/node_modules/**', 'node_modules/a.js', true],
    ['**/node_modules/**', '/app/my_node_modules/a.js', false],
    ['/a/*/c', '/a/b/c', true],
    ['/a/*/c', '/a/b/b/c', false],
    ['/a/**/c', '/a/b/b/c', true],
    ['/a/**/c', '/a/c', true],
    ['/a/**/c', '/ac', false],
    ['/a/**/c?', '/a/b/cd', true],
    ['/a/**/c?', '/a/bcd', false],
    ['?:/windows/**', 'c:/windows/x.dll', true],
    ['?:/windows/**', '//windows/x.dll', false],
    ['**.app/**', '/x/shop.app/shop', true],
    ['/x/**/y/**/z*', '/x/y/y/a/z1', true],
  ])('%s and %s: %s', (pattern, text, fits) => expect(compileRuleGlob(pattern, { isPath: true })(text, new RuleWork())).toBe(fits));
});

it('ignores case where asked to', () => expect(compileRuleGlob('*Went Wrong*', { ignoresCase: true })('something WENT wrong', new RuleWork())).toBe(true));
