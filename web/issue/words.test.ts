import { expect, it } from 'vitest';
import { growthOf, growthText, issuePlace, issueWords } from './words.ts';

it.each([
  [
    { title: 'TypeError: x', metadata: { type: 'TypeError', value: 'x' } },
    { name: 'TypeError', value: 'x' },
  ],
  [
    { title: 'TypeError', metadata: { type: 'TypeError' } },
    { name: 'TypeError', value: '' },
  ],
  [
    { title: 'Cache is cold', metadata: { title: 'Cache is cold' } },
    { name: 'Cache is cold', value: '' },
  ],
  [
    { title: 'from a CSP report', metadata: {} },
    { name: 'from a CSP report', value: '' },
  ],
  [
    { title: 'User Feedback', type: 'feedback', metadata: { title: 'User Feedback', message: 'Nothing happens' } },
    { name: 'User Feedback', value: 'Nothing happens' },
  ],
  [
    { title: '  ', metadata: { type: '' } },
    { name: '(No message)', value: '' },
  ],
])('calls %j by its name', (issue, words) => {
  expect(issueWords(issue)).toEqual(words);
});

it.each([
  [{ culprit: '/v2/quote', metadata: { filename: 'tax.py', function: 'total' } }, 'tax.py in total'],
  [{ culprit: '/v2/quote', metadata: { filename: 'tax.py' } }, 'tax.py'],
  [{ culprit: '/v2/quote', metadata: { function: 'total' } }, '/v2/quote'],
  [{ culprit: null, metadata: {} }, ''],
  [{ culprit: 'Nothing happens', type: 'feedback', metadata: { name: 'Jane', contact_email: 'jane@example.com' } }, 'Jane'],
  [{ culprit: 'Nothing happens', type: 'feedback', metadata: { contact_email: 'jane@example.com' } }, 'jane@example.com'],
])('says where %j broke', (issue, place) => {
  expect(issuePlace(issue)).toBe(place);
});

it.each([
  ['four times as many', [5, 5, 5, 20, 20, 20], 4],
  ['steady', [20, 20, 20, 20, 20, 20], null],
  ['too few to tell', [1, 0, 0, 3, 3, 3], null],
  ['nothing before', [0, 0, 0, 50, 50, 50], null],
  ['no figures', [], null],
])('tells growth: %s', (_name, counts, growth) => {
  expect(growthOf(counts.map((count, hour): [number, number] => [hour * 3600, count]))).toBe(growth);
});

it('writes growth with one decimal as long as it matters', () => {
  expect([growthText(4.06), growthText(41.2)]).toEqual(['4.1×', '41×']);
});
