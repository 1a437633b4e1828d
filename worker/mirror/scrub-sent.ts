import { isObject } from '../event/parse.ts';
import type { Scrubber } from '../scrubbing/compile.ts';
import { eventShape, type Kind, type Shape } from '../scrubbing/shape.ts';
import { Walk } from '../scrubbing/walk.ts';

/**
 * Scrubs a payload as a client sent it, which may be in any of the forms that normalizing knows. So every field may be scrubbed, and forms that hide names of fields in
 * a text are taken apart first: rather too much goes than too little. Changes the payload and gives it back.
 */
export function scrubSent(payload: unknown, scrubber: Scrubber, kind: Kind): unknown {
  if (Array.isArray(payload)) return payload.map((one) => scrubSent(one, scrubber, kind));
  if (!isObject(payload)) return new Walk(scrubber.applications, null, kind).scrubAt([{ key: 'payload', type: 'string', kind }], payload) ?? null;
  const open = takeApart(payload);
  if (Array.isArray(open.items)) open.items = open.items.map((item: unknown) => scrubSent(item, scrubber, kind));
  scrubAttributes(open, scrubber, kind, 0);
  new Walk(scrubber.applications, null, kind).scrubInside(open, sentShape);
  return open;
}

const sentShape: Shape = opened({ ...eventShape, fields: { ...eventShape.fields, message: { sensitivity: 'yes', kind: 'logentry' } } });

/** Every field may be scrubbed, by any rule. */
function opened({ fields, items, others, ...shape }: Shape): Shape {
  return {
    ...shape,
    sensitivity: 'yes',
    ...(fields && { fields: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, opened(field)])) }),
    ...(items && { items: opened(items) }),
    ...(others && { others: opened(others) }),
  };
}

const oldNames: ReadonlyMap<string, string> = new Map([
  ['sentry.interfaces.Exception', 'exception'],
  ['sentry.interfaces.Message', 'logentry'],
  ['sentry.interfaces.Stacktrace', 'stacktrace'],
  ['sentry.interfaces.Template', 'template'],
  ['sentry.interfaces.Breadcrumbs', 'breadcrumbs'],
  ['sentry.interfaces.Http', 'request'],
  ['sentry.interfaces.User', 'user'],
]);

function takeApart(sent: Record<string, unknown>): Record<string, unknown> {
  const payload = Object.fromEntries(Object.entries(sent).map(([name, value]) => [oldNames.get(name) ?? name, value]));
  for (const name of ['exception', 'threads', 'breadcrumbs']) {
    const value = payload[name];
    if (Array.isArray(value)) payload[name] = { values: value };
    else if (name === 'exception' && isObject(value) && !('values' in value)) payload[name] = { values: [value] };
  }
  if (typeof payload.message === 'string') {
    const { logentry } = payload;
    payload.logentry = isObject(logentry) ? logentry : { formatted: payload.message };
    delete payload.message;
  }
  if (isObject(payload.request)) payload.request = takeRequestApart(payload.request);
  return payload;
}

function takeRequestApart(request: Record<string, unknown>): Record<string, unknown> {
  const { cookies, query_string: query, data } = request;
  return {
    ...request,
    ...(typeof cookies === 'string' && { cookies: [...new URLSearchParams(cookies.replaceAll(/;\s*/g, '&'))] }),
    ...(typeof query === 'string' && { query_string: [...new URLSearchParams(query)] }),
    ...(typeof data === 'string' && { data: parseText(data) }),
  };
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return /^[^=&\s]+=/.test(text) ? Object.fromEntries(new URLSearchParams(text)) : text;
  }
}

/** An attribute is a value with its type: names of fields are known by the attribute, not by the word `value`. */
function scrubAttributes(value: unknown, scrubber: Scrubber, kind: Kind, depth: number): void {
  if (depth > 4 || !isObject(value)) return;
  const { attributes } = value;
  if (isObject(attributes)) {
    for (const [name, attribute] of Object.entries(attributes)) {
      if (!isObject(attribute) || !('value' in attribute)) continue;
      const alone = { attributes: { [name]: attribute.value } };
      new Walk(scrubber.applications, null, kind).scrubInside(alone, { sensitivity: 'yes' });
      attribute.value = alone.attributes[name] ?? null;
    }
  }
  for (const [name, inner] of Object.entries(value)) if (name !== 'attributes') scrubAttributes(inner, scrubber, kind, depth + 1);
}
