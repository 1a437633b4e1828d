import { expect, it } from 'vitest';
import { type ChangedIssue, type ChangeKind, changesOf, together } from './changes.ts';

const some = (count: number, projectId: number, ...kinds: ChangeKind[]): ChangedIssue[] =>
  Array.from({ length: count }, (_, index) => ({ issueId: projectId * 1_000_000_000 + index, projectId, kinds: kinds.length > 0 ? kinds : ['events'] }));

it('names an issue once, with all that happened to it', () => {
  const both = together(changesOf(some(1, 7, 'new', 'events')), changesOf(some(1, 7, 'events', 'status')));
  expect(both).toEqual({ issues: [{ issueId: 7_000_000_000, projectId: 7, kinds: ['new', 'events', 'status'] }], projects: [], isEverywhere: false });
});

it('names 200 issues, and beyond them the project with the most', () => {
  expect(changesOf([...some(190, 7), ...some(10, 8)])).toMatchObject({ issues: { length: 200 }, projects: [] });
  const more = changesOf([...some(191, 7), ...some(10, 8)]);
  expect(more).toEqual({ issues: some(10, 8), projects: [7], isEverywhere: false });
  // What comes of that project later is known already.
  expect(together(more, changesOf(some(2, 7)))).toEqual(more);
});

it('says that much changed everywhere where even the projects are many', () => {
  const projects = Array.from({ length: 101 }, (_, index) => changesOf(some(201, index + 1)));
  const nearly = projects.slice(0, 100).reduce(together);
  expect(nearly).toMatchObject({ issues: [], projects: { length: 100 }, isEverywhere: false });
  const everything = projects.reduce(together);
  expect(everything).toEqual({ issues: [], projects: [], isEverywhere: true });
  expect(together(everything, changesOf(some(1, 7)))).toEqual(everything);
});
