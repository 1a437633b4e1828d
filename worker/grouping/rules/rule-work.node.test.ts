import { expect, it } from 'vitest';
import type { Event } from '../../event/event.ts';
import { normalized } from '../../event/normalize.fixture.ts';
import { type GroupingRules, groupEvent } from '../group.ts';
import { projectRules } from './project-rules.ts';

// Not in the Workers runtime: its clock stands still while code runs.

const none = { stack: null, fingerprint: false };

it('asks a thousand ordinary rules about a chain of deep stacks', () => {
  const event = anEvent({ exceptions: 3, frames: 250 });
  const named = rulesOf({ groupingEnhancements: lines(1000, (at) => `stack.function:*pay${at}::* +app`) });
  expect(groupEvent(event, named).skipped).toEqual(none);
  const conditional = rulesOf({ groupingEnhancements: lines(1000, (at) => `stack.function:*pay${at}::* app:no +app`) });
  expect(groupEvent(event, conditional).skipped).toEqual(none);
});

it.each([
  ['that look at one field', lines(900, () => `stack.function:*${'a*'.repeat(20)}?c* +app`)],
  ['that look at more', lines(900, () => `stack.function:*${'a*'.repeat(18)}?c* app:no +app`)],
  ['about neighbours', lines(900, () => `[ function:*${'a*'.repeat(16)}?c* ] | family:other -group`)],
])('groups by the built-in rules alone where those of the project are too much work: %s', (_which, groupingEnhancements) => {
  const event = anEvent({ frames: 250, functionLength: 1000 });
  const rules = rulesOf({ groupingEnhancements });
  const startedAt = performance.now();
  const first = groupEvent(event, rules);
  expect(performance.now() - startedAt).toBeLessThan(1000);
  expect(first.skipped).toEqual({ stack: 'project', fingerprint: false });
  expect(first.hashes).toEqual(groupEvent(event).hashes);
});

it('passes fingerprint rules over where they are too much work', () => {
  const event = anEvent({ frames: 250, functionLength: 1000 });
  const hostile = lines(600, () => `function:*${'a*'.repeat(40)}?c* -> one`);
  const startedAt = performance.now();
  const grouping = groupEvent(event, rulesOf({ fingerprintingRules: `${hostile}\ntype:* -> other` }));
  expect(performance.now() - startedAt).toBeLessThan(1000);
  expect(grouping).toMatchObject({ rule: null, skipped: { stack: null, fingerprint: true } });
});

it('does without any rules where an event alone is too much work', () => {
  const event = anEvent({ exceptions: 100, frames: 250 });
  expect(groupEvent(event).skipped).toEqual({ stack: 'all', fingerprint: false });
});

it('decides the same whatever was asked before', () => {
  // An event that is too much leaves some answers behind, with which the next one would take less.
  const rules = rulesOf({ groupingEnhancements: lines(40, () => `stack.function:*${'a*'.repeat(20)}?c* +app`) });
  const answers = [4, 8, 8, 8, 4].map((frames) => groupEvent(anEvent({ frames, functionLength: 1000 }), rules).skipped.stack);
  expect(answers).toEqual([null, 'project', 'project', 'project', null]);
});
function anEvent({ exceptions = 1, frames, functionLength = 8 }: { exceptions?: number; frames: number; functionLength?: number }): Event {
  const framesOf = (at: number) =>
    Array.from({ length: frames }, (_none, place) => ({
      function: `f${at}_${place}_${'a'.repeat(functionLength)}`,
      module: `m${at}.${place}`,
      filename: `src/${at}/${place}.py`,
    }));
  const values = Array.from({ length: exceptions }, (_none, at) => ({ type: 'Error', value: String(at), stacktrace: { frames: framesOf(at) } }));
  return normalized({ platform: 'python', exception: { values } });
}

function rulesOf(texts: { fingerprintingRules?: string; groupingEnhancements?: string }): GroupingRules {
  const rules = projectRules({ fingerprintingRules: '', groupingEnhancements: '', ...texts });
  if (!rules.ok) throw new Error(JSON.stringify(rules.error));
  return rules.value;
}

function lines(count: number, line: (at: number) => string): string {
  return Array.from({ length: count }, (_none, at) => line(at)).join('\n');
}
