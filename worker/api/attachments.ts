import { listAttachments, openAttachment, type StoredAttachment } from '../storage/attachments.ts';
import { findEvent } from '../storage/events.ts';
import type { ProjectCall } from './call.ts';
import type { Attachment } from './contract/event.ts';
import { notFound } from './refusals.ts';
import { isoTime } from './time.ts';

export async function listAttachmentsOfEvent(call: ProjectCall): Promise<Response> {
  const eventId = await knownEventId(call);
  const attachments = await listAttachments(call.env.FILES, call.project.id, eventId);
  return Response.json(attachments.map((attachment) => serializeAttachment(attachment, eventId)));
}

/** The description, or with `download` the bytes. */
export async function readAttachment(call: ProjectCall): Promise<Response> {
  const { env, project, url } = call;
  const eventId = await knownEventId(call);
  const id = call.parameter('attachment');
  // R2 refuses keys that are too long.
  if (!/^[0-9a-f]{32}$/.test(id)) throw notFound();
  if (url.searchParams.has('download')) {
    const opened = await openAttachment(env.FILES, project.id, eventId, id);
    if (!opened) throw notFound();
    return sendBytes(opened.attachment, opened.body);
  }
  const attachments = await listAttachments(env.FILES, project.id, eventId);
  const attachment = attachments.find((one) => one.id === id);
  if (!attachment) throw notFound();
  return Response.json(serializeAttachment(attachment, eventId));
}

/** Images that carry no script, which pages may show in place. SVG is not one of them. */
const shownTypes = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/**
 * Whoever has a DSN decides what is in the bytes and what they are called, so no browser may show them as a page: it saves them, and even if it did not,
 * `sandbox` would let nothing run. That it does not guess the type either, the header of all replies forbids.
 */
function sendBytes({ name, contentType, bytes }: StoredAttachment, body: ReadableStream): Response {
  const isShown = shownTypes.has(contentType.toLowerCase());
  return new Response(body, {
    headers: {
      'content-type': isShown ? contentType : 'application/octet-stream',
      'content-length': String(bytes),
      'content-disposition': `attachment; filename="${asciiName(name)}"; filename*=UTF-8''${encodeName(name)}`,
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=3600',
    },
  });
}

/** For clients that know only the plain form: nothing that could end the quotes or the line. */
function asciiName(name: string): string {
  return name.replaceAll(/[^\w.() -]/g, '_');
}

/** As RFC 5987 wants it: also what encodeURIComponent leaves alone. A half of a surrogate pair cannot be encoded. */
function encodeName(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll(/['()*!]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Attachments without their event are not shown: it is the event that is known to be of this project. */
async function knownEventId({ project, parameter }: ProjectCall): Promise<string> {
  const found = await findEvent(project, parameter('event'));
  if (!found) throw notFound();
  return found.event.eventId;
}

function serializeAttachment({ id, name, type, contentType, bytes, createdAt }: StoredAttachment, eventId: string): Attachment {
  return {
    id,
    event_id: eventId,
    type,
    name,
    mimetype: contentType,
    dateCreated: isoTime(createdAt),
    size: bytes,
    headers: { 'Content-Type': contentType },
    sha1: null,
  };
}
