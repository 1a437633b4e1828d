import { beforeEach, expect, it } from 'vitest';
import type { Tombstone } from '../../worker/api/contract/tombstone.ts';
import type { Answer, Failure } from '../api.ts';
import { DiscardedModel } from './discarded-model.ts';

const aTombstone = (id: string): Tombstone => ({
  id,
  title: `Error ${id}`,
  message: `Error ${id}`,
  culprit: null,
  level: 'error',
  type: 'error',
  metadata: {},
  actor: null,
  dateAdded: '2026-11-23T15:44:52Z',
});

let removal: Answer<null> = { ok: true, value: null };
let said: string[] = [];
let removed: string[] = [];
let model: InstanceType<typeof DiscardedModel>;

beforeEach(async () => {
  removal = { ok: true, value: null };
  said = [];
  removed = [];
  model = new DiscardedModel(
    {
      list: async () => ({ ok: true, value: { items: ['1', '2', '3'].map(aTombstone), previous: null, next: null, hits: null } }),
      remove: async (id) => {
        removed.push(id);
        return removal;
      },
    },
    (text) => said.push(text),
  );
  await model.load(null);
});

const ids = (): string[] => model.page.value?.items.map(({ id }) => id) ?? [];
const refusal = (failure: Failure): Answer<null> => ({ ok: false, failure });

it('takes an issue off the list before the API has answered', async () => {
  const done = model.welcome(aTombstone('2'));
  expect(ids()).toEqual(['1', '3']);
  await done;
  expect([ids(), removed, said]).toEqual([['1', '3'], ['2'], ['Events of “Error 2” are taken again, as a new issue.']]);
});

it('puts it back in its place when the API refuses, and says why', async () => {
  removal = refusal({ reason: 'forbidden', message: 'You may not do this.' });
  await model.welcome(aTombstone('2'));
  expect([ids(), said]).toEqual([['1', '2', '3'], ['Still discarded. You may not do this.']]);
});

it('is content where somebody else was faster', async () => {
  removal = refusal({ reason: 'not_found', message: 'There is nothing here.' });
  await model.welcome(aTombstone('2'));
  expect(ids()).toEqual(['1', '3']);
});
