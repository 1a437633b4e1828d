import type { Kind } from '../telemetry/telemetry.ts';
import { contextsShape, eventShape, type Sensitivity, type Shape } from './shape.ts';

const yes: Shape = { sensitivity: 'yes' };
const maybe: Shape = { sensitivity: 'maybe' };

/** Attributes and links are no part of these: their values are scrubbed by name. */
export const telemetryShapes: readonly { kind: Kind; shape: Shape }[] = [
  { kind: 'span', shape: { sensitivity: 'no', kind: 'span', fields: { name: maybe } } },
  { kind: 'log', shape: { sensitivity: 'no', kind: 'log', fields: { body: maybe } } },
  { kind: 'trace_attachment', shape: { sensitivity: 'no' } },
  { kind: 'trace_metric', shape: { sensitivity: 'no', kind: 'trace_metric' } },
  {
    kind: 'replay',
    shape: {
      sensitivity: 'no',
      kind: 'replay',
      fields: { urls: yes, tags: { sensitivity: 'yes', isPairs: true }, contexts: contextsShape, ...ofEvent('request', 'user', 'sdk') },
    },
  },
];

const attributeSensitivities: readonly [pattern: RegExp, sensitivity: Sensitivity][] = [
  [/^sentry\.(?:message\.parameter\.|description$)/, 'yes'],
  [/^sentry\.(?:segment\.)?name$/, 'maybe'],
  [/^sentry\./, 'no'],
  [
    /^(?:url\.(?:path|full|scheme|domain|template)|http\.(?:route|url|target|method|request\.method|response\.status_code)|server\.(?:address|port)|code\.|thread\.|os\.|browser\.(?:name|version)$|device\.|process\.|db\.(?:system|name|operation|namespace|collection)|network\.|telemetry\.sdk|service\.)/,
    'maybe',
  ],
];

/** Of an attribute of a span, log or metric: free data of the client, unless the conventions know the name. Source: sentry-conventions, model/attributes */
export function sensitivityOfAttribute(name: string): Sensitivity {
  return attributeSensitivities.find(([pattern]) => pattern.test(name))?.[1] ?? 'yes';
}

function ofEvent(...names: string[]): Record<string, Shape> {
  return Object.fromEntries(names.flatMap((name) => (eventShape.fields?.[name] ? [[name, eventShape.fields[name]]] : [])));
}
