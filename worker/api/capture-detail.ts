import type { Env } from '../env.ts';
import { shortIdOf } from '../issue/short-id.ts';
import { captureBounds } from '../mirror/bounds.ts';
import type { CaptureHead } from '../mirror/capture-head.ts';
import { type Inflated, inflate } from '../mirror/inflate.ts';
import { type SplitItem, splitEnvelope } from '../mirror/split-envelope.ts';
import { listAttachments } from '../storage/attachments.ts';
import { type CaptureRow, openCaptureBody } from '../storage/captures.ts';
import { findEvent } from '../storage/events.ts';
import type { ScopedProject } from '../storage/scope.ts';
import type { Capture, CaptureDetail, CapturedItem } from './contract/capture.ts';
import { explainOutcome } from './explain-outcome.ts';
import { isoTime } from './time.ts';

const maxPreviewBytes = 1_000_000;
const maxHeadBytes = 64 * 1024;
/** Of all previews together: an envelope may have a thousand items. */
const maxPreviewsBytes = 4_000_000;

export function serializeCapture(row: CaptureRow): Capture {
  const { organizationId: _o, projectId: _p, headBytes: _h, keptBytes: _k, id, capturedAt, keyEnd, ...rest } = row;
  return { ...rest, id: String(id), dateCreated: isoTime(capturedAt), key: keyEnd };
}

/** The body as it was before compression. */
export async function readKept(env: Env, row: CaptureRow, encoding: string | null): Promise<Inflated> {
  const stream = await openCaptureBody(env, row, { offset: 0, length: row.keptBytes });
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  return inflate(bytes, encoding, captureBounds.bodyBytes);
}

/** `project` is null for what no project could be found for. */
export async function serializeDetail(env: Env, project: ScopedProject | null, row: CaptureRow, head: CaptureHead): Promise<CaptureDetail> {
  const kept = await readKept(env, row, head.encoding);
  const split = row.endpoint === 'envelope' && kept.bytes.length > 0 ? splitEnvelope(kept.bytes) : null;
  const links = await linksOf(env, project, head.eventId);
  const budget = { bytes: maxPreviewsBytes };
  const items = split?.items.map((item, index) => serializeItem(item, index, head, links, budget)) ?? [];
  const problems = [head.problem, kept.bytes.length > 0 ? kept.problem : null, split?.problem].filter((problem) => typeof problem === 'string');
  return {
    ...serializeCapture(row),
    request: { method: row.method, ...head.request },
    answer: head.answer,
    timings: head.timings,
    outcomes: head.outcomes.map(explainOutcome),
    body: {
      keptBytes: row.keptBytes,
      decodedBytes: kept.bytes.length === 0 && kept.problem !== null ? null : kept.bytes.length,
      problem: problems.length > 0 ? problems.join(' ') : null,
      ...(split ? { preview: null, head: null, isCut: false } : previewOf(kept.bytes, budget)),
    },
    envelope: split && { header: split.header, headerBytes: split.headerBytes, items },
  };
}

interface Links {
  eventId: string | null;
  issueId: string | null;
  issueShortId: string | null;
  attachments: { id: string; name: string; bytes: number }[];
}

async function linksOf(env: Env, project: ScopedProject | null, eventId: string | null): Promise<Links> {
  const found = project && eventId !== null ? await findEvent(project, eventId) : null;
  if (!project || !found) return { eventId: null, issueId: null, issueShortId: null, attachments: [] };
  const attachments = await listAttachments(env.FILES, project.id, found.event.eventId);
  return { eventId: found.event.eventId, issueId: String(found.issue.id), issueShortId: shortIdOf(project.slug, found.issue.number), attachments };
}

/** What belongs to the event of the envelope. */
const typesOfEvent: ReadonlySet<string> = new Set(['event', 'attachment', 'feedback', 'user_report', 'security']);

function serializeItem(
  { type, header, offset, payload }: SplitItem,
  index: number,
  { itemOutcomes }: CaptureHead,
  links: Links,
  budget: { bytes: number },
): CapturedItem {
  const filename = typeof header.filename === 'string' ? header.filename : null;
  const { eventId, issueId, issueShortId, attachments } = typesOfEvent.has(type)
    ? links
    : { eventId: null, issueId: null, issueShortId: null, attachments: [] };
  const attachment = type === 'attachment' ? attachments.find(({ name }) => name === filename) : undefined;
  return {
    index,
    type,
    header,
    offset,
    bytes: payload.length,
    contentType: typeof header.content_type === 'string' ? header.content_type : null,
    filename,
    outcomes: (itemOutcomes[index] ?? [{ outcome: 'unknown' as const, reason: null, category: null, quantity: 1 }]).map(explainOutcome),
    eventId,
    issueId,
    issueShortId,
    attachmentId: attachment?.id ?? null,
    ...previewOf(payload, budget),
  };
}

/** Text as text, anything else as its first bytes. */
function previewOf(payload: Uint8Array, budget: { bytes: number }): Pick<CapturedItem, 'preview' | 'head' | 'isCut'> {
  const room = Math.min(maxPreviewBytes, budget.bytes);
  const text = textOf(payload.subarray(0, room), payload.length > room);
  const shown = text === null ? payload.subarray(0, Math.min(maxHeadBytes, room)) : payload.subarray(0, room);
  budget.bytes -= shown.length;
  const isCut = shown.length < payload.length;
  return text === null ? { preview: null, head: Buffer.from(shown).toString('base64'), isCut } : { preview: text, head: null, isCut };
}

/** Null where it is not UTF-8; a character that is cut by the end does not count. */
function textOf(bytes: Uint8Array, isCut: boolean): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes, { stream: isCut });
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
