import { expect, it } from 'vitest';
import { normalizeEvent } from '../event/normalize.ts';
import { decodeBody, encodeBody, summarizeBody } from './body.ts';

const context = { eventId: 'f'.repeat(32), receivedAt: Date.UTC(2026, 10, 24), sentAt: null, clientIp: null, userAgent: null, client: null };
const event = normalizeEvent(
  { message: 'größer als gedacht 😀', tags: { region: 'eu' }, extra: { items: Array.from({ length: 200 }, (_, index) => index) } },
  context,
);

it('gives the event back', () => {
  expect(decodeBody(encodeBody(event))).toEqual(JSON.parse(JSON.stringify(event)));
});

it('gives a large event back that hardly gets smaller', () => {
  const random = (characters: number) => Buffer.from(crypto.getRandomValues(new Uint8Array(characters))).toString('hex');
  const breadcrumbs = Array.from({ length: 200 }, () => ({ message: random(2_000) }));
  const large = normalizeEvent({ message: 'large', breadcrumbs }, context);
  const body = encodeBody(large);
  expect(body.byteLength).toBeGreaterThan(400_000);
  expect(decodeBody(body)).toEqual(JSON.parse(JSON.stringify(large)));
});

it('holds nothing but its own bytes, since serialization carries the whole buffer behind a view', () => {
  const body = encodeBody(event);
  expect(body.buffer.byteLength).toBe(body.byteLength);
  expect(body.byteLength).toBeLessThan(JSON.stringify(event).length);
});

it('makes the summary again', () => {
  expect(summarizeBody(encodeBody(event))).toMatchObject({ eventId: context.eventId, title: 'größer als gedacht 😀' });
});
