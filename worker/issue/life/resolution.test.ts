import { describe, expect, it } from 'vitest';
import { hourMs } from '../trend.ts';
import { after, aLife, aTrend, command, noon, occurrences, quiet } from './life.fixture.ts';
import type { ResolutionRequest } from './life-command.ts';
import { liveThrough } from './live.ts';
import { obey } from './obey.ts';
import { beginResolution, covers } from './resolution.ts';

const named = ['c0ffee', 'monday', 'tuesday'];
const commit = { type: 'in_commit', repository: 'shop', commit: 'c0ffee' } as const;

describe('a resolution covers', () => {
  it.each<[what: string, request: ResolutionRequest, covered: (string | null)[], others: (string | null)[]]>([
    ['nothing when it is for now', { type: 'now' }, [], [null, 'shop@1.0']],
    ['nothing when it is by age', { type: 'by_age', hours: 24 }, [], [null, 'shop@1.0']],
    [
      'versions before that of the release, known or not',
      { type: 'in_release', release: 'shop@2.0', olderReleases: [] },
      [null, 'shop@1.9', 'shop@2.0-rc.1', 'shop@0.1+99'],
      ['shop@2.0', 'shop@2.0+1', 'shop@2.0.1', 'shop@10.0'],
    ],
    ['versions even where they were made later', { type: 'in_release', release: 'shop@2.0', olderReleases: ['shop@3.0'] }, ['shop@1.0'], ['shop@3.0']],
    [
      'names made before the release',
      { type: 'in_release', release: 'wednesday', olderReleases: named },
      [null, ...named],
      ['wednesday', 'thursday', 'shop@1.0'],
    ],
    [
      'other packages by when they were made',
      { type: 'in_release', release: 'shop@2.0', olderReleases: ['till@9.0', 'c0ffee'] },
      ['till@9.0', 'c0ffee'],
      ['till@1.0'],
    ],
    [
      'builds without a number by when they were made',
      { type: 'in_release', release: 'shop@2.0+b', olderReleases: ['shop@2.0+c'] },
      ['shop@2.0+c'],
      ['shop@2.0+a'],
    ],
    [
      'the newest release and all before, when the next one solves it',
      { type: 'in_next_release', release: 'shop@2.0', olderReleases: [] },
      [null, 'shop@2.0', 'shop@1.9'],
      ['shop@2.0+1', 'shop@2.0.1'],
    ],
    ['names before the next one', { type: 'in_next_release', release: 'wednesday', olderReleases: named }, [null, 'wednesday', ...named], ['thursday']],
    ['nothing by a commit that is not released', commit, [], [null, 'shop@1.0']],
  ])('%s', (_, request, covered, others) => {
    const resolution = beginResolution(request);
    expect([...covered, ...others].filter((release) => covers(resolution, release))).toEqual(covered);
  });

  it('what came before the first release with the commit', () => {
    const life = after(
      aLife(),
      { type: 'resolve', resolution: commit },
      { ...commit, type: 'releaseCommit', release: 'shop@2.0', olderReleases: ['monday'] },
      { ...commit, type: 'releaseCommit', release: 'shop@3.0', olderReleases: ['monday', 'tuesday'] },
    );
    const regressing = [null, 'monday', 'shop@1.0', 'shop@2.0', 'tuesday'].filter((release) => liveThrough(life, occurrences({ release })).life !== life);
    expect(regressing).toEqual(['shop@2.0', 'tuesday']);
  });

  it('the newest two hundred of the names made before', () => {
    const olderReleases = Array.from({ length: 300 }, (_, index) => `build of day ${index}`);
    const resolution = beginResolution({ type: 'in_release', release: 'today', olderReleases });
    expect(olderReleases.filter((release) => covers(resolution, release))).toEqual(olderReleases.slice(100));
  });
});

describe('what a regression tells', () => {
  it.each<[what: string, request: ResolutionRequest, release: string | null, data: Record<string, unknown>]>([
    ['without releases', { type: 'now' }, null, { version: '' }],
    ['with the release in which it came back', { type: 'now' }, 'shop@3.0', { version: 'shop@3.0' }],
    [
      'by version',
      { type: 'in_release', release: 'shop@2.0', olderReleases: [] },
      'shop@3.0',
      { version: 'shop@3.0', resolved_in_version: 'shop@2.0', follows_semver: true },
    ],
    [
      'by name',
      { type: 'in_next_release', release: 'monday', olderReleases: [] },
      'tuesday',
      { version: 'tuesday', resolved_in_version: 'monday', follows_semver: false },
    ],
  ])('%s', (_, request, release, data) => {
    const resolved = after(aLife(), { type: 'resolve', resolution: request });
    const { happened } = liveThrough(resolved, occurrences({ release, eventId: 'abc' }));
    expect(happened[0]).toMatchObject({ activity: { type: 'set_regression', data: { event_id: 'abc', ...data } }, eventId: 'abc', userId: null });
  });
});

it('nothing is resolved by age that has spoken since somebody looked', () => {
  const [life, totals] = [aLife(), { ...quiet, trend: aTrend(0, 1) }];
  const resolveAt = (at: number) => obey(life, command({ type: 'resolve', resolution: { type: 'by_age', hours: 24 } }, { userId: null, at }), totals).life;
  expect(resolveAt(noon + 24 * hourMs - 1)).toBe(life);
  expect(resolveAt(noon + 24 * hourMs)).toMatchObject({ status: 'resolved', resolution: { type: 'by_age', hours: 24 } });
});
