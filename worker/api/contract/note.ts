import * as z from 'zod/mini';
import { Activity } from './issue.ts';
import { Id } from './values.ts';

/** UTF-8. */
export const maxNoteBytes = 10_000;

/** A comment: an activity of type `note`. `text` is Markdown as it was written, never HTML; `mentions` are ids of members, by id or by `@name` or `@email` in the text. */
export const Note = z.extend(Activity, { type: z.literal('note'), data: z.object({ text: z.string(), mentions: z.array(Id) }) });
export type Note = z.infer<typeof Note>;

/**
 * POST /organizations/{org}/issues/{id}/notes/ → 201 Note, PUT …/notes/{note}/ → Note. GET …/notes/ → Note[], newest first, with `Link`; DELETE …/notes/{note}/
 * → 204. `comments` does the same as `notes`. One's own notes only; who may administer projects may delete any. `mentions` are `user:1` or ids.
 */
export const NoteChange = z.object({
  text: z.string().check(
    z.trim(),
    z.minLength(1),
    z.refine((text) => new TextEncoder().encode(text).byteLength <= maxNoteBytes, `Ensure this field has no more than ${maxNoteBytes} bytes.`),
  ),
  mentions: z.optional(z.array(z.string().check(z.regex(/^(?:user:)?\d{1,15}$/))).check(z.maxLength(100))),
});
export type NoteChange = z.infer<typeof NoteChange>;

/** GET /organizations/{org}/issues/{id}/activities/: newest first, with `Link`; the last page ends with `first_seen`. */
export const Activities = z.object({ activity: z.array(Activity) });
export type Activities = z.infer<typeof Activities>;
