import type { Frame } from './event.ts';
import type { Place } from './repairs.ts';

const newestFrames = 200;
const oldestFrames = 50;
/** So many frames of a stack keep their variables and the source around their line. */
const detailedFrames = 50;

/** Of a very deep stack, mostly an endless recursion, how it began and how it ended. */
export function dropMiddleFrames(frames: readonly unknown[], place: Place): readonly unknown[] {
  if (frames.length <= oldestFrames + newestFrames) return frames;
  place.noteRemoved(frames.length);
  return [...frames.slice(0, oldestFrames), ...frames.slice(-newestFrames)];
}

/** Beyond 50 frames the middle ones lose variables and surrounding source: first those of the system, then, if that is not enough, those of the app. */
export function dropMiddleDetails(frames: Frame[]): Frame[] {
  if (frames.length <= detailedFrames) return frames;
  const app: number[] = [];
  const system: number[] = [];
  for (const [index, frame] of frames.entries()) (frame.in_app ? app : system).push(index);

  const detailedApp = Math.min(app.length, detailedFrames);
  const bare = new Set([...middle(app, detailedApp), ...middle(system, detailedFrames - detailedApp)]);
  return frames.map((frame, index) => (bare.has(index) ? { ...frame, vars: undefined, pre_context: undefined, post_context: undefined } : frame));
}

/** All but the first and last of the list that together are `kept`. */
function middle(indexes: readonly number[], kept: number): readonly number[] {
  const first = Math.floor(kept / 2);
  return indexes.slice(first, indexes.length - (kept - first));
}
