import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import type { IssueHash } from '../../../worker/api/contract/issue-hash.ts';
import { goingOf } from './family-commands.ts';
import { aHash, Families } from './family.fixture.ts';
import { MergedModel } from './merged-model.ts';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

let families: Families;
let shown: string[] = [];
let said: { text: string; undo?: () => void; issueId?: string }[] = [];
let model: InstanceType<typeof MergedModel>;

beforeEach(() => {
  families = new Families({ a: ['a', 'b', 'c'] });
  shown = [];
  said = [];
  const read = (): IssueHash[] => (families.issues.get('a') ?? []).map((hash) => aHash(hash));
  const hashes = signal<IssueHash[] | null>(read());
  const place = { issue: { id: 'a' }, hashes: { value: hashes, refresh: async () => void (hashes.value = read()) }, show: (id: string) => shown.push(id) };
  model = new MergedModel(place, families, (text, further) => said.push({ text, ...further }));
});

const names = (): string[] => model.rows.value.map(({ id }) => id);

describe('unmerging', () => {
  it('takes the hashes off the list before the API has answered, and leads to the new issue', async () => {
    model.pick.toggle('b');
    const done = model.unmerge();
    expect(names()).toEqual(['a', 'c']);
    await done;
    expect(names()).toEqual(['a', 'c']);
    expect(said).toMatchObject([{ text: '1 hash is an issue of its own now', issueId: 'b' }]);
    expect(families.state).toEqual({ a: ['a', 'c'], b: ['b'] });
  });

  it('is taken back by merging', async () => {
    model.pick.toggle('b');
    model.pick.toggle('c');
    await model.unmerge();
    expect(families.state).toEqual({ a: ['a'], b: ['b', 'c'] });
    said[0]?.undo?.();
    await settled();
    // The one with the most hashes took the other in.
    expect(families.state).toEqual({ b: ['a', 'b', 'c'] });
    expect(shown).toEqual(['a', 'b']);
  });

  it('lets the others go where the hash of the issue itself is chosen', async () => {
    model.pick.toggle('a');
    await model.unmerge();
    expect(families.state).toEqual({ a: ['a'], b: ['b', 'c'] });
    expect(said[0]?.text).toBe('2 hashes are an issue of their own now');
  });

  it('wants one to stay', async () => {
    for (const id of names()) model.pick.toggle(id);
    expect(model.canUnmerge.value).toBe(false);
    await model.unmerge();
    expect(said).toEqual([{ text: 'At least one hash has to stay in this issue.' }]);
    expect(families.state).toEqual({ a: ['a', 'b', 'c'] });
  });

  it('leaves all as it was when the API refuses, and says why', async () => {
    families.isRefusing = true;
    model.pick.toggle('b');
    await model.unmerge();
    expect(names()).toEqual(['a', 'b', 'c']);
    expect(said).toEqual([{ text: 'Nothing was unmerged. You may not do this.' }]);
  });
});

it.each([
  [['b'], ['b']],
  [['a'], ['b', 'c']],
  [['a', 'b'], ['c']],
])('of %j lets %j go', (named, going) => {
  expect(goingOf([aHash('a'), aHash('b'), aHash('c')], named)).toEqual(going);
});
