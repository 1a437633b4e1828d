import type { Event, Exception, Frame } from '../event/event.ts';
import { shortenText } from '../event/text.ts';
import { crashFrame, mainException, mainStacktrace } from './stacks.ts';

const maxTitleCharacters = 256;
const maxCulpritCharacters = 200;

export interface EventDescription {
  title: string;
  /** The subtitle: the transaction, or where in the code. Empty where neither is known. */
  culprit: string;
  /** File in which it happened, or the address that a security report is about. */
  location: string | null;
  /** What title and location are made of: type, value, filename, function, or title. */
  metadata: Record<string, string>;
  type: string;
  /** True where the app did not catch it. */
  isUnhandled: boolean;
}

/** What people call an event by. Source: sentry/src/sentry/{eventtypes,culprit.py} */
export function describeEvent(event: Event): EventDescription {
  const ruled = event._grouping?.title?.trim();
  const metadata: Record<string, string> = { ...describeByType(event), ...(ruled ? { title: shortenText(ruled, maxTitleCharacters) } : {}) };
  return {
    title: (ruled && metadata.title) || titleOf(event, metadata),
    culprit: shortenText(culpritOf(event), maxCulpritCharacters),
    location: metadata.filename ?? metadata.uri ?? null,
    metadata,
    type: event.type,
    isUnhandled: event.exception?.values.some((exception) => exception.mechanism?.handled === false) ?? false,
  };
}

function describeByType(event: Event): Record<string, string> {
  switch (event.type) {
    case 'error':
      return describeException(mainException(event), crashFrame(mainStacktrace(event)));
    case 'transaction':
      return { title: event.transaction ?? '<unlabeled transaction>' };
    case 'feedback':
      return known({ title: 'User Feedback', ...feedbackOf(event) });
    case 'csp':
      return known({ directive: textOf(event.csp?.effective_directive), uri: textOf(event.csp?.blocked_uri), message: messageOf(event) });
    case 'hpkp':
    case 'expectct':
    case 'expectstaple':
    case 'nel':
      return known({ uri: textOf(event[event.type]?.hostname), message: messageOf(event) });
    case 'default':
      return { title: shortenText(firstLine(messageOf(event) ?? ''), maxTitleCharacters) || '<unlabeled event>' };
  }
}

function describeException(exception: Exception | undefined, frame: Frame | undefined): Record<string, string> {
  const isSynthetic = exception?.mechanism?.synthetic === true;
  return known({
    type: isSynthetic ? undefined : shortenText(exception?.type ?? 'Error', 128),
    value: exception?.value && shortenText(exception.value, 1024),
    filename: frame?.filename ?? frame?.abs_path,
    function: frame?.function,
  });
}

function titleOf(event: Event, metadata: Record<string, string>): string {
  if (event.type !== 'error') return shortenText(metadata.title ?? firstLine(metadata.message ?? ''), maxTitleCharacters) || '<untitled>';
  const value = firstLine(metadata.value ?? '');
  if (metadata.type) return shortenText(withValue(metadata.type, value), maxTitleCharacters);
  const placeholder = mainException(event)?.type;
  // Nobody named a type, not even a placeholder: a message to which the SDK attached its stack, as JavaScript's do by default from version 11 on.
  const isMessage = placeholder === undefined;
  // A crash whose frames are addresses only has nothing better than its signal. Sentry, which resolves addresses, ends with `<unknown>` here.
  const signal = placeholder && withValue(placeholder, value);
  return shortenText((isMessage && value) || metadata.function || signal || '<unknown>', maxTitleCharacters);
}

function withValue(type: string, value: string): string {
  return value ? `${type}: ${value}` : type;
}

function culpritOf(event: Event): string {
  if (event.type === 'feedback') return firstLine(textOf(event.contexts.feedback?.message) ?? '');
  if (event.culprit) return event.culprit;
  if (event.transaction) return event.transaction;
  if (mainException(event)?.mechanism?.synthetic) return '';

  const frames = mainStacktrace(event)?.frames ?? [];
  const inApp = frames.findLast((frame) => frame.in_app && frameText(frame, event.platform) !== '');
  const frame = inApp ?? frames.at(-1);
  return (frame && frameText(frame, event.platform)) || (event.request?.url ?? '');
}

function frameText(frame: Frame, eventPlatform: string): string {
  const file = frame.module ?? frame.filename;
  switch (frame.platform ?? eventPlatform) {
    case 'native':
    case 'cocoa':
    case 'objc':
      return frame.function ?? '?';
    case 'javascript':
    case 'node':
      return file === undefined ? '' : `${frame.function ?? '?'}(${file})`;
    default:
      return file === undefined ? '' : `${file} in ${frame.function ?? '?'}`;
  }
}

function feedbackOf(event: Event): Record<string, string | undefined> {
  const feedback = event.contexts.feedback;
  return {
    message: textOf(feedback?.message),
    contact_email: textOf(feedback?.contact_email),
    name: textOf(feedback?.name),
    source: textOf(feedback?.source),
  };
}

function messageOf(event: Event): string | undefined {
  return event.logentry?.formatted ?? event.logentry?.message;
}

function firstLine(text: string): string {
  return text.trim().split(/\r?\n/, 1)[0]?.trim() ?? '';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function known(metadata: Record<string, string | undefined>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(metadata)) if (value) kept[key] = value;
  return kept;
}
