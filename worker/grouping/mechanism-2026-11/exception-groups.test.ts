import { describe, expect, it } from 'vitest';
import { normalized } from '../../event/normalize.fixture.ts';
import { describeEvent } from '../describe.ts';
import { contributingTexts } from '../component.ts';
import { groupEvent } from '../group.ts';
import { noteGrouping } from '../note-grouping.ts';

interface Sent {
  type: string;
  value?: string;
  id?: number;
  parent?: number;
  isGroup?: boolean;
  source?: string;
  mechanism?: string;
}

/** Oldest cause first, as clients list them. */
function anEvent(sent: readonly Sent[], rest: Record<string, unknown> = {}) {
  const values = sent.map(({ type, value = 'x', id, parent, isGroup, source, mechanism = 'chained' }) => ({
    type,
    value,
    mechanism: { type: mechanism, exception_id: id, parent_id: parent, is_exception_group: isGroup, source },
  }));
  return normalized({ exception: { values }, ...rest });
}

function texts(sent: readonly Sent[], rest: Record<string, unknown> = {}): string[] {
  const root = groupEvent(anEvent(sent, rest)).variants[0]?.component;
  return root ? contributingTexts(root) : [];
}

function title(sent: readonly Sent[]): string {
  const event = anEvent(sent);
  noteGrouping(event, groupEvent(event));
  return describeEvent(event).title;
}

const group: Sent = { type: 'Group', id: 0, isGroup: true };

describe('exception groups', () => {
  it.each<[string, Sent[], string[]]>([
    ['of equal ones are one of them', [{ type: 'A', id: 2, parent: 0 }, { type: 'A', id: 1, parent: 0 }, group], ['A', 'x']],
    [
      'of different ones are one of each, and the wrapper',
      [{ type: 'A', id: 2, parent: 0 }, { type: 'B', id: 1, parent: 0 }, group],
      ['B', 'x', 'A', 'x', 'Group', 'x'],
    ],
    [
      'of different ones are the same in any order',
      [{ type: 'B', id: 2, parent: 0 }, { type: 'A', id: 1, parent: 0 }, group],
      ['B', 'x', 'A', 'x', 'Group', 'x'],
    ],
    [
      'within groups are opened too',
      [{ type: 'A', id: 3, parent: 2 }, { type: 'Inner', id: 2, parent: 0, isGroup: true }, { type: 'A', id: 1, parent: 0 }, group],
      ['A', 'x'],
    ],
    ['keep the cause of the one that is left', [{ type: 'Cause', id: 2, parent: 1 }, { type: 'A', id: 1, parent: 0 }, group], ['A', 'x', 'Cause', 'x']],
    [
      'count as listed where a number comes twice',
      [{ type: 'A', id: 1, parent: 0 }, { type: 'A', id: 1, parent: 0 }, group],
      ['A', 'x', 'A', 'x', 'Group', 'x'],
    ],
    ['count as listed where a number is missing', [{ type: 'A' }, { type: 'A', id: 1, parent: 0 }, group], ['A', 'x', 'A', 'x', 'Group', 'x']],
    ['end where they run in circles', [{ type: 'A', id: 1, parent: 2 }, { type: 'B', id: 2, parent: 1 }, group], ['Group', 'x']],
  ])('%s', (_name, sent, expected) => expect(texts(sent)).toEqual(expected));

  it('count as listed for the third generation of the Python SDK', () => {
    const sent: Sent[] = [{ type: 'A', id: 2, parent: 0 }, { type: 'A', id: 1, parent: 0 }, group];
    const rest = { platform: 'python', sdk: { name: 'sentry.python', version: '3.0.0' } };
    expect(texts(sent, rest)).toEqual(['A', 'x', 'A', 'x', 'Group', 'x']);
  });
});

describe('titles', () => {
  it.each<[string, Sent[], string]>([
    ['what a group is made of', [{ type: 'A', id: 1, parent: 0 }, group], 'A: x'],
    ['the wrapper of different ones', [{ type: 'A', id: 2, parent: 0 }, { type: 'B', id: 1, parent: 0 }, group], 'Group: x'],
    [
      'the cause that React wraps',
      [
        { type: 'TypeError', value: 'no cart', id: 1, parent: 0, source: 'cause' },
        { type: 'Error', value: 'There was an error during concurrent rendering but React was able to recover.', id: 0 },
      ],
      'TypeError: no cart',
    ],
    [
      'what RxJava could not deliver',
      [
        { type: 'IOException', value: 'closed', id: 1, parent: 0 },
        { type: 'UndeliverableException', id: 0, mechanism: 'UncaughtExceptionHandler' },
      ],
      'IOException: closed',
    ],
  ])('name %s', (_name, sent, expected) => expect(title(sent)).toBe(expected));
});
