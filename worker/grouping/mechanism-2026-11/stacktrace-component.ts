import type { Frame, Stacktrace } from '../../event/event.ts';
import { type Component, component, excluded } from '../component.ts';
import type { FrameView } from '../frame-view.ts';
import type { JudgedStack } from '../judge-stacks.ts';
import type { StackVerdict } from '../rules/apply-stack-rules.ts';
import { frameComponent, isUrl } from './frame-component.ts';

/** A stack by both looks: only frames of the app, and all. */
export interface StackComponents {
  app: Component;
  system: Component;
}

/** Oldest frame first. Source: sentry/src/sentry/grouping/strategies/newstyle.py */
export function stackComponents({ frames: sent }: Stacktrace, { views, verdict }: JudgedStack): StackComponents {
  const frames = views.map((view, index) => judged(view, sent[index - 1], verdict.group.get(index)));
  const isLone = isLoneAnonymousFrame(views);
  return {
    app: assemble(
      frames.map((frame, index) => (views[index]?.inApp ? frame : excluded(frame, nonAppHint(views[index])))),
      verdict,
      isLone,
    ),
    system: assemble(frames, verdict, isLone),
  };
}

/** A frame after the rules spoke, whether or not it is of the app. */
function judged(view: FrameView, before: Frame | undefined, group: { value: boolean; rule: string } | undefined): Component {
  const plain = frameComponent(view);
  const frame = plain.contributes && isRepetition(view.frame, before) ? excluded(plain, 'ignored due to recursion') : plain;
  if (!group || group.value === frame.contributes) return frame;
  return group.value
    ? {
        ...frame,
        contributes: plain.values.some((value) => typeof value !== 'string' && value.contributes),
        hint: `un-ignored by stack trace rule (${group.rule})`,
      }
    : excluded(frame, `ignored by stack trace rule (${group.rule})`);
}

function nonAppHint(view: FrameView | undefined): string {
  return view?.inAppRule ? `marked out of app by stack trace rule (${view.inAppRule})` : 'non app frame';
}

/** A recursion may be cut at any depth: it counts once. */
function isRepetition(frame: Frame, before: Frame | undefined): boolean {
  return (
    before !== undefined &&
    frame.lineno === before.lineno &&
    frame.colno === before.colno &&
    frame.function === before.function &&
    frame.filename === before.filename &&
    frame.abs_path === before.abs_path &&
    frame.module === before.module &&
    frame.package === before.package
  );
}

/** A script's top level, as browsers report it, would put all errors of one file together. */
function isLoneAnonymousFrame([view, ...others]: readonly FrameView[]): boolean {
  return view?.family === 'javascript' && others.length === 0 && view.frame.function === undefined && !isUrl(view.frame.abs_path);
}

function assemble(frames: readonly Component[], verdict: StackVerdict, isLone: boolean): Component {
  const counted = isLone ? frames.map((frame) => excluded(frame, 'ignored single non-URL JavaScript frame')) : newest(frames, verdict);
  const ordered = verdict.isInverted ? counted.toReversed() : counted;
  const count = counted.reduce((sum, { contributes }) => sum + (contributes ? 1 : 0), 0);
  const isTooShort = count > 0 && count < verdict.minFrames;
  const tooShort = `discarded because stack trace only contains ${count} frames which is under the configured threshold (${verdict.minFramesRule})`;
  return component('stacktrace', ordered, isTooShort ? tooShort : null);
}

/** The last of those that count, as many as a rule lets count. */
function newest(frames: readonly Component[], { maxFrames, maxFramesRule }: StackVerdict): readonly Component[] {
  if (maxFrames === 0) return frames;
  let left = maxFrames;
  return frames
    .toReversed()
    .map((frame) => {
      if (!frame.contributes) return frame;
      left -= 1;
      return left >= 0 ? frame : excluded(frame, `ignored because only ${maxFrames} frames are considered (${maxFramesRule})`);
    })
    .toReversed();
}
