import { expect, it } from 'vitest';
import { completeQuery } from './complete-query.ts';

/** The caret is where the bar is. */
it.each([
  ['|', 'key', '', ''],
  ['boom |', 'key', '', ''],
  ['ti|mes', 'key', 'times', 'ti'],
  ['!ti|', 'key', 'ti', 'ti'],
  ['!ti|mesSeen:5', 'key', 'timesSeen', 'ti'],
  ['x (le|) y', 'key', 'le', 'le'],
  ['has:rel|', 'key', 'rel', 'rel'],
  ['"bo|', 'nothing', null, undefined],
  ['"bo|om"', 'nothing', null, undefined],
  ['x "le: |', 'nothing', null, undefined],
  ['timesSeen:|', 'operator', '', ''],
  ['timesSeen:>|5', 'value', '5', ''],
  ['timesSeen:|>5', 'operator', '>', ''],
  ['timesSeen:>|', 'operator', '>', '>'],
  ['age:-2|4h', 'value', '-24h', '-2'],
  ['is:|', 'value', '', ''],
  ['a:1 is:un|res b', 'value', 'unres', 'un'],
  ['level:=er|', 'value', 'er', 'er'],
  ['release:"a b|"', 'value', '"a b"', 'a b'],
  ['release:"a b|', 'value', '"a b', 'a b'],
  ['release:[|', 'value', '', ''],
  ['release:[a|', 'value', 'a', 'a'],
  ['release:[a, |', 'value', '', ''],
  ['release:[a, b| c', 'value', 'b', 'b'],
  ['release:[a, "b c|', 'value', '"b c', 'b c'],
  ['release:["a, b", c|d]', 'value', 'cd', 'c'],
  ['release:["a, |b", cd]', 'value', '"a, b"', 'a, '],
  ['release:[a,b] |', 'key', '', ''],
])('completes at %j a %s', (text, type, replaced, prefix) => {
  const caret = text.indexOf('|');
  const query = text.replace('|', '');
  const completion = completeQuery(query, caret, { kind: 'issues' });
  expect(completion).toMatchObject({ type, ...(prefix === undefined ? {} : { prefix }) });
  expect(completion.type === 'nothing' ? null : query.slice(completion.start, completion.end)).toBe(replaced);
});

it('names the key whose value it is, by its main name', () => {
  expect(completeQuery('first-release:[a, b', 19, { kind: 'issues' })).toMatchObject({ key: { type: 'field', name: 'firstRelease' }, isInList: true });
});
