import type { Frame, Stacktrace } from '../../event/event.ts';
import { familyOf, frameValues, isUrl } from './frame-values.ts';

/** Which frames count: those of the app, or all. */
export type FrameScope = 'app' | 'all';

/** What a stack adds to a hash, oldest frame first. Empty where no frame says anything. Source: sentry/src/sentry/grouping/strategies/newstyle.py */
export function stacktraceValues(stacktrace: Stacktrace | undefined, scope: FrameScope, platform: string): string[] {
  const frames = stacktrace?.frames ?? [];
  if (isLoneAnonymousFrame(frames, platform)) return [];

  const values: string[] = [];
  for (const [index, frame] of frames.entries()) {
    if (scope === 'app' && !frame.in_app) continue;
    if (isRepetition(frame, frames[index - 1])) continue;
    values.push(...frameValues(frame, platform));
  }
  return values;
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
function isLoneAnonymousFrame(frames: readonly Frame[], platform: string): boolean {
  const [frame] = frames;
  return frame !== undefined && frames.length === 1 && familyOf(frame, platform) === 'javascript' && frame.function === undefined && !isUrl(frame.abs_path);
}
