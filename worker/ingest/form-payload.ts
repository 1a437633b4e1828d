import { isObject, parseEvent } from '../event/parse.ts';

type Payload = Record<string, unknown>;

/**
 * What the text fields of a crash upload say of its event: `sentry` is JSON, `sentry__1`, `sentry__2`, … the pieces of one, `sentry[tags][a]` a single value, and
 * all others belong into `extra`. What cannot be read is passed over: it must not cost the crash.
 *
 * Source: relay-server/src/utils/param_parser.rs
 */
export function payloadOfForm(fields: readonly (readonly [name: string, value: string])[]): Payload {
  const payload: Payload = { ...parsed(chunksOf(fields)), ...parsed(fields.findLast(([name]) => name === 'sentry')?.[1] ?? '') };
  const extra: Payload = {};
  for (const [name, value] of fields) {
    const path = pathOf(name);
    if (path) setAt(payload, path, value);
    else if (name !== 'sentry' && !chunkName.test(name) && isKey(name)) extra[name] = value;
  }
  if (Object.keys(extra).length > 0) payload.extra = { ...extra, ...(isObject(payload.extra) ? payload.extra : {}) };
  return payload;
}

const chunkName = /^sentry__(\d{1,4})$/;

/** In the order of their numbers, whatever that of the fields is. */
function chunksOf(fields: readonly (readonly [name: string, value: string])[]): string {
  return fields
    .flatMap(([name, value]) => {
      const number = chunkName.exec(name)?.[1];
      return number === undefined ? [] : [{ number: Number(number), value }];
    })
    .sort((one, other) => one.number - other.number)
    .map(({ value }) => value)
    .join('');
}

function parsed(json: string): Payload {
  const result = parseEvent(Buffer.from(json));
  return result.ok ? result.value : {};
}

const maxDepth = 8;

function pathOf(name: string): string[] | null {
  const keys = /^sentry((?:\[[^[\]]+\])+)$/.exec(name)?.[1]?.slice(1, -1).split('][');
  return keys && keys.length <= maxDepth && keys.every(isKey) ? keys : null;
}

function isKey(name: string): boolean {
  return name !== '__proto__';
}

function setAt(payload: Payload, path: readonly string[], value: string): void {
  const [key = '', ...rest] = path;
  if (rest.length === 0) {
    payload[key] = value;
    return;
  }
  const own = Object.hasOwn(payload, key) ? payload[key] : undefined;
  const inner: Payload = isObject(own) ? own : {};
  payload[key] = inner;
  setAt(inner, rest, value);
}
