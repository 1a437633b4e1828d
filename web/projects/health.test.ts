import { describe, expect, it } from 'vitest';
import type { Stats } from '../../worker/api/contract/stats.ts';
import { growthText, healthByProject, newIssuesText } from './health.ts';

const aGroup = (project: number, outcome: string, series: number[]): Stats['groups'][number] => ({
  by: { project, outcome },
  totals: { 'sum(quantity)': series.reduce((total, value) => total + value, 0) },
  series: { 'sum(quantity)': series },
});
const days = (yesterday: number, today: number): number[] => [...Array<number>(24).fill(yesterday), ...Array<number>(24).fill(today)];
const stats = (...groups: Stats['groups']): Stats => ({ start: '', end: '', intervals: [], groups });

describe('how a project is', () => {
  it('counts the last day, against the day before', () => {
    const health = healthByProject(stats(aGroup(1, 'accepted', days(2, 6)), aGroup(2, 'accepted', days(1, 1))));
    expect(health.get('1')).toMatchObject({ events: 144, growth: 3, lost: 0 });
    expect(health.get('1')?.series).toEqual(Array<number>(24).fill(6));
    expect(health.get('2')).toMatchObject({ events: 24, growth: 1 });
    expect(health.get('3')).toBeUndefined();
  });

  it('tells what share of the last day was lost, whatever was lost before', () => {
    const health = healthByProject(stats(aGroup(1, 'accepted', days(1, 3)), aGroup(1, 'rate_limited', days(100, 1)), aGroup(1, 'filtered', days(0, 0))));
    expect(health.get('1')?.lost).toBe(0.25);
    expect(healthByProject(stats(aGroup(1, 'invalid', days(0, 1)))).get('1')).toMatchObject({ events: 0, lost: 1, growth: null });
  });

  it('compares nothing with chance', () => {
    expect(healthByProject(stats(aGroup(1, 'accepted', [...Array<number>(24).fill(0), 1, 9]))).get('1')?.growth).toBeNull();
  });
});

it.each([
  [null, null],
  [1, null],
  [0.2, null],
  [1.4, '+40 %'],
  [2, '2×'],
  [3.25, '3.3×'],
  [1200, '1,200×'],
])('says a growth of %s as %s', (growth, text) => {
  expect(growthText(growth)).toBe(text);
});

it('says when there may be more new issues than were listed', () => {
  const issues = [{ project: { id: '1', slug: 'shop', name: 'shop', platform: '' } }];
  expect(newIssuesText(issues, true, 'shop')).toBe('1');
  expect(newIssuesText(issues, false, 'api')).toBe('0+');
});
