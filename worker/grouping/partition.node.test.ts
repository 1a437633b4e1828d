import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { normalized } from '../event/normalize.fixture.ts';
import { describeEvent } from './describe.ts';
import { type Grouping, type GroupingRules, groupEvent } from './group.ts';
import { projectRules } from './rules/project-rules.ts';

const cases = join(process.env.PICKET_SHARED ?? '../shared', 'cases/grouping');
const isPresent = existsSync(cases);
if (!isPresent) console.warn(`No cases in ${cases}: their tests are skipped. PICKET_SHARED says where to look.`);

const Expected = z.record(z.string(), z.object({ title: z.nullable(z.string()), needsEnhancements: z.nullable(z.string()) }));

describe.skipIf(!isPresent)('the first mechanism', () => {
  const { classes } = isPresent ? z.object({ classes: z.array(z.array(z.string())) }).parse(read('partition.json')) : { classes: [] };
  const expected = isPresent ? Expected.parse(read('expected.json')) : {};
  const names = Object.keys(expected);

  it('puts together what belongs together, and nothing else', () => {
    expect(connected(new Map(names.map((name) => [name, grouped(name).hashes])))).toEqual(classes.map(sorted).sort());
  });

  it.each(names.filter((name) => expected[name]?.title))('gives %s its title', (name) => {
    // The expected ones were cut at 100 characters.
    const title = expected[name]?.title ?? '';
    const cut = title.endsWith('...') ? title.slice(0, -3) : null;
    const { title: given } = describeEvent(eventOf(name));
    expect(cut === null ? given : given.slice(0, cut.length)).toBe(cut ?? title);
  });

  function grouped(name: string): Grouping {
    return groupEvent(eventOf(name), rulesOf(expected[name]?.needsEnhancements ?? ''));
  }
});

function rulesOf(stackRules: string): GroupingRules {
  const rules = projectRules({ fingerprintingRules: '', groupingEnhancements: stackRules });
  if (!rules.ok) throw new Error(JSON.stringify(rules.error));
  return rules.value;
}

function eventOf(name: string) {
  return normalized(z.record(z.string(), z.unknown()).parse(read(join('inputs', `${name}.json`))));
}

/** Events with a hash in common are one issue. Each issue as its sorted names. */
function connected(hashesByName: ReadonlyMap<string, readonly string[]>): string[] {
  const issues: { names: Set<string>; hashes: Set<string> }[] = [];
  for (const [name, hashes] of hashesByName) {
    const met = issues.filter((issue) => hashes.some((hash) => issue.hashes.has(hash)));
    const joined = {
      names: new Set([name, ...met.flatMap((issue) => [...issue.names])]),
      hashes: new Set([...hashes, ...met.flatMap((issue) => [...issue.hashes])]),
    };
    issues.splice(0, issues.length, ...issues.filter((issue) => !met.includes(issue)), joined);
  }
  return issues.map((issue) => sorted([...issue.names])).sort();
}

function sorted(names: readonly string[]): string {
  return [...names].sort().join(' ');
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(join(cases, file), 'utf8'));
}
