import type { Context, Contexts, Event, Tag } from './event.ts';
import { cspTags } from './reports/csp.ts';
import { shortenText } from './text.ts';
import { identityOf } from './user.ts';

/** The parts of an event that become tags. */
export type TagSources = Pick<
  Event,
  'level' | 'logger' | 'environment' | 'transaction' | 'release' | 'dist' | 'user' | 'request' | 'exception' | 'contexts' | 'csp'
>;

/** So that one can search and count by them, parts of the event become tags. Those given stay as they are; of two with one key the last one. */
export function addDerivedTags(tags: readonly Tag[], event: TagSources): Tag[] {
  const all = new Map<string, string>(tags);
  for (const [key, value] of derivedTags(event)) {
    const oneLine = value === undefined ? undefined : shortenText(value.replaceAll(/\s*[\r\n]\s*/g, ' ').trim(), 200);
    if (oneLine && !all.has(key)) all.set(key, oneLine);
  }
  return [...all];
}

function derivedTags(event: TagSources): [key: string, value: string | undefined][] {
  const mechanism = event.exception?.values.at(-1)?.mechanism;
  return [
    ['level', event.level],
    ['logger', event.logger],
    ['environment', event.environment],
    ['transaction', event.transaction],
    ['release', event.release],
    ['dist', event.dist],
    ['user', identityOf(event.user)],
    ['url', event.request?.url],
    ['mechanism', mechanism?.type],
    ['handled', mechanism?.handled === undefined ? undefined : mechanism.handled ? 'yes' : 'no'],
    ...contextTags(event.contexts),
    ...(event.csp ? cspTags(event.csp) : []),
  ];
}

/** Which fields of a context of some type become which tags; the context's own name stands where the key starts with a dot or is empty. */
const fieldsByType: ReadonlyMap<string, readonly [suffix: string, field: string][]> = new Map([
  ['browser', named('browser')],
  ['os', [...named('os'), ['.rooted', 'rooted']]],
  ['runtime', named('runtime')],
  [
    'device',
    [
      ['', 'model'],
      ['.family', 'family'],
    ],
  ],
  ['app', [['.device', 'device_app_hash']]],
  [
    'gpu',
    [
      ['.name', 'name'],
      ['.vendor', 'vendor_name'],
    ],
  ],
  [
    'monitor',
    [
      ['.id', 'id'],
      ['.slug', 'slug'],
    ],
  ],
]);

/** `browser` = `Firefox 130.0`, `browser.name` = `Firefox`. */
function named(type: string): [suffix: string, field: string][] {
  return [
    ['', type],
    ['.name', 'name'],
  ];
}

function contextTags(contexts: Contexts): [key: string, value: string | undefined][] {
  const tags: [key: string, value: string | undefined][] = [];
  for (const [name, context] of Object.entries(contexts)) {
    if (name === 'replay') tags.push(['replayId', spell(context, 'replay_id')]);
    for (const [suffix, field] of fieldsByType.get(context.type) ?? []) tags.push([name + suffix, spell(context, field)]);
  }
  return tags;
}

function spell(context: Context, field: string): string | undefined {
  const value = context[field];
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : undefined;
}
