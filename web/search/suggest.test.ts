import { describe, expect, it } from 'vitest';
import { completeQuery } from '../../worker/search/complete-query.ts';
import { parseQuery } from '../../worker/search/parse-query.ts';
import type { Knowledge } from './knowledge.ts';
import { rankOf, suggestKeys } from './suggest-keys.ts';
import { suggestValues } from './suggest-values.ts';
import { taken } from './suggestion.ts';

const knowledge: Knowledge = {
  tags: [
    { key: 'cart.size', total: 10 },
    { key: 'plan', total: 40 },
    { key: 'level', total: 50 },
    { key: 'title', total: 1 },
  ],
  members: [{ name: 'Ada Lovelace', email: 'ada@shop.example' }],
  teams: ['checkout'],
  projects: ['web', 'api'],
};
const now = Date.UTC(2026, 10, 24, 12);

describe('keys', () => {
  const of = (prefix: string) => suggestKeys({ prefix, start: 0, end: prefix.length, isBare: false }, 'issues', knowledge).map(({ label }) => label);

  it('begin with what people ask for most, and tags by how many events have them', () => {
    expect(of('').slice(0, 3)).toEqual(['is', 'assigned', 'release']);
    expect(of('').slice(-2)).toEqual(['plan', 'cart.size']);
  });

  it.each([
    ['le', ['level']],
    ['email', ['user.email']],
    ['first_release', ['firstRelease']],
    ['size', ['cart.size']],
    ['nothing', []],
  ])('that fit %j are %j', (prefix, expected) => {
    expect(of(prefix).slice(0, expected.length || 1)).toEqual(expected);
  });

  it('name no key of the other search', () => {
    expect(of('transaction.d')).toEqual([]);
    expect(suggestKeys({ prefix: 'is', start: 0, end: 2, isBare: false }, 'events', knowledge).map(({ label }) => label)).not.toContain('is');
  });

  it.each([
    ['level', 'level', 0],
    ['level', 'lev', 1],
    ['user.email', 'em', 2],
    ['user.email', 'mail', 3],
    ['user.email', 'x', 4],
  ])('%s fits %j with rank %d', (name, wanted, rank) => {
    expect(rankOf(name, wanted)).toBe(rank);
  });
});

/** What is suggested where the bar stands. */
function valuesAt(marked: string, found: { value: string; count: number }[] = []) {
  const caret = marked.indexOf('|');
  const text = marked.replace('|', '');
  const place = completeQuery(text, caret, { kind: 'issues' });
  if (place.type !== 'value' && place.type !== 'operator') throw new Error(`Found ${place.type} at ${marked}`);
  const isInList = place.type === 'value' && place.isInList;
  return { text, suggestions: suggestValues({ ...place, isInList, takesOperator: place.type === 'operator' }, 'issues', knowledge, found, now) };
}

describe('values', () => {
  it.each([
    ['is:un|', ['unresolved', 'unassigned', 'unlinked', 'archived_until_escalating', 'archived_until_condition_met']],
    ['assigned:|', ['me', 'my_teams', 'none', '#checkout', 'ada@shop.example']],
    ['assigned:love|', ['ada@shop.example']],
    ['bookmarks:|', ['me', 'ada@shop.example']],
    ['project:w|', ['web']],
    ['error.handled:|', ['true', 'false']],
    ['age:|', ['-1h', '-24h', '-7d', '-14d', '-30d', '+24h', '+7d', '+14d', '+30d', '>', '>=', '<', '<=', '2026-11-24', '2026-11-23', '2026-11-17']],
    ['age:>|', ['>', '>=']],
    ['timesSeen:|', ['>', '>=', '<', '<=', '1', '10', '100', '1k']],
    ['release.version:|', ['>', '>=', '<', '<=']],
  ])('at %s are %j', (marked, expected) => {
    expect(valuesAt(marked).suggestions.map(({ label }) => label)).toEqual(expected);
  });

  it('of events stand behind the words that the language has, each once', () => {
    const { suggestions } = valuesAt('release:|', [
      { value: 'latest', count: 1 },
      { value: 'web@1.2', count: 7 },
    ]);
    expect(suggestions.map(({ label, count }) => [label, count])).toEqual([
      ['latest', null],
      ['web@1.2', 7],
    ]);
  });

  it.each([
    ['level:err|', 'error', 'level:error |'],
    ['is:un| boom', 'unresolved', 'is:unresolved |boom'],
    ['release:|', 'two words', 'release:"two words" |'],
    ['release:["a", |', 'x,y', 'release:["a", "x,y"|'],
    ['release:|', 'a*b "c"', String.raw`release:"a\*b \"c\"" |`],
    ['timesSeen:|', '>', 'timesSeen:>|'],
  ])('at %s, %j makes %s', (marked, chosen, expected) => {
    const { text, suggestions } = valuesAt(marked, [{ value: chosen, count: 1 }]);
    const suggestion = suggestions.find(({ label }) => label === chosen);
    if (!suggestion) throw new Error(`No ${chosen} among ${suggestions.map(({ label }) => label).join()}`);
    const next = taken(text, suggestion);
    expect(`${next.text.slice(0, next.caret)}|${next.text.slice(next.caret)}`).toBe(expected);
  });

  it('are written so that they read as themselves, whatever is in them', () => {
    for (const value of ['a b', '"', '[x]', 'a,b', '*', '\\', '>5', '!x', '(a)', '-24h', '\u202e', 'tab\tin']) {
      const { text, suggestions } = valuesAt('release:|', [{ value, count: 1 }]);
      const suggestion = suggestions.find(({ label }) => label === value);
      const read = suggestion && parseQuery(taken(text, suggestion).text, { kind: 'issues' });
      expect(read).toMatchObject({ ok: true, value: { root: { type: 'filter', operator: '=', value: { type: 'text', text: value } } } });
    }
  });
});
