import type { Event } from '../../../worker/api/contract/event.ts';

/** An event as the API sends it, with what a test cares about. */
export function anEvent(fields: Partial<Event> = {}): Event {
  const id = '8f2c41d08f2c41d08f2c41d08f2c41d0';
  return {
    id,
    eventID: id,
    groupID: '1000000001',
    projectID: '1',
    title: 'TypeError: x is undefined',
    message: '',
    location: null,
    culprit: null,
    type: 'error',
    level: 'error',
    platform: 'javascript',
    size: 1_000,
    dist: null,
    environment: 'production',
    dateCreated: '2026-11-23T15:44:52Z',
    dateReceived: '2026-11-23T15:44:53Z',
    tags: [],
    user: null,
    contexts: {},
    context: {},
    packages: {},
    sdk: null,
    metadata: {},
    errors: [],
    entries: [],
    release: null,
    fingerprints: [],
    groupingConfig: { id: '2026-11' },
    occurrence: null,
    _meta: {},
    nextEventID: null,
    previousEventID: null,
    userReport: null,
    crashFile: null,
    ...fields,
  };
}
