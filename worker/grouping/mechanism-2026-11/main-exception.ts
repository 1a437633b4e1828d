import type { Exception } from '../../event/event.ts';

/**
 * The exception that an event should be named by, where that is not the last one: the one that a group is made of; what React or RxJava only wrap. Null where
 * nothing speaks against the last one. Source: sentry/src/sentry/grouping/strategies/newstyle.py
 */
export function mainExceptionOf(listed: readonly Exception[], ofGroup: Exception | null): Exception | null {
  return wrappedByReact(listed) ?? wrappedByRxJava(listed) ?? ofGroup;
}

/** Its error says only that there was one while rendering. */
const reactWrapper = /^There was an error (?:during concurrent rendering|while hydrating)/;

function wrappedByReact(listed: readonly Exception[]): Exception | null {
  // The cause stands before what it caused, and is marked so.
  const cause = listed.find(({ mechanism }) => mechanism?.source === 'cause');
  return cause && listed.some(({ value }) => reactWrapper.test(value ?? '')) ? cause : null;
}

const rxJavaWrapper = /^(?:OnErrorNotImplemented|Composite|Undeliverable)Exception$/;

function wrappedByRxJava(listed: readonly Exception[]): Exception | null {
  const wrapper = listed.find(({ type, mechanism }) => mechanism?.type === 'UncaughtExceptionHandler' && rxJavaWrapper.test(type ?? ''));
  const id = wrapper?.mechanism?.exception_id;
  return (id !== undefined && listed.find(({ mechanism }) => mechanism?.parent_id === id)) || null;
}
