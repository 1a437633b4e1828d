import { expect, it } from 'vitest';
import type { ResolvedEventId } from '../../worker/api/contract/event.ts';
import type { Rejection } from '../../worker/api/contract/stats.ts';
import type { Answer, Failure } from '../api.ts';
import { locateEvent } from './whereabouts.ts';
import { meaningOf } from './words.ts';

const notFound: Failure = { reason: 'not_found', message: 'There is nothing here.' };
const away: Failure = { reason: 'offline', message: 'Away.' };
const kept: ResolvedEventId = { organizationSlug: 'acme', projectSlug: 'web', groupId: '7', eventId: 'a'.repeat(32), event: null };
const rejection = (category: string): Rejection => ({
  eventId: 'a'.repeat(32),
  projectId: '1',
  projectSlug: 'web',
  category,
  outcome: 'filtered',
  reason: 'localhost',
  client: null,
  size: 5,
  dateReceived: '2026-10-20T12:00:00Z',
});

function locate(resolved: Answer<ResolvedEventId>, listed: Answer<Rejection[]>) {
  return locateEvent({ resolve: async () => resolved, listRejections: async () => listed });
}

it('finds an event that was kept without looking further', async () => {
  expect(await locate({ ok: true, value: kept }, { ok: false, failure: away })).toEqual({ ok: true, value: { found: 'kept', event: kept } });
});

it('finds a rejected one, the event before what came with it', async () => {
  const listed = { ok: true as const, value: [rejection('attachment'), rejection('error')] };
  expect(await locate({ ok: false, failure: notFound }, listed)).toEqual({
    ok: true,
    value: { found: 'rejected', rejections: [rejection('error'), rejection('attachment')] },
  });
});

it('says that nothing is known only after both have answered', async () => {
  expect(await locate({ ok: false, failure: notFound }, { ok: true, value: [] })).toEqual({ ok: true, value: { found: 'nowhere' } });
  expect(await locate({ ok: false, failure: notFound }, { ok: false, failure: away })).toEqual({ ok: false, failure: away });
  expect(await locate({ ok: false, failure: away }, { ok: true, value: [] })).toEqual({ ok: false, failure: away });
});

it('has plain words for every reason, also for one that somebody made up', () => {
  expect(meaningOf('filtered', 'localhost')).toMatchObject({ remedy: { section: 'filters' } });
  expect(meaningOf('invalid', 'too_large:event').text).toContain('1 MB');
  expect(meaningOf('client_discard', 'constructor').text).toBe('A reason of the app’s own');
  expect(meaningOf('rate_limited', 'monthly')).toMatchObject({ remedy: { section: 'limits' } });
});
