import { droppedNames, metaAt, type Meta } from './meta.ts';
import { asFields, asLabel, asNumber, isFields } from '../../../worker/reading/value.ts';

export type ContextIcon = 'app-window' | 'box' | 'cloud' | 'cpu' | 'flag' | 'globe' | 'monitor' | 'server' | 'smartphone' | 'waypoints' | 'user' | 'package';

/** One context of an event, e.g. the device, as a titled list. */
export interface Context {
  key: string;
  title: string;
  icon: ContextIcon;
  rows: [name: string, value: unknown][];
  /** What happened to the value of a row. */
  metaOf?: (name: string) => Meta;
}

/** Contexts that SDKs agree on, in the order in which they help. */
const known: Record<string, { title: string; icon: ContextIcon }> = {
  browser: { title: 'Browser', icon: 'globe' },
  client_os: { title: 'Operating system of the client', icon: 'monitor' },
  os: { title: 'Operating system', icon: 'server' },
  device: { title: 'Device', icon: 'smartphone' },
  app: { title: 'App', icon: 'app-window' },
  runtime: { title: 'Runtime', icon: 'cpu' },
  gpu: { title: 'Graphics', icon: 'cpu' },
  trace: { title: 'Trace', icon: 'waypoints' },
  flags: { title: 'Feature flags', icon: 'flag' },
  response: { title: 'Response', icon: 'globe' },
  cloud_resource: { title: 'Cloud', icon: 'cloud' },
  culture: { title: 'Culture', icon: 'globe' },
};

/** Fields that are amounts of bytes. */
const byteFields =
  /^(memory_size|free_memory|usable_memory|free_storage|storage_size|external_storage_size|external_free_storage|app_memory|free_memory_size|total_memory)$/;

/** Known contexts first, then the team's own. Empty ones are left out. `meta` mirrors them. */
export function readContexts(contexts: unknown, meta?: Meta): Context[] {
  const order = Object.keys(known);
  return Object.entries(asFields(contexts))
    .map(([key, value]) => withMarks(readContext(key, value), metaAt(meta, key)))
    .filter((context) => context.rows.length > 0)
    .toSorted((a, b) => rank(order, a.key) - rank(order, b.key));
}

/** With a row for each field that is gone. */
export function withMarks(context: Context, meta: Meta): Context {
  const names = context.rows.map(([name]) => name);
  const dropped = droppedNames(meta, names).map((name): [string, unknown] => [name, null]);
  return { ...context, rows: [...context.rows, ...dropped], metaOf: (name) => metaAt(meta, name) };
}

/** `7.8 GB`, in steps of 1024 as memory is sold. */
export function bytesText(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** step;
  return `${amount < 10 && step > 0 ? amount.toFixed(1) : Math.round(amount)} ${units[step]}`;
}

function readContext(key: string, value: unknown): Context {
  const fields = asFields(value);
  const kind = known[key] ?? known[asLabel(fields['type']) ?? ''];
  return {
    key,
    title: known[key]?.title ?? (kind === undefined ? key : `${kind.title} (${key})`),
    icon: kind?.icon ?? 'box',
    rows: isFields(value) ? rowsOf(key, fields) : value === null ? [] : [['value', value]],
  };
}

function rowsOf(key: string, fields: Readonly<Record<string, unknown>>): Context['rows'] {
  if (key === 'flags' && Array.isArray(fields['values'])) {
    return fields['values'].map(asFields).map((flag): [string, unknown] => [asLabel(flag['flag']) ?? '(unnamed)', flag['result'] ?? null]);
  }
  const rows = Object.entries(fields).filter(([name, value]) => name !== 'type' && value !== null && value !== '');
  return rows.map(([name, value]): [string, unknown] => {
    const bytes = byteFields.test(name) ? asNumber(value) : null;
    return [name, bytes === null ? value : bytesText(bytes)];
  });
}

function rank(order: string[], key: string): number {
  const position = order.indexOf(key);
  return position < 0 ? order.length : position;
}
