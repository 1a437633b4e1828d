import { expect, it } from 'vitest';
import type { GroupingComponent, GroupingInfo, GroupingVariant } from '../../../worker/api/contract/grouping.ts';
import { compareGroupings, countingLines, mainVariant } from './compare.ts';

const component = (id: string, values: GroupingComponent['values'], contributes = true): GroupingComponent => ({
  id,
  name: id,
  contributes,
  hint: null,
  values,
});

function variant(key: string, hash: string | null, functions: string[], overrides: Partial<GroupingVariant> = {}): GroupingVariant {
  const root = component('stacktrace', [...functions.map((name) => component('function', [name])), component('value', ['unseen'], false)]);
  return { key, type: 'component', description: key, contributes: hash !== null, hint: null, hash, hashMismatch: false, component: root, ...overrides };
}

function info(...variants: GroupingVariant[]): GroupingInfo {
  return {
    grouping_config: 'x',
    variants: Object.fromEntries(variants.map((one) => [one.key, one])),
    place: { hash: 'a', origin: { type: 'own' } },
    skippedRules: { stack: null, fingerprint: false },
  };
}

it('puts events together that have one hash in common', () => {
  const here = info(variant('app', 'a', ['pay']), variant('system', 'b', ['send', 'pay']));
  const there = info(variant('app', null, []), variant('system', 'b', ['send', 'pay']));
  expect(compareGroupings(here, there)).toEqual({ sharedHash: 'b', onlyHere: [], onlyThere: [] });
});

it('tells what keeps events apart, however often a part comes', () => {
  const here = info(variant('app', 'a', ['main', 'pay', 'pay']));
  const there = info(variant('app', 'b', ['main', 'pay', 'ship']));
  expect(compareGroupings(here, there)).toEqual({ sharedHash: null, onlyHere: ['function pay'], onlyThere: ['function ship'] });
});

it('reads fingerprints, and what they refine', () => {
  const custom = variant('custom-fingerprint', 'c', [], { type: 'custom-fingerprint', values: ['mine'] });
  expect(countingLines(mainVariant(info(custom)))).toEqual(['fingerprint mine']);
  const salted = variant('app', 'd', ['pay'], { type: 'salted-component', values: ['{{ default }}', 'eu'] });
  expect(countingLines(mainVariant(info(salted)))).toEqual(['fingerprint eu', 'function pay']);
  expect(countingLines(mainVariant(info()))).toEqual([]);
});
