import { expect, it } from 'vitest';
import { originWords, placeWords } from './origin-words.ts';
import { scoreText, scoreWords } from './score-words.ts';

const mara = { id: '1', name: 'Mara', email: 'mara@shop.example' };
const dateCreated = '2026-11-23T15:44:52Z';

it.each([
  [{ type: 'own' as const }, 'This issue itself', null],
  [{ type: 'merged' as const, user: mara, dateCreated }, 'Merged by Mara', dateCreated],
  [{ type: 'merged' as const, user: { ...mara, name: '' }, dateCreated }, 'Merged by mara@shop.example', dateCreated],
  [{ type: 'merged' as const, user: null, dateCreated }, 'Merged by somebody who has left', dateCreated],
])('says of %j how it came to the issue', (origin, text, at) => {
  expect(originWords(origin)).toEqual({ text, at });
});

it('says why an event is in its issue, with its hash', () => {
  const merged = placeWords({ hash: 'abc', origin: { type: 'merged', user: mara, dateCreated } });
  expect(merged).toEqual({ text: 'This event has another hash, abc, which Mara merged into this issue', at: dateCreated });
  expect(placeWords({ hash: 'abc', origin: { type: 'own' } }).text).toContain('names the issue, abc');
  expect(placeWords({ hash: 'abc', origin: { type: 'shared' } }).text).toContain('joined this issue by itself');
});

it.each([
  [1, 'Nearly the same', '100 %'],
  [0.999, 'Nearly the same', '99 %'],
  [0.7, 'Very similar', '70 %'],
  [0.5, 'Similar', '50 %'],
  [0.26, 'Somewhat similar', '26 %'],
])('says the score %d in words and as a number', (score, words, text) => {
  expect([scoreWords(score), scoreText(score)]).toEqual([words, text]);
});
