import { describe, expect, it } from 'vitest';
import { createJsonTree, type JsonTree, maxMatches, pathTo } from './json-tree.ts';

const paths = (tree: JsonTree): string[] => tree.rows.value.map((node) => pathTo(node).join('.'));
const document = { level: 'error', user: { id: 'u_1', tags: ['a', 'Error b'] }, empty: {}, none: null };

it('has rows only for what is open', () => {
  const tree = createJsonTree(document);
  expect(paths(tree)).toEqual(['', 'level', 'user', 'empty', 'none']);
  tree.toggle(2);
  expect(paths(tree)).toEqual(['', 'level', 'user', 'user.id', 'user.tags', 'empty', 'none']);
  tree.toggle(4);
  tree.toggle(2);
  expect(paths(tree)).toEqual(['', 'level', 'user', 'empty', 'none']);
  tree.toggle(2);
  expect(paths(tree)).toHaveLength(7);
});

it('is walked with the arrows, into what opens and back out to what holds it', () => {
  const tree = createJsonTree(document);
  const walk = (...keys: string[]): string => {
    for (const key of keys) expect(tree.press(key)).toBe(true);
    return paths(tree)[tree.at.value] ?? 'nowhere';
  };
  expect(walk('ArrowUp')).toBe('');
  expect(walk('ArrowDown', 'ArrowDown', 'ArrowRight')).toBe('user');
  expect(walk('ArrowRight', 'ArrowDown', 'Enter')).toBe('user.tags');
  expect(walk('ArrowRight')).toBe('user.tags.0');
  expect(walk('ArrowLeft')).toBe('user.tags');
  expect(walk('ArrowLeft', 'ArrowLeft')).toBe('user');
  expect(walk('End', 'ArrowDown')).toBe('none');
  expect(walk('Home')).toBe('');
  expect(tree.press('a')).toBe(false);
});

it('keeps the cursor where it was when something above it closes', () => {
  const tree = createJsonTree(document);
  tree.toggle(2);
  tree.press('End');
  tree.toggle(2);
  expect(paths(tree)[tree.at.value]).toBe('user');
});

describe('search', () => {
  it('finds names and values in their order, opens what is around them, and goes round', () => {
    const tree = createJsonTree(document);
    tree.search('ERROR');
    expect(tree.matches.value.map(({ path }) => path.join('.'))).toEqual(['level', 'user.tags.1']);
    expect(tree.at.value).toBe(1);
    tree.goToMatch(1);
    expect(tree.rows.value[tree.at.value]?.value).toBe('Error b');
    tree.goToMatch(1);
    expect(tree.at.value).toBe(1);
    tree.goToMatch(-1);
    expect(tree.rows.value[tree.at.value]?.value).toBe('Error b');
    tree.search('');
    expect(tree.matches.value).toEqual([]);
  });

  it('takes no index of a list for a name', () => {
    const tree = createJsonTree({ list: ['a', 'b'], 10: 'c' });
    tree.search('1');
    expect(tree.matches.value).toEqual([{ path: ['10'] }]);
  });

  it('counts no further than its limit', () => {
    const tree = createJsonTree(Array.from({ length: 100_000 }, (_, index) => ({ id: `n${index}` })));
    tree.search('n');
    expect(tree.matches.value).toHaveLength(maxMatches);
  });

  it('looks into what is nested deeper than the stack', () => {
    const tree = createJsonTree(JSON.parse(`${'['.repeat(3_000)}"deep"${']'.repeat(3_000)}`));
    tree.search('deep');
    expect(tree.matches.value).toHaveLength(1);
  });
});

it('opens a list of 100,000 values without counting them again for each', () => {
  const tree = createJsonTree({ list: Array.from({ length: 100_000 }, (_, index) => index) });
  const startedAt = performance.now();
  tree.toggle(1);
  tree.reveal(['list', '99999']);
  expect(tree.rows.value).toHaveLength(100_002);
  expect(tree.at.value).toBe(100_001);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
