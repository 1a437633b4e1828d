import type { Event, Exception, Frame, Stacktrace, Thread } from '../event/event.ts';

/** The stack that an event is about: of the last exception that has one, of the event itself, of the crashed (or current, or only) thread. */
export function mainStacktrace(event: Event): Stacktrace | undefined {
  const ofException = event.exception?.values.findLast((exception) => exception.stacktrace !== undefined)?.stacktrace;
  return ofException ?? event.stacktrace ?? mainThread(event)?.stacktrace;
}

/** Exactly one crashed thread, else exactly one current one, else the only one. */
export function mainThread(event: Event): Thread | undefined {
  const threads = event.threads?.values ?? [];
  return only(threads.filter((thread) => thread.crashed)) ?? only(threads.filter((thread) => thread.current)) ?? only(threads);
}

/** The exception that an event is named by: what was caught, at the end of the chain, unless grouping found one that says more. */
export function mainException(event: Event): Exception | undefined {
  return event.exception?.values.at(event._grouping?.main_exception ?? -1);
}

/** Newest frame of the app itself, else the newest. */
export function crashFrame(stacktrace: Stacktrace | undefined): Frame | undefined {
  return stacktrace?.frames.findLast((frame) => frame.in_app) ?? stacktrace?.frames.at(-1);
}

function only<Value>(values: readonly Value[]): Value | undefined {
  return values.length === 1 ? values[0] : undefined;
}
