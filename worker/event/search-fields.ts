import type { Event, Stacktrace } from './event.ts';
import { shortenText } from './text.ts';

/** What events can be searched and counted by beside their tags, by Sentry's key. Lists hold a value for each exception, none of them twice. */
export type SearchFields = Record<string, string | boolean | string[]>;

const maxLength = 200;
const maxMessageLength = 1000;
const maxValues = 10;

/** Only what is no column or tag anyway: see storage/schema.ts. */
export function searchFieldsOf(event: Event): SearchFields {
  const fields: SearchFields = {};
  const add = (key: string, value: unknown, length = maxLength) => {
    if (typeof value === 'number') fields[key] = String(value);
    else if (typeof value === 'boolean') fields[key] = value;
    else if (typeof value === 'string' && value !== '') fields[key] = shortenText(value, length);
  };
  const addAll = (key: string, values: readonly (string | undefined)[]) => {
    const found = [...new Set(values.flatMap((value) => (value ? [shortenText(value, maxLength)] : [])))].slice(0, maxValues);
    if (found.length > 0) fields[key] = found;
  };

  const exceptions = event.exception?.values ?? [];
  addAll(
    'error.type',
    exceptions.map(({ type }) => type),
  );
  addAll(
    'error.value',
    exceptions.map(({ value }) => value),
  );
  addAll(
    'error.mechanism',
    exceptions.map(({ mechanism }) => mechanism?.type),
  );
  if (exceptions.length > 0) add('error.handled', !exceptions.some(({ mechanism }) => mechanism?.handled === false));
  add('error.main_thread', mainThreadOf(event));
  add('message', event.logentry?.formatted ?? event.logentry?.message, maxMessageLength);
  add('http.method', event.request?.method);
  add('http.url', event.request?.url);
  add('http.referer', event.request?.headers?.find(([name]) => name.toLowerCase() === 'referer')?.[1]);
  add('sdk.name', event.sdk?.name);
  add('sdk.version', event.sdk?.version);
  for (const name of ['country_code', 'region', 'city', 'subdivision']) add(`geo.${name}`, event.user?.geo?.[name]);
  for (const context of Object.values(event.contexts)) {
    for (const [key, field] of fieldsByType.get(context.type) ?? []) if (!(key in fields)) add(key, context[field]);
  }
  return fields;
}

/** Parts of contexts, by the type of the context. What is a tag as well stands here too, since a client may have set the tag to something else. */
const fieldsByType: ReadonlyMap<string, readonly [key: string, field: string][]> = new Map([
  ['trace', named('trace', { trace: 'trace_id', 'trace.span': 'span_id', 'trace.parent_span': 'parent_span_id' })],
  ['replay', named('replay', { replayId: 'replay_id' })],
  ['profile', named('profile', { 'profile.id': 'profile_id' })],
  ['response', named('response', { 'http.status_code': 'status_code' })],
  ['os', named('os', {}, ['name', 'version', 'build', 'kernel_version', 'rooted', 'distribution_name', 'distribution_version'])],
  [
    'device',
    named('device', {}, ['arch', 'brand', 'class', 'family', 'locale', 'model_id', 'name', 'orientation', 'simulator', 'uuid', 'model', 'manufacturer']),
  ],
  ['app', named('app', { 'app.in_foreground': 'in_foreground' })],
  ['unreal', named('unreal', { 'unreal.crash_type': 'crash_type' })],
]);

function named(type: string, keys: Record<string, string>, fields: readonly string[] = []): [key: string, field: string][] {
  return [...Object.entries(keys), ...fields.map((field): [string, string] => [`${type}.${field}`, field])];
}

/** Whether the thread that broke is the main one; undefined where the client says nothing of threads. */
function mainThreadOf(event: Event): boolean | undefined {
  const threads = event.threads?.values ?? [];
  const id = event.exception?.values.at(-1)?.thread_id;
  const thread = id === undefined ? threads.find(({ crashed, current }) => crashed || current) : threads.find((each) => each.id === id);
  return thread?.main;
}

/** Names in the stacks of an event, by Sentry's key, none twice. */
export type StackNames = Record<`stack.${'filename' | 'abs_path' | 'module' | 'function' | 'package'}`, string[]>;

const maxNames = 60;

/** Those nearest to where it broke come first, and are kept where there are too many. */
export function stackNamesOf(event: Event): StackNames {
  const stacks: (Stacktrace | undefined)[] = [
    ...(event.exception?.values ?? []).map(({ stacktrace }) => stacktrace),
    event.stacktrace,
    ...(event.threads?.values ?? []).map(({ stacktrace }) => stacktrace),
  ];
  const frames = stacks.flatMap((stack) => stack?.frames.toReversed() ?? []);
  const namesOf = (field: 'filename' | 'abs_path' | 'module' | 'function' | 'package') =>
    [...new Set(frames.flatMap((frame) => (frame[field] ? [shortenText(frame[field], maxLength)] : [])).slice(0, maxNames * 4))].slice(0, maxNames);
  return {
    'stack.filename': namesOf('filename'),
    'stack.abs_path': namesOf('abs_path'),
    'stack.module': namesOf('module'),
    'stack.function': namesOf('function'),
    'stack.package': namesOf('package'),
  };
}
