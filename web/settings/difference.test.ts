import { describe, expect, it } from 'vitest';
import type { ScrubbingRemark } from '../../worker/api/contract/scrubbing.ts';
import { difference, type Piece } from './difference.ts';

/** `pin <12> of`: what is marked stands in angle brackets. */
const spelt = (pieces: readonly Piece[]): string => pieces.map(({ text, isMarked }) => (isMarked ? `<${text}>` : text)).join('');

describe('a text before and after it was scrubbed', () => {
  it.each<[string, string, ScrubbingRemark[], string, string]>([
    [
      'pin 12 of me@example.com',
      'pin ** of [email]',
      [
        ['pin', 'm', 4, 6],
        ['@email', 's', 10, 17],
      ],
      'pin <12> of <me@example.com>',
      'pin <**> of <[email]>',
    ],
    ['me@example.com', '[email]', [['@email', 's', 0, 7]], '<me@example.com>', '<[email]>'],
    ['é: 4111 ok', 'é: [creditcard] ok', [['@creditcard', 's', 4, 16]], 'é: <4111> ok', 'é: <[creditcard]> ok'],
    ['a secret', 'a ', [['@password', 'x', 2, 2]], 'a <secret>', 'a <>'],
    ['something else', 'a [email]', [['@email', 's', 2, 9]], '<something else>', '<a [email]>'],
    ['abc', '[x]', [['@x', 's', 0, 900]], '<abc>', '<[x]>'],
    ['abc', '[x]', [], '<abc>', '<[x]>'],
  ])('%j became %j', (before, after, remarks, markedBefore, markedAfter) => {
    const found = difference(before, after, remarks);
    expect([spelt(found.before), spelt(found.after)]).toEqual([markedBefore, markedAfter]);
  });

  it('is never lost, wherever the marks are', () => {
    const { before } = difference('xaxbx', 'x[1]x[2]x', [
      ['r', 's', 1, 4],
      ['r', 's', 5, 8],
    ]);
    expect(before.map(({ text }) => text).join('')).toBe('xaxbx');
  });
});
