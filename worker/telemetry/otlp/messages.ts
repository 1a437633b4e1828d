import type { Field, Message } from './protobuf.ts';

/* The messages of OTLP as far as they are read, under their names in JSON. Source: opentelemetry-proto, opentelemetry/proto/{common,resource,trace,logs}/v1 */

function message(fields: Readonly<Record<number, Field>>): ReadonlyMap<number, Field> {
  return new Map(Object.entries(fields).map(([number, field]) => [Number(number), field]));
}

const anyValue = message({
  1: { name: 'stringValue', type: 'text' },
  2: { name: 'boolValue', type: 'boolean' },
  3: { name: 'intValue', type: 'integer' },
  4: { name: 'doubleValue', type: 'double' },
  5: { name: 'arrayValue', type: () => anyValues },
  6: { name: 'kvlistValue', type: () => keyValues },
  7: { name: 'bytesValue', type: 'hex' },
});
const anyValues = message({ 1: { name: 'values', type: anyValue, isList: true } });
const keyValue = message({ 1: { name: 'key', type: 'text' }, 2: { name: 'value', type: anyValue } });
const keyValues = message({ 1: { name: 'values', type: keyValue, isList: true } });

const attributes = { name: 'attributes', type: keyValue, isList: true } as const;
const resource: Field = { name: 'resource', type: message({ 1: attributes }) };
const scope: Field = {
  name: 'scope',
  type: message({ 1: { name: 'name', type: 'text' }, 2: { name: 'version', type: 'text' }, 3: attributes }),
};

const span = message({
  1: { name: 'traceId', type: 'hex' },
  2: { name: 'spanId', type: 'hex' },
  4: { name: 'parentSpanId', type: 'hex' },
  5: { name: 'name', type: 'text' },
  6: { name: 'kind', type: 'number' },
  7: { name: 'startTimeUnixNano', type: 'fixed' },
  8: { name: 'endTimeUnixNano', type: 'fixed' },
  9: attributes,
  11: {
    name: 'events',
    type: message({ 1: { name: 'timeUnixNano', type: 'fixed' }, 2: { name: 'name', type: 'text' }, 3: attributes }),
    isList: true,
  },
  13: {
    name: 'links',
    type: message({ 1: { name: 'traceId', type: 'hex' }, 2: { name: 'spanId', type: 'hex' }, 4: attributes }),
    isList: true,
  },
  15: { name: 'status', type: message({ 2: { name: 'message', type: 'text' }, 3: { name: 'code', type: 'number' } }) },
  16: { name: 'flags', type: 'fixed32' },
});

const logRecord = message({
  1: { name: 'timeUnixNano', type: 'fixed' },
  2: { name: 'severityNumber', type: 'number' },
  3: { name: 'severityText', type: 'text' },
  5: { name: 'body', type: anyValue },
  6: attributes,
  9: { name: 'traceId', type: 'hex' },
  10: { name: 'spanId', type: 'hex' },
  11: { name: 'observedTimeUnixNano', type: 'fixed' },
  12: { name: 'eventName', type: 'text' },
});

function exported(resources: string, scopes: string, things: string, thing: Message): Message {
  const ofScope = message({ 1: scope, 2: { name: things, type: thing, isList: true } });
  const ofResource = message({ 1: resource, 2: { name: scopes, type: ofScope, isList: true } });
  return message({ 1: { name: resources, type: ofResource, isList: true } });
}

export const tracesMessage = exported('resourceSpans', 'scopeSpans', 'spans', span);
export const logsMessage = exported('resourceLogs', 'scopeLogs', 'logRecords', logRecord);
