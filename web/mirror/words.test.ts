import { expect, it } from 'vitest';
import type { Capture, CapturedOutcome } from '../../worker/api/contract/capture.ts';
import { clientName, markOfCapture, markOfItem, settingLink, verdictOf } from './words.ts';

type Outcome = CapturedOutcome['outcome'];

const aCapture = (fate: Capture['fate'], outcomes: Outcome[], rest: Partial<Capture> = {}) => ({
  fate,
  status: 200,
  items: outcomes.map((outcome) => ({ type: 'event', outcome })),
  itemCount: outcomes.length,
  ...rest,
});
const anOutcome = (outcome: Outcome): CapturedOutcome => ({ outcome, reason: null, category: null, quantity: 1, text: '', setting: null });

it.each<[ReturnType<typeof aCapture>, string]>([
  [aCapture('kept', ['accepted']), 'Kept'],
  [aCapture('kept', []), 'Kept'],
  [aCapture('partly', ['accepted', 'rate_limited', 'accepted']), '2 of 3 kept'],
  [aCapture('partly', ['accepted', 'accepted'], { itemCount: 300 }), 'Partly kept'],
  [aCapture('partly', ['accepted']), 'Partly kept'],
  [aCapture('refused', ['filtered', 'filtered']), 'Filtered'],
  [aCapture('refused', ['filtered', 'invalid']), 'Refused'],
  [aCapture('refused', ['filtered'], { status: 429 }), 'Rate limited'],
  [aCapture('refused', ['unknown'], { status: 400 }), 'Refused'],
  [aCapture('kept', ['unknown', 'unknown']), 'Not judged'],
])('says what became of a request: %#', (capture, word) => {
  expect(markOfCapture(capture).word).toBe(word);
});

it.each<[Outcome[], string]>([
  [[], 'Not judged'],
  [['accepted', 'accepted'], 'Kept'],
  [['accepted', 'invalid'], '1 of 2 kept'],
  [['filtered', 'invalid'], 'Not kept'],
  [['client_discard'], 'Told by the SDK'],
])('says what became of an item that ended as %j', (outcomes, word) => {
  expect(markOfItem({ outcomes: outcomes.map(anOutcome) }).word).toBe(word);
});

it('says of a request as a whole only what its items do not say', () => {
  const refused = anOutcome('invalid');
  const envelopeOf = (outcome: Outcome) => ({
    header: {},
    headerBytes: 0,
    items: [
      {
        index: 0,
        type: 'event',
        header: {},
        offset: 0,
        bytes: 0,
        contentType: null,
        filename: null,
        outcomes: [anOutcome(outcome)],
        eventId: null,
        issueId: null,
        issueShortId: null,
        attachmentId: null,
        preview: null,
        head: null,
        isCut: false,
      },
    ],
  });
  expect(verdictOf({ outcomes: [refused], envelope: null })).toEqual([refused]);
  expect(verdictOf({ outcomes: [refused], envelope: envelopeOf('unknown') })).toEqual([refused]);
  expect(verdictOf({ outcomes: [refused], envelope: envelopeOf('invalid') })).toEqual([]);
  expect(verdictOf({ outcomes: [anOutcome('accepted')], envelope: null })).toEqual([]);
});

it('leads to the setting that refused', () => {
  expect(settingLink('acme', 'shop', 'origins')?.href).toBe('/organizations/acme/projects/shop/settings/filters/#origins');
  expect(settingLink('acme', 'shop', 'limits')?.href).toBe('/organizations/acme/projects/shop/settings/limits/');
  expect(settingLink('acme', 'shop', null)).toBeNull();
});

it.each([
  ['sentry.python.fastapi/2.44.0', 'sentry.python.fastapi 2.44.0'],
  ['curl/8.9.1', 'curl 8.9.1'],
  ['Mozilla/5.0 (X11)', 'Mozilla/5.0 (X11)'],
  [null, 'no SDK named'],
])('names the client %j', (client, name) => {
  expect(clientName(client)).toBe(name);
});
