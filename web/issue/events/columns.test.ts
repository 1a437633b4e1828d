import { expect, it } from 'vitest';
import type { EventSummary } from '../../../worker/api/contract/event.ts';
import { columnsOf } from './columns.ts';

function anEvent(tags: Record<string, string>, title = 'KeyError'): EventSummary {
  return {
    id: 'a'.repeat(32),
    eventID: 'a'.repeat(32),
    'event.type': 'error',
    groupID: '1',
    projectID: '1',
    title,
    message: '',
    location: null,
    culprit: null,
    level: 'error',
    user: null,
    tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
    platform: 'python',
    dateCreated: '2026-11-24T07:00:00Z',
    crashFile: null,
    metadata: {},
  };
}

const keysOf = (...events: EventSummary[]) => columnsOf(events).tags.map(({ key }) => key);

it('shows the tags in which events differ before those they share', () => {
  const shared = { environment: 'production', release: '1.0', transaction: '/', url: 'u' };
  expect(keysOf(anEvent({ ...shared, browser: 'Firefox', os: 'Linux' }), anEvent({ ...shared, browser: 'Chrome' }))).toEqual([
    'environment',
    'release',
    'browser',
    'os',
  ]);
});

it('leaves out tags that no event has, and a title that all of them have', () => {
  const { what, tags } = columnsOf([anEvent({ release: '1.0' }), anEvent({})]);
  expect(what).toBeNull();
  expect(tags.map((tag) => [tag.label, tag.textOf(anEvent({}))])).toEqual([['Release', '']]);
});

it('shows titles that differ, and where nothing else tells an event', () => {
  expect(columnsOf([anEvent({ release: '1.0' }), anEvent({}, 'IndexError')]).what?.textOf(anEvent({}, 'IndexError'))).toBe('IndexError');
  expect(columnsOf([anEvent({}), anEvent({})]).what).not.toBeNull();
});
