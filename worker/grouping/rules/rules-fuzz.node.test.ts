import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalized } from '../../event/normalize.fixture.ts';
import { groupEvent } from '../group.ts';
import { noteGrouping } from '../note-grouping.ts';
import type { RuleError } from './line-reader.ts';
import { projectRules } from './project-rules.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);

/** Pieces of both languages, so that fuzz gets past the first word of a line. */
const pieces = (
  'function: stack.module: path: error.type: error.value: tags.a: family: app: category: message: level: sdk: !  " [ ] | * ** ? [a-z] / { }} {{ a }} {{ default }} ' +
  '{{ stack.function }} native javascript other yes no main a b.py -> , title="x {{ type }}" +app -app ^-group v+group -group max-frames=2 min-frames=1 # \\'
).split(' ');
const line = fc.array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...pieces, ' ', ' ') }, { weight: 1, arbitrary: fc.string({ maxLength: 6 }) }), {
  maxLength: 9,
});
const text = fc.array(line, { maxLength: 4 }).map((lines) => lines.map((words) => words.join('')).join('\n'));

describe('any rules', () => {
  it('are either read, and then group any event the same way twice, or refused with a place that is there', () => {
    fc.assert(
      fc.property(text, text, (fingerprintingRules, groupingEnhancements) => {
        const read = projectRules({ fingerprintingRules, groupingEnhancements });
        const errors = read.ok ? {} : read.error;
        const lost = [
          ...(errors.fingerprintingRules ?? []).filter((error) => !isIn(fingerprintingRules, error)),
          ...(errors.groupingEnhancements ?? []).filter((error) => !isIn(groupingEnhancements, error)),
        ];
        expect(lost).toEqual([]);
        if (!read.ok) return;
        const event = anEvent();
        const grouping = groupEvent(event, read.value);
        expect(grouping.hashes.every((hash) => /^[0-9a-f]{32}$/.test(hash))).toBe(true);
        noteGrouping(event, grouping);
        expect(groupEvent(event, read.value).hashes).toEqual(grouping.hashes);
      }),
      { numRuns, seed: 2026 },
    );
  });
});

function isIn(rules: string, { line: number, column }: RuleError): boolean {
  const written = rules.split(/\r?\n/)[number - 1];
  return written !== undefined && column >= 1 && column <= written.length + 1;
}

function anEvent() {
  const frames = ['main', 'a', 'a', 'b'].map((name, at) => ({
    function: name,
    module: `a.${name}`,
    filename: `${name}.py`,
    in_app: at > 0,
    platform: at === 3 ? 'native' : undefined,
  }));
  return normalized({ platform: 'python', tags: { a: 'b' }, exception: [{ type: 'A', value: 'b', stacktrace: { frames } }] });
}
