import { describe, expect, it } from 'vitest';
import { readView } from '../view.ts';
import { keepScope, keptScope } from './kept.ts';
import { spanText, timesText } from './spans.ts';

class FakeStorage implements Storage {
  items = new Map<string, string>();
  get length(): number {
    return this.items.size;
  }
  clear(): void {
    this.items.clear();
  }
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  key(): null {
    return null;
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
}

it.each([
  ['24h', 'Last 24 hours'],
  ['1h', 'Last hour'],
  ['3d', 'Last 3 days'],
  ['1w', 'Last week'],
  ['0d', null],
  ['3', null],
  ['d', null],
  ['3y', null],
])('%j reads %j', (period, expected) => {
  expect(spanText(period)).toBe(expected);
});

it('says chosen times in a word or two', () => {
  expect([null, { period: '7d' }].map(timesText)).toEqual(['Any time', 'Last 7 days']);
  expect(timesText({ start: '2026-11-02T10:00:00Z', end: '2026-11-02T12:00:00Z' })).not.toContain('–');
  expect(timesText({ start: '2026-11-02T10:00:00Z', end: '2026-11-09T12:00:00Z' })).toContain('–');
});

describe('what was chosen last', () => {
  it('is kept for each organization, without query, order and page', () => {
    const storage = new FakeStorage();
    const view = readView(new URLSearchParams('?query=boom&sort=freq&project=web&environment=production&statsPeriod=14d&cursor=1:2:0'));
    keepScope('acme', view, storage);
    expect(keptScope('acme', storage)).toEqual({ projects: ['web'], environments: ['production'], times: { period: '14d' } });
    expect(keptScope('other', storage)).toEqual({ projects: [], environments: [], times: null });
    keepScope('acme', { projects: [], environments: [], times: null }, storage);
    expect(storage.length).toBe(0);
  });
});
