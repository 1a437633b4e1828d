import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../api.ts';
import { type KnownValue, knowsNothing } from './knowledge.ts';
import { createSearchModel, type SearchModel } from './search-model.ts';

let model: SearchModel;
let searched: string[];
let asked: string[];
let answer: (key: string, text: string) => Promise<Answer<readonly KnownValue[]>>;
const query = signal('');
const recent = signal<string[]>([]);

beforeEach(() => {
  vi.useFakeTimers();
  [searched, asked] = [[], []];
  query.value = 'is:unresolved';
  recent.value = [];
  answer = async (_, text) => ({ ok: true, value: [{ value: `${text}found`, count: 2 }] });
  model = createSearchModel({
    kind: 'issues',
    query,
    knowledge: signal(knowsNothing),
    recent,
    prepare: () => undefined,
    findValues: (key, text) => {
      asked.push(`${key}:${text}`);
      return answer(key, text);
    },
    search: (text) => {
      searched.push(text);
      query.value = text;
    },
    now: () => 0,
  });
  model.focus();
});
afterEach(() => {
  model.stop();
  vi.useRealTimers();
});

const labels = () => model.suggestions.value.map(({ label }) => label);
const type = (text: string) => model.type(text, text.length);
const settle = () => vi.advanceTimersByTimeAsync(150);

describe('a search field', () => {
  it('searches with Enter for what is typed, unless something is chosen', () => {
    type('lev');
    model.enter();
    expect(searched).toEqual(['lev']);
    type('lev');
    model.move(1);
    model.enter();
    expect([searched.length, model.text.value]).toEqual([1, 'level:']);
    model.move(2);
    model.enter();
    expect(model.text.value).toBe('level:error ');
    model.enter();
    expect(searched).toEqual(['lev', 'level:error']);
  });

  it('takes with Tab what is begun, and leaves Tab alone where nothing is', () => {
    expect(model.tabbed()).toBeNull();
    type('boom ');
    expect(model.tabbed()).toBeNull();
    type('boom assi');
    expect(model.tabbed()?.insert).toBe('assigned:');
  });

  it('moves through the suggestions by way of none', () => {
    type('is:un');
    const path = [-1, -1, 1, 1].map((by) => {
      model.move(by);
      return model.at.value;
    });
    expect(path).toEqual([4, 3, 4, -1]);
  });

  it('offers what was searched for last before anything is typed, and searches for it at once', () => {
    recent.value = ['boom', 'is:unresolved', 'is:resolved'];
    expect(labels()).toEqual(['boom', 'is:resolved']);
    model.move(1);
    model.enter();
    expect(searched).toEqual(['boom']);
    model.focus();
    type('');
    expect(labels().slice(0, 3)).toEqual(['is:unresolved', 'is:resolved', 'is']);
  });

  it('follows what the screen shows, and goes back to it', () => {
    type('half');
    model.reset();
    expect(model.text.value).toBe('is:unresolved');
    query.value = 'is:resolved';
    expect([model.text.value, model.caret.value]).toEqual(['is:resolved', 11]);
  });
});

describe('what is wrong', () => {
  it('is not said of what is being typed', () => {
    type('timesSeen:x');
    expect(model.faults.value).toEqual([]);
    type('timesSeen:x boom');
    expect(model.faults.value).toMatchObject([{ start: 10, end: 11 }]);
    model.place(11);
    expect(model.faults.value).toEqual([]);
    model.blur();
    expect(model.faults.value).toHaveLength(1);
  });

  it('is said instead of searching for it', () => {
    type('boom timesSeen:x');
    model.enter();
    expect([searched, model.faults.value.length, model.isOpen.value]).toEqual([[], 1, false]);
    type('boom timesSeen:5');
    model.enter();
    expect([searched, model.faults.value]).toEqual([['boom timesSeen:5'], []]);
  });
});

describe('values of events', () => {
  it('are asked for at once for a new key, and then once one stops typing', async () => {
    type('release:');
    await vi.advanceTimersByTimeAsync(0);
    expect([asked, labels()]).toEqual([['release:'], ['latest', 'found']]);
    type('release:f');
    type('release:fo');
    expect(labels()).toEqual(['found']);
    await settle();
    expect([asked, labels()]).toEqual([['release:', 'release:fo'], ['fofound']]);
  });

  it('are asked for by the parts of a list, without stars', async () => {
    type('my.tag:[a, *b');
    await settle();
    expect(asked).toEqual(['my.tag:b']);
  });

  it('are not asked for where all there is is known, or nothing is open', async () => {
    for (const text of ['is:', 'timesSeen:', 'assigned:', 'boom', 'has:re']) type(text);
    model.close();
    type('release:');
    model.close();
    await settle();
    expect(asked).toEqual([]);
  });

  it('that come late are of no interest any more', async () => {
    const slow = Promise.withResolvers<Answer<readonly KnownValue[]>>();
    answer = () => slow.promise;
    type('release:');
    await settle();
    type('dist:');
    answer = async () => ({ ok: true, value: [{ value: 'x86', count: 1 }] });
    await settle();
    slow.resolve({ ok: true, value: [{ value: 'late', count: 1 }] });
    await settle();
    expect(asked).toEqual(['release:', 'dist:']);
    expect(labels()).not.toContain('late');
  });

  it('may fail without a word', async () => {
    answer = async () => ({ ok: false, failure: { reason: 'offline', message: 'Away.' } });
    type('release:');
    await settle();
    expect([labels(), model.isAsking.value]).toEqual([['latest'], false]);
  });
});
