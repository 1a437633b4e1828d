import { signal } from '@preact/signals';
import { expect, it } from 'vitest';
import type { Capture } from '../../worker/api/contract/capture.ts';
import type { Answer, Page } from '../api.ts';
import { aCapture, settingsOf } from './a-capture.fixture.ts';
import { MirrorModel, type MirrorSource } from './mirror-model.ts';

const named = (...ids: string[]): Capture[] => ids.map((id) => aCapture({ id }));
const ok = <Value>(value: Value): Answer<Value> => ({ ok: true, value });
const failed: Answer<never> = { ok: false, failure: { reason: 'offline', message: 'Away.' } };

/** A server with these requests, two a page. */
function aMirror(ids: string[], rest: Partial<MirrorSource> = {}) {
  const server = { ids, isAway: false };
  const filter = signal<{ fate: null; sdk: string }>({ fate: null, sdk: '' });
  const pageAt = (start: number): Page<Capture> => ({
    items: named(...server.ids.slice(start, start + 2)),
    previous: null,
    next: start + 2 < server.ids.length ? String(server.ids[start + 2]) : null,
    hits: null,
  });
  const model = new MirrorModel(
    {
      list: async (_, cursor) => (server.isAway ? failed : ok(pageAt(cursor === null ? 0 : server.ids.indexOf(cursor)))),
      settings: async () => ok(settingsOf()),
      change: async (body) => ok(settingsOf({ mode: body.mode })),
      ...rest,
    },
    filter,
  );
  return { server, model, ids: () => model.captures.value?.map(({ id }) => id) };
}

it('puts new requests on top, keeps older pages, and says how many came', async () => {
  const { server, model, ids } = aMirror(['4', '3', '2', '1']);
  expect(await model.load()).toBe(0);
  await model.loadMore();
  expect(ids()).toEqual(['4', '3', '2', '1']);
  expect(model.hasMore.value).toBe(false);
  server.ids = ['5', ...server.ids];
  expect(await model.load()).toBe(1);
  expect(ids()).toEqual(['5', '4', '3', '2', '1']);
  expect(model.hasMore.value).toBe(false);
});

it('begins anew where more came than fit on a page, so that nothing is missing between', async () => {
  const { server, model, ids } = aMirror(['2', '1']);
  await model.load();
  server.ids = ['5', '4', '3', ...server.ids];
  await model.load();
  expect(ids()).toEqual(['5', '4']);
  expect(model.hasMore.value).toBe(true);
});

it('keeps what was there when the server is away, and says so', async () => {
  const { server, model, ids } = aMirror(['1']);
  await model.load();
  server.isAway = true;
  await model.load();
  expect(ids()).toEqual(['1']);
  expect(model.failure.value?.message).toBe('Away.');
  server.isAway = false;
  await model.load();
  expect(model.failure.value).toBeNull();
});

it('captures from the moment somebody starts it until it is ended', async () => {
  const { model } = aMirror([]);
  const body = { left: 100, minutes: null, sdk: null, key: null, isRaw: false };
  await model.change({ ...body, mode: 'off' });
  expect(model.isCapturing.value).toBe(false);
  model.hold();
  await model.change({ ...body, mode: 'refused' });
  expect(model.isCapturing.value).toBe(true);
  expect(model.isHeld.value).toBe(false);
});

it('moves the cursor, and stops at the ends', async () => {
  const { model } = aMirror(['2', '1']);
  expect(model.move(1)).toBeNull();
  await model.load();
  expect([1, 1, 1, -1, -1].map((by) => model.move(by)?.id)).toEqual(['2', '1', '1', '2', '2']);
});
