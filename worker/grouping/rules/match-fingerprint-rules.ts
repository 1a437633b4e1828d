import type { Event, Frame, Stacktrace } from '../../event/event.ts';
import { familyOf } from '../family.ts';
import { type FrameView, plainPath, viewFrame } from '../frame-view.ts';
import type { JudgedStacks } from '../judge-stacks.ts';
import type { FingerprintRule } from './fingerprint-rules.ts';
import { compilePathTest } from './frame-tests.ts';
import { compileRuleGlob } from './glob.ts';
import { readYesNo, type WrittenMatcher } from './line-reader.ts';
import type { RuleWork } from './rule-work.ts';

/** Answers whether an event is what a rule is about. */
export interface CompiledFingerprintRule {
  rule: FingerprintRule;
  matches: (facts: EventFacts, work: RuleWork) => boolean;
}

/**
 * Matchers about the same kind of thing must hold together on one of them: on one exception, on one frame. Kinds are independent of each other. Source:
 * sentry/src/sentry/grouping/fingerprinting/{matchers,rules}.py
 */
export function compileFingerprintRules(rules: readonly FingerprintRule[]): CompiledFingerprintRule[] {
  return rules.map((rule) => {
    const byKind = [...Map.groupBy(rule.matchers, kindOf)].map(([kind, matchers]) => ({ kind, tests: matchers.map(compileTest) }));
    return { rule, matches: (facts, work) => byKind.every(({ kind, tests }) => facts.of(kind).some((thing) => fitsAll(thing, tests, work))) };
  });
}

type Test = (thing: Thing, work: RuleWork) => boolean;

function fitsAll(thing: Thing, tests: readonly Test[], work: RuleWork): boolean {
  work.spend(1);
  return !work.isTooMuch && tests.every((test) => test(thing, work));
}

type Kind = 'exception' | 'frame' | 'message' | 'log' | 'event';

/** One thing that matchers look at. It answers for the matchers of its kind alone. */
interface Thing {
  text?: (key: string) => string | undefined;
  view?: FrameView;
}

/** What rules can ask about an event, read when first asked for. */
export class EventFacts {
  readonly #event: Event;
  readonly #stacks: JudgedStacks;
  readonly #read = new Map<Kind, readonly Thing[]>();

  constructor(event: Event, stacks: JudgedStacks) {
    this.#event = event;
    this.#stacks = stacks;
  }

  of(kind: Kind): readonly Thing[] {
    const known = this.#read.get(kind);
    if (known) return known;
    const things = this.#things(kind);
    this.#read.set(kind, things);
    return things;
  }

  #things(kind: Kind): readonly Thing[] {
    const { exception, logentry, logger, level } = this.#event;
    switch (kind) {
      case 'exception':
        return (exception?.values ?? []).map(({ type, value }) => ({ text: (key) => (key === 'type' ? type : value) }));
      case 'message': {
        const messages = [logentry?.formatted ?? logentry?.message, ...(exception?.values ?? []).map(({ value }) => value)];
        return messages.map((message) => ({ text: () => message }));
      }
      case 'log':
        return [{ text: (key) => (key === 'logger' ? logger : level) }];
      case 'event':
        return [{ text: (key) => eventText(this.#event, key) }];
      case 'frame':
        return this.#frames();
    }
  }

  /** Of all stacks, those of other threads too. */
  #frames(): readonly Thing[] {
    const { exception, stacktrace, threads } = this.#event;
    const all = [...(exception?.values ?? []), { stacktrace }, ...(threads?.values ?? [])].map((owner) => owner.stacktrace);
    const stacks = [...new Set(all)].filter((stack) => stack !== undefined);
    return stacks.flatMap((stack) => this.#viewsOf(stack)).slice(0, maxFrames);
  }

  #viewsOf(stack: Stacktrace): readonly Thing[] {
    const views = this.#stacks.get(stack)?.views ?? stack.frames.map((frame: Frame) => viewFrame(frame, this.#event));
    return views.map((view) => ({ view }));
  }
}

function eventText({ sdk, release, platform, tags }: Event, key: string): string | undefined {
  switch (key) {
    case 'sdk':
      return sdk?.name;
    case 'release':
      return release;
    case 'family':
      return familyOf(platform);
    default:
      return tags.find(([name]) => key === `tags.${name}`)?.[1];
  }
}

/** Of a dump of a thousand threads, not every frame is worth a thousand rules. */
const maxFrames = 1000;

function kindOf({ key }: WrittenMatcher): Kind {
  switch (key) {
    case 'type':
    case 'value':
      return 'exception';
    case 'message':
      return 'message';
    case 'logger':
    case 'level':
      return 'log';
    case 'module':
    case 'path':
    case 'package':
    case 'function':
    case 'app':
      return 'frame';
    default:
      return 'event';
  }
}

function compileTest(matcher: WrittenMatcher): Test {
  const test = compilePositive(matcher);
  return matcher.isNegated ? (thing, work) => !test(thing, work) : test;
}

function compilePositive({ key, pattern }: WrittenMatcher): Test {
  switch (key) {
    case 'path': {
      const test = compilePathTest(pattern);
      return ({ view }, work) => test(view?.path, work) || (view?.frame.filename !== undefined && test(plainPath(view.frame.filename), work));
    }
    case 'package': {
      const test = compilePathTest(pattern);
      return ({ view }, work) => test(view?.package, work);
    }
    case 'app': {
      const wanted = readYesNo(pattern);
      return ({ view }) => view?.inApp === wanted;
    }
    case 'function': {
      const glob = compileRuleGlob(pattern);
      return ({ view }, work) => view?.function !== undefined && glob(view.function, work);
    }
    case 'module': {
      const glob = compileRuleGlob(pattern);
      return ({ view }, work) => view?.frame.module !== undefined && glob(view.frame.module, work);
    }
    case 'family': {
      const families = new Set(pattern.split(','));
      return ({ text }) => families.has('all') || families.has(text?.('family') ?? '');
    }
    default: {
      if (key === 'sdk' && pattern === 'all') return () => true;
      const glob = compileRuleGlob(pattern, { ignoresCase: key === 'value' || key === 'message' || key === 'level' });
      return ({ text: read }, work) => {
        const text = read?.(key);
        return text !== undefined && glob(text, work);
      };
    }
  }
}
