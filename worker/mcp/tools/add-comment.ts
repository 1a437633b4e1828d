import * as z from 'zod/mini';
import { Note } from '../../api/contract/note.ts';
import { ok } from '../../result.ts';
import { issue, organization } from '../inputs.ts';
import { findIssuePlace } from '../places.ts';
import { defineTool } from '../tool.ts';

export const addComment = defineTool({
  name: 'add_comment',
  title: 'Comment on an issue',
  description: 'Writes a comment on an issue, in the name of the user, for the team to read. Only do this when the user asks for it.',
  input: z.object({
    issue,
    organization,
    text: z.string().check(z.minLength(1), z.maxLength(10_000)).register(z.globalRegistry, { description: 'Markdown. @name mentions a member.' }),
  }),
  changes: true,
  async call(api, { issue: reference, organization: named, text }) {
    const place = await findIssuePlace(api, reference, named);
    if (!place.ok) return place;
    const note = await api.send('POST', `${place.value.path}notes/`, { text }, Note);
    return note.ok ? ok(`The comment was written (id ${note.value.id}).`) : note;
  },
});
