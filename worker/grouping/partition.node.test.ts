import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { normalized } from '../event/normalize.fixture.ts';
import { groupEvent } from './group.ts';

const cases = join(process.env.PICKET_SHARED ?? '../shared', 'cases/grouping');
const isPresent = existsSync(cases);
if (!isPresent) console.warn(`No cases in ${cases}: their tests are skipped. PICKET_SHARED says where to look.`);

/** Needs what the mechanism does not have: trees of exception groups, trimmed names of native functions, rules that take frames out of the app. */
const notYetTogether = [
  'exception-groups-bad-duplicate-id',
  'exception-groups-bad-out-of-sequence',
  'exception-groups-bad-parent-with-parent',
  'exception-groups-bad-with-cycle',
  'exception-groups-one-type-with-similar-values-and-children',
  'group_294_event_294',
  'group_294_event_329',
  'group_307_event_307',
  'group_307_event_657',
  'group_389_event_389',
  'exception-compute-hashes-3',
  'python-exception-base',
];

describe.skipIf(!isPresent)('the first mechanism', () => {
  const { classes } = isPresent
    ? z.object({ classes: z.array(z.array(z.string())) }).parse(JSON.parse(readFileSync(join(cases, 'partition.json'), 'utf8')))
    : { classes: [] };

  it('puts together what belongs together, and nothing else', () => {
    const known = classes.map((names) => names.filter((name) => !notYetTogether.includes(name))).filter((names) => names.length > 0);
    const byHash = Map.groupBy(known.flat(), hashOf);
    expect([...byHash.values()].map(sorted).sort()).toEqual(known.map(sorted).sort());
  });
});

function hashOf(name: string): string {
  const input = z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(join(cases, 'inputs', `${name}.json`), 'utf8')));
  return groupEvent(normalized(input)).hashes[0];
}

function sorted(names: readonly string[]): string {
  return [...names].sort().join(' ');
}
