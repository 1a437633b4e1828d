import { expect, it } from 'vitest';
import { anEvent } from './an-event.fixture.ts';
import { mailAddress, readFeedback } from './feedback.ts';

it('reads what somebody wrote, and what it is about', () => {
  const feedback = {
    message: 'Nothing happens',
    name: 'Jane',
    contact_email: 'jane@example.com',
    url: 'https://shop.example/',
    associated_event_id: 'AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA',
  };
  expect(readFeedback(anEvent({ type: 'feedback', contexts: { feedback } }))).toEqual({
    message: 'Nothing happens',
    name: 'Jane',
    email: 'jane@example.com',
    url: 'https://shop.example/',
    source: null,
    aboutEventId: 'a'.repeat(32),
    replayId: null,
  });
});

it.each([{}, { feedback: null }, { feedback: { message: '', name: [], associated_event_id: '../..' } }])('bears %j', (contexts) => {
  expect(readFeedback(anEvent({ type: 'feedback', contexts }))).toMatchObject({ message: '', email: null, aboutEventId: null });
});

it('takes no other event for one', () => {
  expect(readFeedback(anEvent({ contexts: { feedback: { message: 'x' } } }))).toBeNull();
});

it.each([
  ['jane+shop@example.com', 'mailto:jane%2Bshop%40example.com'],
  ['jane', null],
  ['jane@example.com?bcc=all@example.com', null],
  ['jane@example.com, all@example.com', null],
  ['javascript:alert(1)@example.com', null],
])('makes of %j the address %j', (email, address) => {
  expect(mailAddress(email)).toBe(address);
});
