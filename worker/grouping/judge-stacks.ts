import type { Event, Stacktrace } from '../event/event.ts';
import { type FrameView, viewFrame } from './frame-view.ts';
import { applyStackRules, type StackRules, type StackVerdict } from './rules/apply-stack-rules.ts';
import { builtInRules } from './rules/built-in-rules.ts';
import type { StackOwner } from './rules/read-stack-rules.ts';
import { RuleWork } from './rules/rule-work.ts';
import { mainThread } from './stacks.ts';

/** A stack as rules see it, and what they said about it. */
export interface JudgedStack {
  /** Oldest first, one for each frame. */
  views: readonly FrameView[];
  verdict: StackVerdict;
}

export type JudgedStacks = ReadonlyMap<Stacktrace, JudgedStack>;

/** Rules that were not asked, since they would have taken too much work on this event. */
export type SkippedStackRules = 'project' | 'all';

export interface StackJudgement {
  stacks: JudgedStacks;
  skipped: SkippedStackRules | null;
}

/**
 * The stacks that can decide which issue an event is of: those of its exceptions, its own, and that of its main thread. Rules hold together or not at all: an
 * event that met half of them would be of another issue as soon as its stack is a frame longer.
 */
export function judgeStacks(event: Event, rules: readonly StackRules[]): StackJudgement {
  const byAll = judgeBy(event, rules);
  if (byAll) return { stacks: byAll, skipped: null };
  const builtIn = builtInRules().stack;
  const isOwn = rules.some((each) => !builtIn.includes(each));
  const byBuiltIn = isOwn ? judgeBy(event, builtIn) : null;
  if (byBuiltIn) return { stacks: byBuiltIn, skipped: 'project' };
  return { stacks: judgeBy(event, []) ?? new Map(), skipped: 'all' };
}

/** Null where the rules take too much work. */
function judgeBy(event: Event, rules: readonly StackRules[]): JudgedStacks | null {
  const judged = new Map<Stacktrace, JudgedStack>();
  const work = new RuleWork();
  const judge = (stacktrace: Stacktrace | undefined, owner: StackOwner) => {
    if (!stacktrace || work.isTooMuch) return;
    const views = stacktrace.frames.map((frame) => viewFrame(frame, event));
    judged.set(stacktrace, { views, verdict: applyStackRules(views, owner, rules, work) });
  };
  for (const { stacktrace, type, value, mechanism } of event.exception?.values ?? []) judge(stacktrace, { type, value, mechanism: mechanism?.type });
  judge(event.stacktrace, {});
  judge(mainThread(event)?.stacktrace, {});
  return work.isTooMuch ? null : judged;
}
