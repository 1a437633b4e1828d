import type { Event, Stacktrace } from '../event/event.ts';
import { type FrameView, viewFrame } from './frame-view.ts';
import { applyStackRules, type StackRules, type StackVerdict } from './rules/apply-stack-rules.ts';
import type { StackOwner } from './rules/read-stack-rules.ts';
import { mainThread } from './stacks.ts';

/** A stack as rules see it, and what they said about it. */
export interface JudgedStack {
  /** Oldest first, one for each frame. */
  views: readonly FrameView[];
  verdict: StackVerdict;
}

export type JudgedStacks = ReadonlyMap<Stacktrace, JudgedStack>;

/** The stacks that can decide which issue an event is of: those of its exceptions, its own, and that of its main thread. */
export function judgeStacks(event: Event, rules: readonly StackRules[]): JudgedStacks {
  const judged = new Map<Stacktrace, JudgedStack>();
  const judge = (stacktrace: Stacktrace | undefined, owner: StackOwner) => {
    if (!stacktrace) return;
    const views = stacktrace.frames.map((frame) => viewFrame(frame, event));
    judged.set(stacktrace, { views, verdict: applyStackRules(views, owner, rules) });
  };
  for (const { stacktrace, type, value, mechanism } of event.exception?.values ?? []) judge(stacktrace, { type, value, mechanism: mechanism?.type });
  judge(event.stacktrace, {});
  judge(mainThread(event)?.stacktrace, {});
  return judged;
}
