import type { Event, GroupingNote } from '../event/event.ts';
import type { Grouping } from './group.ts';

/**
 * Writes into an event what grouping found out, before it is described and stored: which frames are of the app after the rules spoke, and which rule and which
 * exception name it. What the client said of a frame is kept as Sentry keeps it, in `data.orig_in_app`: 1, 0, or -1 where it said nothing.
 */
export function noteGrouping(event: Event, { stacks, rule, title, mainException }: Grouping): void {
  for (const { views } of stacks.values()) {
    for (const { frame, inApp, inAppRule } of views) {
      if (inAppRule === null || inApp === frame.in_app) continue;
      if (frame.data?.orig_in_app === undefined) frame.data = { ...frame.data, orig_in_app: frame.in_app === undefined ? -1 : Number(frame.in_app) };
      frame.in_app = inApp;
    }
  }
  const note: GroupingNote = {
    ...(rule ? { rule: rule.text } : {}),
    ...(title === null ? {} : { title }),
    ...(mainException === null ? {} : { main_exception: mainException }),
  };
  if (Object.keys(note).length > 0) event._grouping = note;
  else delete event._grouping;
}
