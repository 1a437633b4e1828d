import { expect, it } from 'vitest';
import { itemNote } from './item-note.ts';

const anItem = (type: string, payload: unknown, rest: { filename?: string; contentType?: string; isCut?: boolean } = {}) => ({
  type,
  preview: typeof payload === 'string' ? payload : JSON.stringify(payload),
  filename: null,
  contentType: null,
  isCut: false,
  ...rest,
});

it.each<[ReturnType<typeof anItem>, string]>([
  [anItem('event', { exception: { values: [{ type: 'Inner' }, { type: 'TypeError', value: 'x is undefined' }] } }), 'TypeError: x is undefined'],
  [anItem('event', { exception: [{ type: 'Old' }] }), 'Old'],
  [anItem('event', { logentry: { message: 'Took %s' } }), 'Took %s'],
  [anItem('event', { message: 'Hello' }), 'Hello'],
  [anItem('event', '{ no json'), ''],
  [anItem('event', '{"message":"cut', { isCut: true }), ''],
  [anItem('event', null), ''],
  [anItem('attachment', '', { filename: 'a.png', contentType: 'image/png' }), 'a.png, image/png'],
  [anItem('session', { status: 'errored' }), 'errored'],
  [anItem('transaction', { transaction: 'GET /' }), 'GET /'],
  [anItem('check_in', { monitor_slug: 'nightly', status: 'ok' }), 'nightly, ok'],
  [anItem('client_report', { discarded_events: [{ quantity: 10 }, { quantity: '2' }, 'x'] }), 'the SDK itself dropped 12'],
  [anItem('profile', {}), ''],
])('says what is in an item: %#', (item, note) => {
  expect(itemNote(item)).toBe(note);
});
