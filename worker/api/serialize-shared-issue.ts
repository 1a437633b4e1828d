import type * as stored from '../event/event.ts';
import { shortIdOf } from '../issue/short-id.ts';
import { personalDataRemover } from '../scrubbing/personal-data.ts';
import type { Issue } from '../storage/issues.ts';
import type { ScopedProject } from '../storage/scope.ts';
import type { SharedEvent, SharedException, SharedFrame, SharedIssue, SharedStacktrace } from './contract/share.ts';
import { contextOf } from './source-context.ts';
import { isoTime } from './time.ts';

/*
 * What strangers may see. Everything is named here field by field and nothing is passed on whole, so that what an event will hold one day does not get out by
 * itself. Texts are cleaned one by one, since a message may say whom it is about.
 */

/** A text as strangers may read it. */
type Clean = (text: string) => string;

export function serializeSharedIssue(shareId: string, issue: Issue, project: ScopedProject, event: stored.Event | null): SharedIssue {
  const removePersonalData = personalDataRemover();
  const clean: Clean = (text) => removePersonalData(text.replaceAll(question, '$1'));
  return {
    shareId,
    isPublic: true,
    shortId: shortIdOf(project.slug, issue.number),
    title: clean(issue.title),
    // Of a feedback it is what somebody wrote.
    culprit: issue.type === 'feedback' ? null : clean(issue.culprit),
    level: issue.level,
    platform: issue.platform,
    type: issue.type,
    isUnhandled: issue.isUnhandled,
    project: { name: project.name, slug: project.slug },
    count: String(issue.eventCount),
    userCount: issue.userCount,
    firstSeen: isoTime(issue.firstSeenAt),
    lastSeen: isoTime(issue.lastSeenAt),
    latestEvent: event && serializeEvent(event, clean),
  };
}

/** What an address asks for, with the address or path in front of it. Rails names methods by `#`, Ruby lets them end with `?`. */
const question = /(\bhttps?:\/\/[^\s?#]{1,300}|\/[^\s?#/]{0,100})(?:\?[^\s=]{0,300}=\S*|#\S{1,300}=\S*)/g;

function serializeEvent({ timestamp, logentry, exception, stacktrace, threads }: stored.Event, clean: Clean): SharedEvent {
  const exceptions = (exception?.values ?? []).map((one) => serializeException(one, clean));
  const hasStack = exceptions.some((one) => one.stacktrace !== null);
  const thread = threads?.values.find(({ crashed }) => crashed) ?? threads?.values.find(({ current }) => current);
  const stack = hasStack ? undefined : (stacktrace ?? thread?.stacktrace);
  return {
    dateCreated: isoTime(timestamp * 1000),
    message: orNull(logentry?.formatted ?? logentry?.message, clean),
    exceptions,
    stacktrace: stack ? serializeStacktrace(stack, clean) : null,
  };
}

function serializeException({ type, value, module, mechanism, stacktrace }: stored.Exception, clean: Clean): SharedException {
  return {
    type: orNull(type, clean),
    value: orNull(value, clean),
    module: orNull(module, clean),
    handled: mechanism?.handled ?? null,
    stacktrace: stacktrace ? serializeStacktrace(stacktrace, clean) : null,
  };
}

function serializeStacktrace({ frames }: stored.Stacktrace, clean: Clean): SharedStacktrace {
  return { frames: frames.map((frame) => serializeFrame(frame, clean)) };
}

/** Absolute paths name the home of whoever met the error, so that they stay; addresses of files lose what one had asked them for. */
function serializeFrame(frame: stored.Frame, clean: Clean): SharedFrame {
  return {
    filename: orNull(frame.filename?.replace(/[?#].*$/s, ''), clean),
    module: orNull(frame.module, clean),
    package: orNull(frame.package?.split(/[/\\]/).at(-1), clean),
    function: orNull(frame.function, clean),
    lineNo: frame.lineno ?? null,
    colNo: frame.colno ?? null,
    inApp: frame.in_app ?? false,
    context: contextOf(frame).map(([number, line]): [number, string] => [number, clean(line)]),
  };
}

function orNull(text: string | undefined, clean: Clean): string | null {
  return text === undefined ? null : clean(text);
}
