import type { Tag } from '../event/event.ts';
import { isObject } from '../event/parse.ts';
import { safeKey } from '../event/repairs.ts';
import { compileScrubber } from '../scrubbing/compile.ts';
import { scrubEvent } from '../scrubbing/scrub-event.ts';
import { effectiveOptions } from '../settings/options.ts';
import type { ProjectCall } from './call.ts';
import { Scrubbing, ScrubbingChange, type ScrubbingPreview, type ScrubbingRemark } from './contract/scrubbing.ts';
import { findStoredEvent } from './events.ts';
import { checkFields, readBody } from './read-body.ts';
import { checkScrubbing, scrubbingOfProject } from './scrubbing.ts';

/** Nothing is saved. */
export async function previewScrubbing(call: ProjectCall): Promise<Response> {
  const change = await readBody(call.request, ScrubbingChange);
  checkScrubbing(change);
  const { event } = await findStoredEvent(call);
  const wanted = checkFields({ ...scrubbingOfProject(call.project.options), ...change }, Scrubbing);
  const scrubber = compileScrubber(effectiveOptions(call.access.organization.options, wanted));
  if (!scrubber.ok) throw new Error(`The saved rules of organization ${call.organization.id} cannot be read: ${JSON.stringify(scrubber.error)}`);
  const { _meta: _known, ...before } = structuredClone(event);
  // What was scrubbed when it came is no work of these settings.
  delete event._meta;
  const { _meta: meta, ...after } = scrubEvent(event, scrubber.value);
  const changes = [
    ...changesBetween({ ...before, tags: [] }, { ...after, tags: [] }, { path: '', meta }),
    ...changesOfTags(before.tags, after.tags, treeAt(meta, 'tags')),
  ];
  const preview: ScrubbingPreview = { eventId: event.event_id, changes: changes.slice(0, maxChanges) };
  return Response.json(preview);
}

const maxChanges = 500;

/** Where a value stands: for people, and in the tree of remarks. */
interface Place {
  path: string;
  meta: unknown;
}

type Changes = ScrubbingPreview['changes'];

/** Values that differ, by their place. Both have the same shape, but for what was removed. */
function changesBetween(before: unknown, after: unknown, place: Place): Changes {
  if (before === after) return [];
  if (isObject(before) && isObject(after)) return changesOfEntries(Object.entries(before), (key) => after[key], place);
  if (Array.isArray(before) && Array.isArray(after)) {
    const items: [string, unknown][] = before.map((value: unknown, index) => [String(index), value]);
    return changesOfEntries(items, (index) => after[Number(index)], place);
  }
  return [{ path: place.path, before, after: after ?? null, remarks: remarksAt(place.meta) }];
}

/** Lists of names and values. */
const pairLists: ReadonlySet<string> = new Set(['request.headers', 'request.query_string', 'request.cookies']);

function changesOfEntries(entries: [string, unknown][], after: (key: string) => unknown, { path, meta }: Place): Changes {
  return entries
    .flatMap(([key, value]) => {
      const inner = treeAt(meta, key);
      const next = after(key);
      if (pairLists.has(path) && isPair(value) && isPair(next))
        return changesBetween(value[1], next[1], { path: joined(path, value[0]), meta: treeAt(inner, '1') });
      return changesBetween(value, next, { path: joined(path, key), meta: inner });
    })
    .slice(0, maxChanges);
}

/** Tags that were made from other fields are made anew, behind the others: only the key says which is which. */
function changesOfTags(before: readonly Tag[], after: readonly Tag[], meta: unknown): Changes {
  const values = new Map(after);
  return before.flatMap(([key, value], index) =>
    changesBetween(value, values.get(key), { path: joined('tags', key), meta: treeAt(treeAt(meta, String(index)), '1') }),
  );
}

function isPair(value: unknown): value is [string, unknown] {
  return Array.isArray(value) && value.length === 2 && typeof value[0] === 'string';
}

function joined(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

function treeAt(meta: unknown, key: string): unknown {
  return isObject(meta) && Object.hasOwn(meta, safeKey(key)) ? meta[safeKey(key)] : undefined;
}

/** What the scrubber noted: it writes nothing but remarks of its own. */
function remarksAt(meta: unknown): ScrubbingRemark[] {
  const entry = isObject(meta) ? meta[''] : undefined;
  const remarks = isObject(entry) && Array.isArray(entry['rem']) ? entry['rem'] : [];
  return remarks.filter(isRemark);
}

function isRemark(remark: unknown): remark is ScrubbingRemark {
  return Array.isArray(remark) && typeof remark[0] === 'string' && typeof remark[1] === 'string';
}
