import type * as stored from '../event/event.ts';
import { shortIdOf } from '../issue/short-id.ts';
import type { Issue } from '../storage/issues.ts';
import type { ScopedProject } from '../storage/scope.ts';
import type { SharedEvent, SharedException, SharedFrame, SharedIssue, SharedStacktrace } from './contract/share.ts';
import { contextOf } from './source-context.ts';
import { isoTime } from './time.ts';

/*
 * What strangers may see. Everything is named here field by field and nothing is passed on whole, so that what an event will hold one day does not get out by
 * itself.
 */

export function serializeSharedIssue(shareId: string, issue: Issue, project: ScopedProject, event: stored.Event | null): SharedIssue {
  return {
    shareId,
    isPublic: true,
    shortId: shortIdOf(project.slug, issue.number),
    title: issue.title,
    // Of a feedback it is what somebody wrote.
    culprit: issue.type === 'feedback' ? null : issue.culprit,
    level: issue.level,
    platform: issue.platform,
    type: issue.type,
    isUnhandled: issue.isUnhandled,
    project: { name: project.name, slug: project.slug },
    count: String(issue.eventCount),
    userCount: issue.userCount,
    firstSeen: isoTime(issue.firstSeenAt),
    lastSeen: isoTime(issue.lastSeenAt),
    latestEvent: event && serializeEvent(event),
  };
}

function serializeEvent({ timestamp, logentry, exception, stacktrace, threads }: stored.Event): SharedEvent {
  const exceptions = (exception?.values ?? []).map(serializeException);
  const hasStack = exceptions.some((one) => one.stacktrace !== null);
  const thread = threads?.values.find(({ crashed }) => crashed) ?? threads?.values.find(({ current }) => current);
  const stack = hasStack ? undefined : (stacktrace ?? thread?.stacktrace);
  return {
    dateCreated: isoTime(timestamp * 1000),
    message: logentry?.formatted ?? logentry?.message ?? null,
    exceptions,
    stacktrace: stack ? serializeStacktrace(stack) : null,
  };
}

function serializeException({ type, value, module, mechanism, stacktrace }: stored.Exception): SharedException {
  return {
    type: type ?? null,
    value: value ?? null,
    module: module ?? null,
    handled: mechanism?.handled ?? null,
    stacktrace: stacktrace ? serializeStacktrace(stacktrace) : null,
  };
}

function serializeStacktrace({ frames }: stored.Stacktrace): SharedStacktrace {
  return { frames: frames.map(serializeFrame) };
}

/** Absolute paths name the home of whoever met the error, so that they stay; addresses of files lose what one had asked them for. */
function serializeFrame(frame: stored.Frame): SharedFrame {
  return {
    filename: frame.filename?.replace(/[?#].*$/s, '') ?? null,
    module: frame.module ?? null,
    package: frame.package?.split(/[/\\]/).at(-1) ?? null,
    function: frame.function ?? null,
    lineNo: frame.lineno ?? null,
    colNo: frame.colno ?? null,
    inApp: frame.in_app ?? false,
    context: contextOf(frame),
  };
}
