import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { normalized } from '../../event/normalize.fixture.ts';
import type { Frame } from '../../event/event.ts';
import { describeEvent } from '../describe.ts';
import { viewFrame } from '../frame-view.ts';
import { groupEvent } from '../group.ts';
import { noteGrouping } from '../note-grouping.ts';
import { applyStackRules, compileStackRules } from './apply-stack-rules.ts';
import { readFingerprintRules } from './fingerprint-rules.ts';
import { compileFingerprintRules } from './match-fingerprint-rules.ts';
import { readStackRules, type StackRule } from './read-stack-rules.ts';
import { matchesAt } from './rule-set.ts';
import { RuleWork } from './rule-work.ts';

const cases = join(process.env.PICKET_SHARED ?? '../shared', 'cases/grouping');
const isPresent = existsSync(cases);
if (!isPresent) console.warn(`No cases in ${cases}: their tests are skipped. PICKET_SHARED says where to look.`);

const Matcher = z.tuple([z.string(), z.string()]);

describe.skipIf(!isPresent)('texts of fingerprint rules', () => {
  const rule = z.object({ matchers: z.array(Matcher), fingerprint: z.array(z.string()), attributes: z.record(z.string(), z.string()) });
  const texts = listOf('fingerprint-parse.json', z.object({ text: z.string(), ok: z.boolean(), rule: z.optional(rule) }));

  it.each(texts)('are read as $rule: $text', ({ text, ok, rule: expected }) => {
    const read = readFingerprintRules(text);
    const [first] = read.ok ? read.value : [];
    const matchers = first?.matchers.map(({ key, pattern, isNegated }) => [isNegated ? `!${key}` : key, pattern]);
    expect({ ok: read.ok, rule: first && { matchers, fingerprint: first.fingerprint, attributes: first.attributes } }).toEqual({ ok, rule: expected });
  });
});

describe.skipIf(!isPresent)('fingerprint rules', () => {
  const Variant = z.object({ type: z.string(), values: z.nullable(z.array(z.string())), contributes: z.nullable(z.boolean()) });
  const expectation = z.object({
    fingerprint: z.nullable(z.array(z.string())),
    title: z.nullable(z.string()),
    matchedRule: z.nullable(z.string()),
    variants: z.record(z.string(), Variant),
  });
  const samples = listOf(
    'fingerprint-rules.json',
    z.object({ name: z.string(), event: z.record(z.string(), z.unknown()), rulesText: z.string(), expect: expectation }),
  );

  it.each(samples)('group $name', ({ event: sent, rulesText, expect: expected }) => {
    const rules = readFingerprintRules(rulesText);
    if (!rules.ok) throw new Error(JSON.stringify(rules.error));
    const event = normalized(sent);
    const grouping = groupEvent(event, { stack: [], fingerprint: compileFingerprintRules(rules.value) });
    noteGrouping(event, grouping);

    const variants = Object.entries(expected.variants).map(([key, { type, values, contributes }]) => {
      const given = grouping.variants.find((one) => one.key === key);
      // Null is what the cases do not say; of components they hold no values.
      return [
        { key, type: given?.type, values: values && given?.values, contributes: contributes === null ? null : given?.contributes },
        { key, type, values, contributes },
      ];
    });
    expect({
      rule: grouping.rule?.text ?? null,
      fingerprint: expected.fingerprint && grouping.fingerprint,
      title: expected.title && describeEvent(event).title,
      variants: variants.map(([given]) => given),
    }).toEqual({
      rule: expected.matchedRule,
      fingerprint: expected.fingerprint,
      title: expected.title,
      variants: variants.map(([, wanted]) => wanted),
    });
  });
});

describe.skipIf(!isPresent)('stack-trace rules', () => {
  const Sample = z.object({
    name: z.string(),
    kind: z.string(),
    /** Of texts to be parsed, how many there are. */
    rules: z.optional(z.union([z.array(z.string()), z.number()])),
    ruleIndex: z.optional(z.number()),
    platform: z.optional(z.string()),
    frames: z.optional(z.array(z.custom<Frame>())),
    exception: z.optional(z.object({ type: z.optional(z.string()), value: z.optional(z.string()) })),
    match: z.optional(z.boolean()),
    matchedFrameIndexes: z.optional(z.array(z.number())),
    expectInApp: z.optional(z.array(z.boolean())),
    expectOrigInApp: z.optional(z.array(z.union([z.number(), z.string()]))),
    expectFlag: z.optional(z.record(z.string(), z.boolean())),
    text: z.optional(z.string()),
    ok: z.optional(z.boolean()),
  });
  const samples = listOf('enhancements.json', Sample);
  const ofKind = (kind: string) => samples.filter((sample) => sample.kind === kind);

  it.each(ofKind('parse'))('$name', ({ text = '', ok, rules }) => {
    const read = readStackRules(text);
    expect({ ok: read.ok, rules: read.ok ? read.value.length : undefined }).toEqual({ ok, rules });
  });

  it.each(ofKind('match'))('match $name', ({ rules, ruleIndex = 0, platform = 'other', frames = [], exception = {}, match, matchedFrameIndexes }) => {
    const rule = readRules(rules)[ruleIndex];
    const work = new RuleWork();
    const views = frames.map((frame) => viewFrame(frame, { platform }));
    const found = rule?.ownerTest(exception, work) ? views.flatMap((_view, index) => (matchesAt(rule, views, index, work) ? [index] : [])) : [];
    expect({ match: found.length > 0, found: matchedFrameIndexes && found }).toEqual({ match, found: matchedFrameIndexes });
  });

  it.each(ofKind('modify'))('change $name', ({ rules, platform = 'other', frames = [], expectInApp, expectOrigInApp }) => {
    const event = normalized({ platform, stacktrace: { frames: frames.map((frame) => ({ filename: 'a', ...frame })) } });
    noteGrouping(event, groupEvent(event, { stack: [compileStackRules(readRules(rules))], fingerprint: [] }));
    const changed = event.stacktrace?.frames ?? [];
    // What is not specified need not be kept.
    const original = changed.map((frame, index) => (typeof expectOrigInApp?.[index] === 'number' ? frame.data?.orig_in_app : expectOrigInApp?.[index]));
    expect({ inApp: changed.map((frame) => frame.in_app), original }).toEqual({ inApp: expectInApp, original: expectOrigInApp });
  });

  it.each(ofKind('flag'))('flag $name', ({ rules, expectFlag }) => {
    const [rule] = readRules(rules);
    const flags = rule?.actions.flatMap((action) => (action.kind === 'flag' ? [[action.flag, action.value]] : []));
    expect(Object.fromEntries(flags ?? [])).toEqual(expectFlag);
  });

  it('can be applied to a stack that has none of their frames', () => {
    expect(applyStackRules([], {}, [compileStackRules(readRules(['function:a +app']))], new RuleWork()).group.size).toBe(0);
  });
});

function readRules(rules: readonly string[] | number = []): StackRule[] {
  const read = readStackRules(typeof rules === 'number' ? '' : rules.join('\n'));
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value;
}

function listOf<Item extends z.ZodType>(file: string, item: Item): z.infer<Item>[] {
  return isPresent ? z.array(item).parse(JSON.parse(readFileSync(join(cases, file), 'utf8'))) : [];
}
