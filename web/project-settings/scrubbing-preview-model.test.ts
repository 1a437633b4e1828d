import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { EventSummary } from '../../worker/api/contract/event.ts';
import type { Scrubbing, ScrubbingPreview } from '../../worker/api/contract/scrubbing.ts';
import type { Answer } from '../api.ts';
import { createScrubbingPreviewModel } from './scrubbing-preview-model.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const settings: Scrubbing = {
  dataScrubber: true,
  dataScrubberDefaults: true,
  scrubIPAddresses: false,
  sensitiveFields: [],
  safeFields: [],
  relayPiiConfig: null,
};

function anEvent(eventID: string): EventSummary {
  return {
    id: eventID,
    eventID,
    'event.type': 'error',
    groupID: '1',
    projectID: '1',
    title: 'KeyError',
    message: '',
    location: null,
    culprit: null,
    level: 'error',
    user: null,
    tags: [],
    platform: 'python',
    dateCreated: '2026-11-24T07:00:00Z',
    crashFile: null,
    metadata: {},
  };
}

/** A preview that waits to be answered by hand. */
function aModel(ids = ['a', 'b', 'c']) {
  const asked: { eventId: string; rules: string | null; answer: (changed: string | null) => void }[] = [];
  const model = createScrubbingPreviewModel({
    listEvents: async () => ({ ok: true, value: ids.map(anEvent) }),
    preview: (eventId, { relayPiiConfig: rules }) =>
      new Promise<Answer<ScrubbingPreview>>((resolve) => {
        const answer = (changed: string | null) =>
          resolve(
            changed === null
              ? { ok: false, failure: { reason: 'invalid', message: 'Broken', fields: { relayPiiConfig: ['Line 1, column 1: Broken'] } } }
              : { ok: true, value: { eventId, changes: [{ path: changed, before: 1, after: null, remarks: [] }] } },
          );
        asked.push({ eventId, rules, answer });
      }),
  });
  return { model, asked };
}

it('asks for the newest event at once, and for what is typed after a rest', async () => {
  const { model, asked } = aModel();
  model.enter(settings);
  await model.load();
  expect(asked.map(({ eventId, rules }) => [eventId, rules])).toEqual([['a', null]]);
  model.enter({ ...settings, relayPiiConfig: '{' });
  model.enter({ ...settings, relayPiiConfig: '{}' });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked.map(({ rules }) => rules)).toEqual([null, '{}']);
});

it('walks through the events, and not beyond them', async () => {
  const { model, asked } = aModel();
  model.enter(settings);
  await model.load();
  for (const index of [1, 2, 3, -1]) model.choose(index);
  expect(asked.map(({ eventId }) => eventId)).toEqual(['a', 'b', 'c']);
  expect(model.event.value?.eventID).toBe('c');
});

it('shows the answer to the last question, whichever comes last', async () => {
  const { model, asked } = aModel();
  model.enter(settings);
  await model.load();
  model.choose(1);
  asked[1]?.answer('new');
  await vi.advanceTimersByTimeAsync(0);
  asked[0]?.answer('old');
  await vi.advanceTimersByTimeAsync(0);
  expect(model.shown.value?.changes[0]?.path).toBe('new');
  expect(model.isAsking.value).toBe(false);
});

it('keeps what it showed while the rules are broken', async () => {
  const { model, asked } = aModel();
  model.enter(settings);
  await model.load();
  asked[0]?.answer('good');
  await vi.advanceTimersByTimeAsync(0);
  model.enter({ ...settings, relayPiiConfig: '{' });
  await vi.advanceTimersByTimeAsync(1_000);
  asked[1]?.answer(null);
  await vi.advanceTimersByTimeAsync(0);
  expect([model.shown.value?.changes[0]?.path, model.failure.value?.reason]).toEqual(['good', 'invalid']);
});

it('asks nothing where there is no event', async () => {
  const { model, asked } = aModel([]);
  model.enter(settings);
  await model.load();
  model.enter({ ...settings, relayPiiConfig: '{}' });
  await vi.advanceTimersByTimeAsync(1_000);
  expect([model.events.value, asked]).toEqual([[], []]);
});
