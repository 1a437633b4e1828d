import { allows } from '../identity/scopes.ts';
import { type ActivityRow, addActivity, changeNote as changeRow, findNote, listNotes, removeNote } from '../storage/activities.ts';
import { findMembers, findMentioned, type User } from '../storage/members.ts';
import { serializeNotes } from './serialize-note.ts';
import { activityPositionOf, activityCursorPattern, placeOfActivity } from './activities.ts';
import type { IssueCall } from './call.ts';
import { tellChanged } from './tell-changed.ts';
import { NoteChange } from './contract/note.ts';
import { cutPage, linkHeader } from './cursor.ts';
import { mentionedIn } from './mentions.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { subscribeTo } from './participation.ts';
import { readBody } from './read-body.ts';
import { forbidden, invalidFields, notFound } from './refusals.ts';

/** Newest first. */
export async function listNotesOfIssue({ project, organization, issue, url }: IssueCall): Promise<Response> {
  const cursor = readCursor(url.searchParams, activityCursorPattern);
  const limit = readPageSize(url.searchParams);
  const page = cutPage(await listNotes(project, issue.id, activityPositionOf(cursor), limit + 1), cursor, limit, placeOfActivity);
  return Response.json(await serializeNotes(organization, page.items), { headers: { link: linkHeader(url, pageSizeParameters, page) } });
}

/** Whoever writes, and whoever is mentioned, is told of what comes next. */
export async function createNote(call: IssueCall): Promise<Response> {
  const { project, issue, viewer, now } = call;
  const { text, mentioned } = await readNote(call);
  const data = { text, mentions: mentioned.map(({ id }) => String(id)) };
  const note = await addActivity(project, { issueId: issue.id, at: now, type: 'note', userId: viewer.user.id, data });
  if (!note) throw notFound();
  await subscribeTo(call, [issue], [viewer.user.id], 'comment');
  return answerNote(call, note, mentioned, 201);
}

/** One's own. */
export async function changeNote(call: IssueCall): Promise<Response> {
  const note = await findNoteOf(call);
  if (note.userId !== call.viewer.user.id) throw forbidden('Only its author may change a note.');
  const { text, mentioned } = await readNote(call);
  const changed = await changeRow(call.project, note, { ...note.data, text, mentions: mentioned.map(({ id }) => String(id)) });
  if (!changed) throw notFound();
  return answerNote(call, changed, mentioned, 200);
}

/** One's own, or as who may administer projects. */
export async function deleteNote(call: IssueCall): Promise<Response> {
  const note = await findNoteOf(call);
  if (note.userId !== call.viewer.user.id && !allows(call.access.scopes, 'project:admin')) throw forbidden('Only its author or an admin may delete a note.');
  await removeNote(call.project, note);
  tellChanged(call, [call.issue], 'note');
  return new Response(null, { status: 204 });
}

async function answerNote(call: IssueCall, note: ActivityRow, mentioned: readonly User[], status: 200 | 201): Promise<Response> {
  const others = mentioned.map(({ id }) => id).filter((id) => id !== call.viewer.user.id);
  await subscribeTo(call, [call.issue], others, 'mentioned');
  tellChanged(call, [call.issue], 'note');
  const [reply] = await serializeNotes(call.organization, [note]);
  return Response.json(reply, { status });
}

async function findNoteOf({ project, issue, parameter }: IssueCall): Promise<ActivityRow> {
  const id = parameter('note');
  const note = /^\d{1,16}$/.test(id) && (await findNote(project, issue.id, id));
  if (!note) throw notFound();
  return note;
}

/** Nobody outside the organization can be mentioned, and nobody learns whether there is somebody of that id outside. */
async function readNote({ request, organization }: IssueCall): Promise<{ text: string; mentioned: User[] }> {
  const { text, mentions = [] } = await readBody(request, NoteChange);
  const ids = [...new Set(mentions.map((mention) => Number(mention.replace('user:', ''))))];
  const [chosen, candidates] = await Promise.all([findMembers(organization, ids), findMentioned(organization, text)]);
  if (chosen.length < ids.length) throw invalidFields({ mentions: ['Only members of the organization can be mentioned.'] });
  const named = mentionedIn(text, candidates).filter(({ id }) => !ids.includes(id));
  return { text, mentioned: [...chosen, ...named] };
}
