import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalized } from '../event/normalize.fixture.ts';
import type { RuleError } from '../grouping/rules/line-reader.ts';
import { openDirectory } from './directory.ts';
import { factsOf } from './facts.ts';
import { compileOwnership, matchOwnership } from './match.ts';
import { readCodeowners } from './read-codeowners.ts';
import { readOwnership } from './read-ownership.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);

/** Pieces of both languages, so that fuzz gets past the first word of a line. */
const pieces =
  'path: url: module: codeowners: tags.a: tags."a b": tags. "  \\ * ** ? / [a-z] [ ] ! # ## #shop #gone a@b.c @ada @a/b @@x ^[S][2] a.py src {a}'.split(' ');
const line = fc.array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...pieces, ' ', ' ') }, { weight: 1, arbitrary: fc.string({ maxLength: 6 }) }), {
  maxLength: 9,
});
const text = fc.array(line, { maxLength: 4 }).map((lines) => lines.map((words) => words.join('')).join('\n'));

const find = openDirectory({ teams: [{ id: 1, slug: 'shop', name: 'Shop' }], members: [{ id: 7, email: 'a@b.c', name: 'Ada' }] });
const event = normalized({
  platform: 'python',
  tags: { a: 'b' },
  request: { url: 'https://a.example/src' },
  exception: [{ type: 'A', value: 'b', stacktrace: { frames: [{ filename: 'src/a.py', module: 'src.a', function: 'f' }] } }],
});

describe('any ownership rules', () => {
  it('are either read, and then name the same owners twice, or refused with a place that is there', () => {
    fc.assert(
      fc.property(text, text, (raw, codeowners) => {
        const [own, file] = [readOwnership(raw), readCodeowners(codeowners)];
        expect(own.ok ? [] : own.error.filter((error) => !isIn(raw, error))).toEqual([]);
        const said = file.ok ? file.value.notes : file.error;
        expect(said.filter((error) => !isIn(codeowners.replace(/^\ufeff/, ''), error))).toEqual([]);

        const files = [{ raw: codeowners, codeMappings: [{ stackRoot: '', sourceRoot: '' }], associations: {} }];
        const compiled = compileOwnership({ raw, codeowners: files });
        expect(compiled.ok).toBe(own.ok && file.ok);
        if (!compiled.ok) return;
        const matches = matchOwnership(compiled.value, factsOf(event), find, 10);
        expect(matches.every(({ owners }) => owners.length > 0 && owners.every((owner) => owner === 'team:1' || owner === 'user:7'))).toBe(true);
        expect(matchOwnership(compiled.value, factsOf(event), find, 10)).toEqual(matches);
      }),
      { numRuns, seed: 2026 },
    );
  });
});

function isIn(rules: string, { line: number, column }: RuleError): boolean {
  const written = rules.split(/\r?\n/)[number - 1];
  return written !== undefined && column >= 1 && column <= written.length + 1;
}

// Not in the Workers runtime: its clock stands still while code runs.
it('takes bounded time for as many hostile rules as there may be', () => {
  const pattern = '*a?'.repeat(80);
  const raw = `path:${pattern}z #shop\n`.repeat(Math.floor(65_000 / (pattern.length + 14)));
  const frames = Array.from({ length: 250 }, (_, index) => ({ filename: `${'a'.repeat(200)}${index}b`, function: 'f' }));
  const compiled = compileOwnership({
    raw,
    codeowners: Array.from({ length: 5 }, () => ({ raw: '**/*a*a*a*a*a/*z @ada\n'.repeat(2_000), codeMappings: [], associations: {} })),
  });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const facts = factsOf(normalized({ platform: 'python', exception: [{ type: 'A', value: 'b', stacktrace: { frames } }] }));
  const startedAt = performance.now();
  matchOwnership(compiled.value, facts, find, 1);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

it('reaches the first of as many ordinary rules as there may be, on a deep stack', () => {
  const raw = `path:src/first/* #shop\n${Array.from({ length: 999 }, (_, index) => `path:src/part-${index}/* #gone`).join('\n')}`;
  const file = `/src/first/ @ada\n${Array.from({ length: 1_999 }, (_, index) => `/lib/part-${index}/ @ada`).join('\n')}`;
  const frames = Array.from({ length: 250 }, (_, index) => ({ filename: `src/first/some/deeper/folder/module-${index}.py`, function: 'f' }));
  const compiled = compileOwnership({ raw, codeowners: [{ raw: file, codeMappings: [], associations: {} }] });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.error));
  const facts = factsOf(normalized({ platform: 'python', exception: [{ type: 'A', value: 'b', stacktrace: { frames } }] }));
  expect(matchOwnership(compiled.value, facts, find, 10).map(({ owners }) => owners)).toEqual([['team:1'], ['user:7']]);
});

it.each(['[', '[a', '\\[', '^[', '!', '\\', '@', 'x @a ', '"', 'tags."', 'path:', '#a '])('reads a line of nothing but %s at once', (piece) => {
  const startedAt = performance.now();
  readCodeowners(piece.repeat(131_072 / piece.length));
  readOwnership(piece.repeat(65_536 / piece.length));
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
