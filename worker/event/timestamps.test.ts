import { describe, expect, it } from 'vitest';
import { normalized, receivedAt } from './normalize.fixture.ts';
import { parseTimestamp } from './timestamps.ts';

const received = receivedAt / 1000;
const hour = 3600;
const day = 24 * hour;

describe('parseTimestamp', () => {
  it.each([
    ['2026-11-23T12:00:00Z', received],
    ['2026-11-23T12:00:00', received],
    ['2026-11-23 12:00:00', received],
    ['2026-11-23T14:30:00+02:30', received],
    ['2026-11-23T05:00:00-0700', received],
    ['2026-11-23T12:00:00.123456Z', received + 0.123456],
    ['2026-11-23T12:00:00.123456789Z', received + 0.123457],
    [received + 0.5, received + 0.5],
    [0, 0],
  ])('reads %s', (written, seconds) => expect(parseTimestamp(written)).toBe(seconds));

  it.each([
    ['yesterday'],
    ['2026-02-30T00:00:00Z'],
    ['2026-13-01T00:00:00Z'],
    ['2026-01-01T25:00:00Z'],
    ['2026-01-01'],
    [-1],
    [receivedAt * 1000],
    [true],
    [null],
    [{}],
  ])('does not take %s for a time', (written) => expect(parseTimestamp(written)).toBeUndefined());
});

describe('the time of an event', () => {
  it('is the time of receipt where the client sent none', () => {
    expect(normalized({})).toMatchObject({ timestamp: received, received, errors: [] });
  });

  it('is the time of receipt, with a note, where it cannot be read', () => {
    const event = normalized({ timestamp: 'soon' });
    expect(event.timestamp).toBe(received);
    expect(event.errors).toEqual([{ type: 'invalid_data', name: 'timestamp', value: 'soon' }]);
  });

  it('never comes from the client as `received`', () => {
    expect(normalized({ received: 1 }).received).toBe(received);
  });

  it.each([
    ['a clock two hours slow', -2 * hour, received - 10],
    ['a clock a day fast', day, received - 10],
  ])('is corrected for %s', (_name, drift, expected) => {
    const event = normalized(
      { timestamp: received + drift - 10, start_timestamp: received + drift - 20, breadcrumbs: [{ message: 'b', timestamp: received + drift - 15 }] },
      { sentAt: receivedAt + drift * 1000 },
    );
    expect(event.timestamp).toBe(expected);
    expect(event.start_timestamp).toBe(expected - 10);
    expect(event.breadcrumbs?.values[0]?.timestamp).toBe(expected - 5);
    expect(event.errors).toEqual([{ type: 'clock_drift', name: 'timestamp', value: undefined }]);
  });

  it('is left alone where the clock is off by less than 55 minutes', () => {
    expect(normalized({ timestamp: received - 3000 }, { sentAt: receivedAt - 3_000_000 }).timestamp).toBe(received - 3000);
  });

  it.each([
    ['future_timestamp', 61],
    ['past_timestamp', -91 * day],
  ])('is moved to the time of receipt, breadcrumbs with it, for a %s', (type, offset) => {
    const event = normalized({ timestamp: received + offset, breadcrumbs: [{ message: 'b', timestamp: received + offset - 5 }] });
    expect(event.timestamp).toBe(received);
    expect(event.breadcrumbs?.values[0]?.timestamp).toBe(received - 5);
    expect(event.errors).toMatchObject([{ type, name: 'timestamp' }]);
  });

  it.each([[60], [-89 * day]])('is believed when it is off by %s seconds', (offset) => {
    expect(normalized({ timestamp: received + offset }).timestamp).toBe(received + offset);
  });
});
