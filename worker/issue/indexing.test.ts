import { expect, it } from 'vitest';
import type { EventSummary } from '../event/summarize.ts';
import { fieldTerm, textTerms } from '../search/terms.ts';
import { indexingOf } from './indexing.ts';

function anEvent(fields: EventSummary['fields']): EventSummary {
  return {
    eventId: 'a'.repeat(32),
    occurredAt: 0,
    receivedAt: 0,
    title: 'TypeError: boom',
    culprit: 'load',
    level: 'error',
    type: 'error',
    platform: 'javascript',
    logger: null,
    release: null,
    environment: null,
    dist: null,
    userKey: null,
    user: null,
    tags: [['region', 'eu']],
    fields,
    metadata: {},
    isUnhandled: false,
  };
}

it('has nothing to tell of an event that differs from those before by what no issue is found by', () => {
  const first = indexingOf([], [anEvent({ trace: 'a'.repeat(32), 'sdk.name': 'sentry.rust' })], null);
  expect(first.terms.split(' ')).toContain(fieldTerm('sdk.name', 'sentry.rust'));
  expect(indexingOf(first.indexed, [anEvent({ trace: 'b'.repeat(32), 'sdk.name': 'sentry.rust' })], null).terms).toBe('');
});

it('tells the letters of a message, which is looked for by its parts', () => {
  const { terms } = indexingOf([], [anEvent({ message: 'queue is full' })], null);
  expect(terms.split(' ')).toEqual(expect.arrayContaining(textTerms('queue is full')));
});
