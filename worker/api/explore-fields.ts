import { type ExploreColumn, readColumn } from '../search/explore-column.ts';
import { findKey } from '../search/keys.ts';
import { shortIdOf } from '../issue/short-id.ts';
import { hasColumn } from '../storage/event-condition.ts';
import { issueIdsPerProject } from '../storage/projection.ts';
import type { ScopedProject } from '../storage/scope.ts';
import type { FieldType } from './contract/explore.ts';
import { badRequest } from './refusals.ts';
import { isoTime } from './time.ts';

export const maxFields = 20;

/** Reads `field`, each once. */
export function readFields(names: readonly string[]): ExploreColumn[] {
  const wanted = [...new Set(names)];
  if (wanted.length === 0) throw badRequest('At least one field is required.');
  if (wanted.length > maxFields) throw badRequest(`At most ${maxFields} fields at once.`);
  return wanted.map(readField);
}

export function readField(name: string): ExploreColumn {
  const column = readColumn(name);
  if (!column.ok) throw badRequest(column.error);
  const key = column.value.type === 'value' ? column.value.key : column.value.of;
  if (key && !hasColumn(key)) throw badRequest(`Events have no "${key.name}".`);
  return column.value;
}

/** By name, or as Sentry spells names without parentheses: `-count`, `p95_x`. */
export function readSortColumn(text: string | null, columns: readonly ExploreColumn[]): { column: number; isDescending: boolean } | null {
  if (!text) return null;
  const isDescending = text.startsWith('-');
  const name = isDescending ? text.slice(1) : text;
  const column = columns.findIndex((each) => each.name === name || aliasOf(each.name) === name);
  if (column < 0) throw badRequest(`Cannot sort by "${name}", which is not among the fields.`);
  return { column, isDescending };
}

function aliasOf(name: string): string {
  return name.replaceAll(/[^\w.]+/g, '_').replace(/_+$/, '');
}

export function typeOf(column: ExploreColumn): FieldType {
  if (column.type === 'aggregate') {
    if (column.function === 'count' || column.function === 'count_unique' || column.function === 'count_if') return 'integer';
    if (column.function === 'any') return column.of ? typeOf({ type: 'value', name: column.name, key: column.of }) : 'string';
    return (column.function === 'min' || column.function === 'max') && isTime(column) ? 'date' : 'number';
  }
  if (isTime(column)) return 'date';
  if (column.key.type === 'tag') return 'string';
  if (column.key.name === 'issue.id' || column.key.name === 'project.id') return 'integer';
  return findKey(column.key.name, 'events')?.kind === 'boolean' ? 'boolean' : 'string';
}

function isTime(column: ExploreColumn): boolean {
  const key = column.type === 'value' ? column.key : column.of;
  return key?.type === 'field' && /^(timestamp|firstSeen|lastSeen|error\.received)/.test(key.name);
}

/** What is in a row, as the API says it. */
export function presenter(columns: readonly ExploreColumn[], projects: readonly ScopedProject[]) {
  const slugs = new Map(projects.map(({ id, slug }) => [id, slug]));
  const present = (column: ExploreColumn, value: string | number | null): string | number | boolean | null => {
    if (value === null) return null;
    const type = typeOf(column);
    if (type === 'date') return isoTime(Number(value));
    if (type === 'boolean') return value === 1 || value === '1';
    if (column.type === 'value' && column.key.type === 'field') {
      if (column.key.name === 'project') return slugs.get(Number(value)) ?? null;
      if (column.key.name === 'issue') return shortIdOf(slugs.get(Math.floor(Number(value) / issueIdsPerProject)) ?? '', Number(value) % issueIdsPerProject);
    }
    return type === 'string' ? String(value) : value;
  };
  return (row: readonly (string | number | null)[]) => columns.map((column, place) => present(column, row[place] ?? null));
}
