import { isObject } from '../event/parse.ts';
import { compileScrubber } from '../scrubbing/compile.ts';
import { scrubEvent } from '../scrubbing/scrub-event.ts';
import { effectiveOptions } from '../settings/options.ts';
import type { ProjectCall } from './call.ts';
import { Scrubbing, ScrubbingChange, type ScrubbingPreview } from './contract/scrubbing.ts';
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
  const { _meta: _before, ...before } = structuredClone(event);
  const { _meta: _after, ...after } = scrubEvent(event, scrubber.value);
  const preview: ScrubbingPreview = { eventId: event.event_id, changes: changesBetween(before, after, '') };
  return Response.json(preview);
}

const maxChanges = 500;

/** Values that differ, by their place. Both have the same shape, but for what was removed. */
function changesBetween(before: unknown, after: unknown, path: string): ScrubbingPreview['changes'] {
  if (before === after) return [];
  if (isObject(before) && isObject(after)) return changesOfEntries(Object.entries(before), (key) => after[key], path);
  if (Array.isArray(before) && Array.isArray(after)) return changesOfEntries(Object.entries(before), (index) => after[Number(index)], path);
  return [{ path, before, after: after ?? null }];
}

function changesOfEntries(entries: [string, unknown][], after: (key: string) => unknown, path: string): ScrubbingPreview['changes'] {
  return entries.flatMap(([key, value]) => changesBetween(value, after(key), path === '' ? key : `${path}.${key}`)).slice(0, maxChanges);
}
