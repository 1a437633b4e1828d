import { expect, it } from 'vitest';
import { splitHidden } from './hidden-characters.ts';

const shown = (text: string): string =>
  splitHidden(text)
    .map(({ text: piece, name }) => (name === null ? piece : `<${name}>`))
    .join('');

it.each([
  ['a\u202Eb\u202C', 'a<U+202E>b<U+202C>'],
  ['pay\u200Bpal', 'pay<U+200B>pal'],
  ['\u001B[31mred', '<U+001B>[31mred'],
  ['\u{E0041}x', '<U+E0041>x'],
  ['a\u0000', 'a<U+0000>'],
  ['x\u3164', 'x<U+3164>'],
])('marks what cannot be seen in %j', (text, marked) => {
  expect(shown(text)).toBe(marked);
});

it.each(['plain', 'line\nbreak\tand tab\r\n', '\u{1F469}\u200D\u{1F4BB}', '\u0646\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645', 'שלום', ''])(
  'leaves %j as it is',
  (text) => {
    expect(splitHidden(text)).toEqual([{ text, name: null }]);
  },
);

it('marks no more than helps, and loses nothing', () => {
  const text = 'a\u200B'.repeat(5_000);
  const pieces = splitHidden(text);
  expect(pieces.length).toBeLessThan(110);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
});
