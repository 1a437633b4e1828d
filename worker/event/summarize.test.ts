import { expect, it } from 'vitest';
import { describeEvent } from '../grouping/describe.ts';
import { normalized, receivedAt } from './normalize.fixture.ts';
import { summarizeEvent } from './summarize.ts';

it('summarizes what is known', () => {
  const event = normalized({
    message: 'Disk full',
    level: 'warning',
    platform: 'python',
    release: '1.0',
    timestamp: receivedAt / 1000 - 1.5,
    user: { email: 'jane@example.com', name: 'Jane', plan: 'pro' },
  });
  expect(summarizeEvent(event, describeEvent(event))).toEqual({
    eventId: 'a'.repeat(32),
    occurredAt: receivedAt - 1500,
    receivedAt,
    title: 'Disk full',
    culprit: '',
    level: 'warning',
    type: 'default',
    platform: 'python',
    logger: null,
    release: '1.0',
    environment: null,
    dist: null,
    userKey: 'email:jane@example.com',
    user: { email: 'jane@example.com', name: 'Jane' },
    tags: [
      ['level', 'warning'],
      ['release', '1.0'],
      ['user', 'email:jane@example.com'],
    ],
    fields: { message: 'Disk full' },
    metadata: { title: 'Disk full' },
    isUnhandled: false,
  });
});

it('says null where nothing is known', () => {
  const event = normalized({});
  expect(summarizeEvent(event, describeEvent(event))).toMatchObject({ userKey: null, user: null, release: null });
});
