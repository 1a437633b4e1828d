import { marksOf } from './meta.ts';
import { asFields, asLabel, asList, isFields } from '../../../worker/reading/value.ts';

/** Something that was dropped, cut or scrubbed, and where. */
export interface Repair {
  /** `request.headers.3`, or the field's name alone. Null where it concerns the whole event. */
  path: string | null;
  text: string;
  /** What stood there before, where it is known. */
  original: string | null;
}

/** More than this says "the whole event is broken", which a count says as well. */
const maxRepairs = 200;

/** What normalization could not keep, from the event's `errors`. */
export function readErrors(errors: unknown): Repair[] {
  return asList(errors)
    .slice(0, maxRepairs)
    .map((value) => {
      const error = asFields(value);
      const data = asFields(error['data']);
      return {
        path: asLabel(data['name']) ?? asLabel(data['path']),
        text: asLabel(error['message']) ?? asLabel(error['type']) ?? 'Something could not be read',
        original: asLabel(data['value']) ?? asLabel(data['reason']),
      };
    });
}

/** Remarks of `_meta`: a tree like the event, with what happened to each field under the empty key. */
export function readRemarks(meta: unknown): Repair[] {
  const found: Repair[] = [];
  const walk = (node: unknown, path: string): void => {
    if (!isFields(node)) return;
    for (const [key, value] of Object.entries(node)) {
      if (found.length >= maxRepairs) return;
      if (key === '') found.push(...marksOf({ '': value }).map(({ text, original }) => ({ path: path === '' ? null : path, text, original })));
      else walk(value, path === '' ? key : `${path}.${key}`);
    }
  };
  walk(meta, '');
  return found;
}
