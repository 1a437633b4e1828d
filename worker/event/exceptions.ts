import type { Exception, Stacktrace, Thread, Values } from './event.ts';
import type { Fields } from './fields.ts';
import { readMechanism } from './mechanism.ts';
import { readStacktrace } from './stacktrace.ts';

const maxExceptions = 100;
const maxThreads = 1000;

export function readExceptions(fields: Fields): Values<Exception> | undefined {
  return fields.values('exception', maxExceptions, readException);
}

/** A stack beside a single exception that has none is that exception's: so old clients send it. */
export function adoptStacktrace(
  exceptions: Values<Exception> | undefined,
  stacktrace: Stacktrace | undefined,
): { exception: Values<Exception> | undefined; stacktrace: Stacktrace | undefined } {
  const [only, ...others] = exceptions?.values ?? [];
  if (!only || others.length > 0 || only.stacktrace || !stacktrace) return { exception: exceptions, stacktrace };
  return { exception: { values: [{ ...only, stacktrace }] }, stacktrace: undefined };
}

export function readThreads(fields: Fields): Values<Thread> | undefined {
  return fields.values('threads', maxThreads, readThread);
}

function readException(exception: Fields): Exception | undefined {
  const { type, value } = splitType(exception.text('type', 256), exception.jsonText('value', 8192));
  const stacktrace = readStacktrace(exception, 'stacktrace');
  if (!type && !value && !stacktrace) {
    exception.place.noteInvalid('expected type or value', undefined);
    return undefined;
  }
  return {
    type,
    value,
    module: exception.text('module', 256) || undefined,
    thread_id: readThreadId(exception, 'thread_id'),
    mechanism: readMechanism(exception),
    stacktrace,
    raw_stacktrace: readStacktrace(exception, 'raw_stacktrace'),
  };
}

/** Some clients know only the text of an exception: `ValueError: unauthorized`. */
function splitType(type: string | undefined, value: string | undefined): { type: string | undefined; value: string | undefined } {
  const match = type || !value ? null : /^(\w+):(.*)$/.exec(value);
  return match ? { type: match[1]?.trim(), value: match[2]?.trim() } : { type: type || undefined, value };
}

function readThread(thread: Fields): Thread {
  return {
    id: readThreadId(thread, 'id'),
    name: thread.lenientText('name', 1024),
    crashed: thread.boolean('crashed'),
    current: thread.boolean('current'),
    main: thread.boolean('main'),
    state: thread.text('state', 128),
    stacktrace: readStacktrace(thread, 'stacktrace'),
    raw_stacktrace: readStacktrace(thread, 'raw_stacktrace'),
    held_locks: thread.bag('held_locks'),
  };
}

function readThreadId(fields: Fields, key: string): string | number | undefined {
  const value = fields.get(key);
  return typeof value === 'number' ? fields.integer(key) : fields.text(key, 256);
}
