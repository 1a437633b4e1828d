import type * as stored from '../event/event.ts';
import type { Breadcrumb, Entry, ExceptionValue, Frame, Mechanism, RequestData, Stacktrace } from './contract/event.ts';
import { contextOf } from './source-context.ts';
import { isoTime } from './time.ts';

/** The interfaces of an event, those that it has, in Sentry's fixed order. */
export function serializeEntries(event: stored.Event): Entry[] {
  const { exception, threads, stacktrace, logentry, template, breadcrumbs, request, debug_meta: debugMeta, csp } = event;
  const entries: Entry[] = [];
  if (exception) entries.push({ type: 'exception', data: serializeExceptions(exception.values) });
  if (threads) entries.push({ type: 'threads', data: { values: threads.values.map(serializeThread) } });
  if (stacktrace) entries.push({ type: 'stacktrace', data: serializeStacktrace(stacktrace) });
  if (logentry) entries.push({ type: 'message', data: serializeMessage(logentry) });
  if (template) entries.push({ type: 'template', data: serializeTemplate(template) });
  if (breadcrumbs) entries.push({ type: 'breadcrumbs', data: { values: breadcrumbs.values.map(serializeBreadcrumb) } });
  if (request) entries.push({ type: 'request', data: serializeRequest(request) });
  if (csp) entries.push({ type: 'csp', data: csp });
  if (debugMeta) entries.push({ type: 'debugmeta', data: { ...debugMeta } });
  return entries;
}

function serializeExceptions(values: readonly stored.Exception[]) {
  return {
    values: values.map(serializeException),
    hasSystemFrames: values.some(({ stacktrace }) => stacktrace && hasSystemFrames(stacktrace)),
    excOmitted: null,
  };
}

function serializeException(exception: stored.Exception): ExceptionValue {
  return {
    type: exception.type ?? null,
    value: exception.value ?? null,
    module: exception.module ?? null,
    threadId: exception.thread_id ?? null,
    mechanism: exception.mechanism ? serializeMechanism(exception.mechanism) : null,
    ...serializeStacktraces(exception),
  };
}

function serializeMechanism(mechanism: stored.Mechanism): Mechanism {
  return {
    type: mechanism.type,
    handled: mechanism.handled ?? null,
    synthetic: mechanism.synthetic ?? null,
    description: mechanism.description ?? null,
    help_link: mechanism.help_link ?? null,
    source: mechanism.source ?? null,
    is_exception_group: mechanism.is_exception_group ?? null,
    exception_id: mechanism.exception_id ?? null,
    parent_id: mechanism.parent_id ?? null,
    data: mechanism.data ?? null,
    meta: mechanism.meta ?? null,
  };
}

function serializeThread(thread: stored.Thread) {
  return {
    id: thread.id ?? null,
    name: thread.name ?? null,
    current: thread.current ?? null,
    crashed: thread.crashed ?? null,
    state: thread.state ?? null,
    heldLocks: thread.held_locks ?? null,
    ...serializeStacktraces(thread),
  };
}

function serializeStacktraces({ stacktrace, raw_stacktrace: raw }: Pick<stored.Exception, 'stacktrace' | 'raw_stacktrace'>) {
  return { stacktrace: stacktrace ? serializeStacktrace(stacktrace) : null, rawStacktrace: raw ? serializeStacktrace(raw) : null };
}

function serializeStacktrace(stacktrace: stored.Stacktrace): Stacktrace {
  return {
    frames: stacktrace.frames.map(serializeFrame),
    framesOmitted: null,
    registers: stacktrace.registers ?? null,
    hasSystemFrames: hasSystemFrames(stacktrace),
  };
}

/** True for a stack that has frames of both kinds, so that hiding one kind leaves something. */
function hasSystemFrames({ frames }: stored.Stacktrace): boolean {
  return frames.some((frame) => frame.in_app === true) && frames.some((frame) => frame.in_app !== true);
}

function serializeFrame(frame: stored.Frame): Frame {
  return {
    filename: frame.filename ?? null,
    absPath: frame.abs_path ?? null,
    module: frame.module ?? null,
    package: frame.package ?? null,
    platform: frame.platform ?? null,
    instructionAddr: frame.instruction_addr ?? null,
    symbolAddr: frame.symbol_addr ?? null,
    function: frame.function ?? null,
    rawFunction: frame.raw_function ?? null,
    symbol: frame.symbol ?? null,
    context: contextOf(frame),
    lineNo: frame.lineno ?? null,
    colNo: frame.colno ?? null,
    inApp: frame.in_app ?? false,
    trust: frame.trust ?? null,
    errors: null,
    lock: frame.lock ?? null,
    sourceLink: null,
    vars: frame.vars ?? null,
  };
}

function serializeMessage({ formatted, message, params }: stored.LogEntry) {
  return { formatted: formatted ?? message ?? null, message: message ?? null, params: params ?? null };
}

function serializeTemplate(template: stored.Template) {
  return {
    filename: template.filename ?? null,
    absPath: template.abs_path ?? null,
    lineNo: template.lineno ?? null,
    context: contextOf(template),
  };
}

function serializeBreadcrumb(breadcrumb: stored.Breadcrumb): Breadcrumb {
  return {
    type: breadcrumb.type,
    timestamp: breadcrumb.timestamp === undefined ? null : isoTime(breadcrumb.timestamp * 1000),
    level: breadcrumb.level,
    message: breadcrumb.message ?? null,
    category: breadcrumb.category ?? null,
    data: breadcrumb.data ?? null,
    event_id: breadcrumb.event_id ?? null,
  };
}

function serializeRequest(request: stored.RequestData): RequestData {
  return {
    apiTarget: request.api_target ?? null,
    method: request.method ?? null,
    url: request.url ?? null,
    query: request.query_string ?? [],
    fragment: request.fragment ?? null,
    data: request.data ?? null,
    headers: request.headers ?? [],
    cookies: request.cookies ?? [],
    env: request.env ?? null,
    inferredContentType: request.inferred_content_type ?? null,
  };
}
