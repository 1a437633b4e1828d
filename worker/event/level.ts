import { levels, type Level } from './event.ts';
import type { Fields } from './fields.ts';

const byName: ReadonlyMap<unknown, Level> = new Map<unknown, Level>([
  ...levels.map((level) => [level, level] as const),
  ['log', 'info'],
  ['critical', 'fatal'],
  // Python's logging module.
  [10, 'debug'],
  [20, 'info'],
  [30, 'warning'],
  [40, 'error'],
  [50, 'fatal'],
]);

export function readLevel(fields: Fields, key: string): Level | undefined {
  const value = fields.get(key);
  if (value === undefined) return undefined;
  const level = byName.get(typeof value === 'string' ? value.toLowerCase() : value);
  if (level === undefined) fields.place.at(key).noteInvalid('expected a level', value);
  return level;
}
