import { expect, it } from 'vitest';
import { listSearch, readView } from './view.ts';

const read = (search: string) => readView(new URLSearchParams(search));

it('reads an address, and takes what it does not know for the default', () => {
  expect(read('')).toEqual({ fate: null, sdk: '', part: 'envelope', at: 0 });
  expect(read('?status=refused&sdk=sentry.go&part=bytes&at=215')).toEqual({ fate: 'refused', sdk: 'sentry.go', part: 'bytes', at: 215 });
  expect(read('?status=lost&part=all&at=-1.5')).toEqual({ fate: null, sdk: '', part: 'envelope', at: 0 });
});

it('writes the filters of a list, so that a link can be shared', () => {
  expect(listSearch(read('?part=bytes&at=4'))).toBe('');
  expect(listSearch(read('?status=partly&sdk=sentry.go/1'))).toBe('?status=partly&sdk=sentry.go%2F1');
});
