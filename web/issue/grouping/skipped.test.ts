import { expect, it } from 'vitest';
import { skippedSentences } from './skipped.ts';

it('tells of rules that had no say, and of nothing else', () => {
  const sentences = (stack: 'project' | 'all' | null, fingerprint: boolean) =>
    skippedSentences({ grouping_config: 'x', variants: {}, place: { hash: 'a', origin: { type: 'own' } }, skippedRules: { stack, fingerprint } });
  expect(sentences(null, false)).toEqual([]);
  expect(sentences('project', true)).toEqual([
    expect.stringContaining('stack-trace rules were not asked'),
    expect.stringContaining('fingerprint rules were not asked'),
  ]);
  expect(sentences('all', false)).toEqual([expect.stringContaining('with the built-in ones')]);
});
