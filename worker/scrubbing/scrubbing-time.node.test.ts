import { expect, it } from 'vitest';
import { normalized } from '../event/normalize.fixture.ts';
import { compilePiiConfig } from './compile.ts';
import { scrubEvent } from './scrub-event.ts';
import { aScrubber } from './scrubbing.fixture.ts';
import { Walk } from './walk.ts';

// Not in the Workers runtime: its clock stands still while code runs.

const builtIn = ['@email', '@ip', '@imei', '@mac', '@uuid', '@creditcard', '@iban', '@userpath', '@pemkey', '@urlauth', '@usssn', '@bearer'];

/** The same rules behind many selectors, each of which selects every text. */
function config(selectors: number, ids: readonly string[]): string {
  return JSON.stringify({ applications: Object.fromEntries(Array.from({ length: selectors }, (_none, at) => [`$string && !no${at}`, ids])) });
}

function anEventOf(text: string) {
  const texts = Object.fromEntries(Array.from({ length: 40 }, (_none, at) => [`v${at}`, text]));
  const frames = Array.from({ length: 50 }, () => ({ function: 'f', vars: texts }));
  return normalized({ exception: [{ value: 'x', stacktrace: { frames } }], extra: texts });
}

it.each(['a@b ', '1.1.1 ', 'ab:cd:'])('takes bounded time for any number of rules, and keeps no text that it did not search, such as %j', (piece) => {
  const scrubber = aScrubber({ dataScrubber: false, relayPiiConfig: config(80, builtIn) });
  const event = anEventOf(piece.repeat(100));
  const startedAt = performance.now();
  scrubEvent(event, scrubber);
  expect(performance.now() - startedAt).toBeLessThan(2500);
  const kept = event.exception?.values[0]?.stacktrace?.frames.at(-1)?.vars ?? {};
  expect(Object.values(kept).filter((text) => typeof text === 'string' && text.includes(piece.trim()))).toEqual([]);
});

it('never runs out of searches for the default rules, however many lines there are', () => {
  const walk = new Walk(aScrubber().applications, null);
  const lines = Array.from({ length: 15_000 }, () => ({ body: '//x:y 12-34 /BEGIN - @ '.repeat(60) }));
  for (const line of lines) walk.scrubInside(line, { sensitivity: 'yes' });
  expect(lines.filter(({ body }) => body.includes('[Filtered]'))).toEqual([]);
});

it('refuses more rules than an event can be asked about, and takes a rule that is named twice for one', () => {
  expect(compilePiiConfig(config(100, [...builtIn, '@common']), '')).toMatchObject({ ok: false, error: [{ place: 'applications' }] });
  const repeated = compilePiiConfig(config(1, Array<string>(50).fill('@email')), '');
  expect(repeated.ok && repeated.value.map(({ rules }) => rules.length)).toEqual([1]);
});
