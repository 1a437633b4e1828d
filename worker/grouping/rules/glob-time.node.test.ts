import { expect, it } from 'vitest';
import { compileRuleGlob } from './glob.ts';
import { RuleWork } from './rule-work.ts';

// Not in the Workers runtime: its clock stands still while code runs.
it.each(['*a', '?*', '**/', '**/*a', '[ab]*', 'a*?', '*/**/a'])('takes no time worth mentioning for a pattern that repeats %j', (piece) => {
  const glob = compileRuleGlob(`${piece.repeat(256).slice(0, 250)}b!`, { isPath: true });
  const texts = ['a', 'a/', '/', 'ab'].map((text) => `${text.repeat(1024)}b`);
  const ask = () => texts.forEach((text) => glob(text, new RuleWork()));
  ask();
  const startedAt = performance.now();
  ask();
  expect(performance.now() - startedAt).toBeLessThan(100);
});
