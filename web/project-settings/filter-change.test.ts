import { expect, it } from 'vitest';
import type { InboundFilter } from '../../worker/api/contract/project-options.ts';
import { filterChange } from './filter-change.ts';

const aFilter = (fields: Partial<InboundFilter>): InboundFilter => ({ id: 'localhost', name: '', description: '', hello: '', active: false, ...fields });

it.each([
  [aFilter({}), false, [], null],
  [aFilter({}), true, [], { active: true }],
  [aFilter({ active: true }), false, [], { active: false }],
  [aFilter({ id: 'legacy-browsers', active: false }), true, ['ie' as const], { subfilters: ['ie'] }],
  [aFilter({ id: 'legacy-browsers', active: ['ie'] }), true, ['ie' as const], null],
  [aFilter({ id: 'legacy-browsers', active: ['ie'] }), true, [], { active: true }],
  [aFilter({ id: 'legacy-browsers', active: true }), true, [], null],
  [aFilter({ id: 'legacy-browsers', active: ['ie9', 'safari'] }), true, ['ie' as const], { subfilters: ['ie9', 'ie'] }],
])('%j, entered as %j with %j, asks for %j', (filter, isOn, browsers, change) => {
  expect(filterChange(filter, isOn, browsers)).toEqual(change);
});
