import type { Event } from '../event/event.ts';
import { type Component, contributingTexts, hashOf } from './component.ts';
import { judgeStacks, type JudgedStacks, type SkippedStackRules } from './judge-stacks.ts';
import { currentMechanism, mechanisms, type Mechanism } from './mechanisms.ts';
import type { StackRules } from './rules/apply-stack-rules.ts';
import { builtInRules } from './rules/built-in-rules.ts';
import type { FingerprintRule } from './rules/fingerprint-rules.ts';
import { type CompiledFingerprintRule, EventFacts } from './rules/match-fingerprint-rules.ts';
import { RuleWork } from './rules/rule-work.ts';
import { fillTitle, valueOf, variableName } from './variables.ts';

/** What a project's events are grouped by, besides the mechanism. Of stack-trace rules the last that fits wins, of fingerprint rules the first. */
export interface GroupingRules {
  stack: readonly StackRules[];
  fingerprint: readonly CompiledFingerprintRule[];
}

/** One look at an event, and what came of it. */
export interface GroupingVariant {
  key: 'app' | 'system' | 'default' | 'custom-fingerprint' | 'checksum' | 'fallback';
  type: 'component' | 'salted-component' | 'custom-fingerprint' | 'checksum' | 'fallback';
  /** What decides, in words. */
  description: string;
  /** Whether its hash is one of the event's. */
  contributes: boolean;
  /** Why it does not, where that is not told by its component. */
  hint: string | null;
  /** 32 hex digits; null where it does not contribute. */
  hash: string | null;
  component: Component | null;
  /** Of a fingerprint, what is hashed; null where there is none. */
  values: readonly string[] | null;
}

export interface Grouping {
  /** Version of the mechanism that computed the hashes. */
  mechanism: Mechanism;
  /** 32 hex digits each. The first one names the issue; an issue of any of them is the event's issue. */
  hashes: readonly [string, ...string[]];
  /** What counts: the rule's, else the client's; `{{ default }}` stands for what the mechanism found. */
  fingerprint: readonly string[];
  /** The rule that set the fingerprint. */
  rule: FingerprintRule | null;
  /** That the rule gives the event. */
  title: string | null;
  /** Place of the exception that names the event, where that is not the last one. */
  mainException: number | null;
  /** All looks, those that were passed over too. */
  variants: readonly GroupingVariant[];
  stacks: JudgedStacks;
  skipped: SkippedRules;
}

/** Rules that had no say, since they would have taken too much work on this event. */
export interface SkippedRules {
  stack: SkippedStackRules | null;
  fingerprint: boolean;
}

const defaultFingerprint: readonly string[] = ['{{ default }}'];

/** Which issue an event belongs to, and why. Source: sentry/src/sentry/grouping/api.py */
export function groupEvent(event: Event, rules: GroupingRules = builtInRules(), mechanism: Mechanism = currentMechanism): Grouping {
  if (event.type === 'feedback') return groupFeedback(event, mechanism);
  const { stacks, skipped } = judgeStacks(event, rules.stack);
  const { rule, isSkipped } = findRule(event, stacks, rules.fingerprint);
  const fingerprint = rule?.fingerprint ?? event.fingerprint ?? defaultFingerprint;
  const { variants: found, main } = mechanisms[mechanism](event, stacks);
  const looks = found.map((look) => componentVariant(look.name, look.description, look.root));
  const variants = event.checksum
    ? overruled('checksum', checksumVariant(event.checksum), looks)
    : byFingerprint(fingerprint, looks, (name) => valueOf(name, event, stacks));
  const [first, ...others] = variants.flatMap(({ hash }) => (hash === null ? [] : [hash]));
  const title = rule?.attributes.title === undefined ? null : fillTitle(rule.attributes.title, event, stacks);
  return {
    mechanism,
    hashes: [first ?? hashOf([]), ...others],
    fingerprint,
    rule,
    title,
    mainException: main && main !== event.exception?.values.at(-1) ? (event.exception?.values.indexOf(main) ?? null) : null,
    variants,
    stacks,
    skipped: { stack: skipped, fingerprint: isSkipped },
  };
}

/** Each is a case of its own; told by its id, so that the same one sent twice is still one. */
function groupFeedback({ event_id: eventId }: Event, mechanism: Mechanism): Grouping {
  const values = ['feedback', eventId];
  const hash = hashOf(values);
  const variant: GroupingVariant = { ...plain('custom-fingerprint', 'feedback', hash), values };
  const skipped: SkippedRules = { stack: null, fingerprint: false };
  return { mechanism, hashes: [hash], fingerprint: [eventId], rule: null, title: null, mainException: null, variants: [variant], stacks: new Map(), skipped };
}

function findRule(event: Event, stacks: JudgedStacks, rules: GroupingRules['fingerprint']): { rule: FingerprintRule | null; isSkipped: boolean } {
  const facts = new EventFacts(event, stacks);
  const work = new RuleWork();
  const found = rules.find(({ matches }) => matches(facts, work) || work.isTooMuch);
  return work.isTooMuch ? { rule: null, isSkipped: true } : { rule: found?.rule ?? null, isSkipped: false };
}

function componentVariant(key: GroupingVariant['key'], description: string, root: Component): GroupingVariant {
  return { key, type: 'component', description, contributes: root.contributes, hint: root.hint, hash: null, component: root, values: null };
}

function byFingerprint(fingerprint: readonly string[], looks: readonly GroupingVariant[], resolve: (name: string) => string): GroupingVariant[] {
  const isMixed = fingerprint.length > 1;
  const values = fingerprint.map((part) => {
    const name = variableName(part);
    return name === null || name === 'default' ? part : resolve(name);
  });
  if (!values.some(isDefault)) {
    const custom: GroupingVariant = { ...plain('custom-fingerprint', 'custom fingerprint', hashOf(values)), values };
    return overruled('custom fingerprint', custom, looks);
  }
  const hashed = looks.map((look): GroupingVariant => {
    const texts = look.contributes && look.component ? contributingTexts(look.component) : null;
    const salted = isMixed ? { type: 'salted-component' as const, description: `modified ${look.description}`, values } : {};
    return { ...look, ...salted, hash: texts && hashOf(values.flatMap((part) => (isDefault(part) ? texts : [part]))) };
  });
  if (hashed.some(({ hash }) => hash !== null)) return withoutRepetition(hashed);
  const salt = values.filter((part) => !isDefault(part));
  return [
    ...hashed,
    { ...plain('fallback', isMixed ? 'custom fingerprint and nothing else' : 'nothing to group by', hashOf(salt)), values: isMixed ? values : null },
  ];
}

function isDefault(part: string): boolean {
  return variableName(part) === 'default';
}

/** Where all frames are of the app, both looks see the same. */
function withoutRepetition(variants: readonly GroupingVariant[]): GroupingVariant[] {
  return variants.map((variant, index) => {
    const same = variants.slice(0, index).find(({ hash }) => hash !== null && hash === variant.hash);
    return same ? { ...variant, contributes: false, hash: null, hint: `same as ${same.key}` } : variant;
  });
}

function overruled(name: string, by: GroupingVariant, looks: readonly GroupingVariant[]): GroupingVariant[] {
  return [by, ...looks.map((look) => ({ ...look, contributes: false, hint: `${name} takes precedence` }))];
}

function plain(key: 'custom-fingerprint' | 'checksum' | 'fallback', description: string, hash: string): GroupingVariant {
  return { key, type: key, description, contributes: true, hint: null, hash, component: null, values: null };
}

/** Old clients computed hashes themselves; what does not look like one is made one. */
function checksumVariant(checksum: string): GroupingVariant {
  return plain('checksum', 'checksum', /^[0-9a-f]{32}$/i.test(checksum) ? checksum.toLowerCase() : hashOf([checksum]));
}
