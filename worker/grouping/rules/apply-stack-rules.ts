import type { FrameView } from '../frame-view.ts';
import type { StackAction, StackOwner, StackRule } from './read-stack-rules.ts';
import { RuleSet } from './rule-set.ts';
import type { RuleWork } from './rule-work.ts';

/** Rules of one origin, by what they can change. */
export interface StackRules {
  /** Those that say what is of the app, and name categories. */
  classifying: RuleSet;
  /** Those that say what counts. */
  grouping: RuleSet;
}

/** What rules say about a stack, besides what they wrote into its frames. */
export interface StackVerdict {
  /** By frame: whether it counts, and the rule that said so last. */
  group: ReadonlyMap<number, { value: boolean; rule: string }>;
  /** 0 is no limit. */
  maxFrames: number;
  maxFramesRule: string | null;
  minFrames: number;
  minFramesRule: string | null;
  isInverted: boolean;
}

export function compileStackRules(rules: readonly StackRule[]): StackRules {
  return {
    classifying: new RuleSet(rules.filter(({ actions }) => actions.some(classifies))),
    grouping: new RuleSet(rules.filter(({ actions }) => actions.some((action) => !classifies(action)))),
  };
}

/**
 * Lets rules look at a stack, oldest frame first, in two passes: what they say of the app and of categories is written into the frames, so that later rules see
 * it; then what counts is collected. Of rules that contradict each other the last one wins. Where the work becomes too much, what came out is worth nothing. Source: sentry/src/sentry/grouping/enhancer/__init__.py
 */
export function applyStackRules(views: readonly FrameView[], owner: StackOwner, ruleSets: readonly StackRules[], work: RuleWork): StackVerdict {
  for (const { classifying } of ruleSets) classifying.forEachMatch(views, owner, work, (rule, index) => classify(views, rule, index));

  const group = new Map<number, { value: boolean; rule: string }>();
  const verdict: StackVerdict = { group, maxFrames: 0, maxFramesRule: null, minFrames: 0, minFramesRule: null, isInverted: false };
  const judge = (rule: StackRule, index: number) => {
    for (const action of rule.actions) {
      if (action.kind === 'flag' && action.flag === 'group') {
        forEachInRange(action.on, index, views.length, (at) => group.set(at, { value: action.value, rule: rule.text }));
      } else if (action.kind === 'max-frames') {
        verdict.maxFrames = action.value;
        verdict.maxFramesRule = rule.text;
      } else if (action.kind === 'min-frames') {
        verdict.minFrames = action.value;
        verdict.minFramesRule = rule.text;
      } else if (action.kind === 'invert-stacktrace') verdict.isInverted = action.value;
    }
  };
  for (const { grouping } of ruleSets) grouping.forEachMatch(views, owner, work, judge);
  return verdict;
}

function classifies(action: StackAction): boolean {
  return action.kind === 'category' || (action.kind === 'flag' && action.flag === 'app');
}

function classify(views: readonly FrameView[], rule: StackRule, index: number): void {
  for (const action of rule.actions) {
    if (action.kind === 'category') {
      const view = views[index];
      if (view) view.category = action.value;
    } else if (action.kind === 'flag' && action.flag === 'app') {
      forEachInRange(action.on, index, views.length, (at) => {
        const view = views[at];
        if (!view) return;
        view.inApp = action.value;
        view.inAppRule = rule.text;
      });
    }
  }
}

function forEachInRange(on: 'frame' | 'newer' | 'older', index: number, length: number, act: (index: number) => void): void {
  const from = on === 'older' ? 0 : on === 'newer' ? index + 1 : index;
  const to = on === 'older' ? index : on === 'newer' ? length : index + 1;
  for (let at = from; at < to; at += 1) act(at);
}
