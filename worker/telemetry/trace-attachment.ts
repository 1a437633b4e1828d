import { isObject, parseJson } from '../event/parse.ts';
import { Repairs } from '../event/repairs.ts';
import { cleanText, shortenText } from '../event/text.ts';
import { fail, ok, type Result } from '../result.ts';
import { readAttributes } from './attributes.ts';
import { readTime } from './clock.ts';
import { readHexId } from './ids.ts';
import type { Line, Reason, TelemetryContext } from './telemetry.ts';

export const traceAttachmentType = 'application/vnd.sentry.trace-attachment';
export const maxMetaBytes = 64 * 1024;

/**
 * What an attachment of a trace says of itself, in front of its bytes. Lines: `{attachment_id, trace_id, span_id?, timestamp, filename?, content_type, attributes,
 * received, _meta?}` and where the bytes are. `spanId` is that of the item's header.
 *
 * Source: relay-event-schema/src/protocol/attachment_v2.rs
 */
export function readTraceAttachment(
  meta: Uint8Array,
  spanId: unknown,
  stored: Readonly<Record<string, unknown>>,
  context: TelemetryContext,
): Result<Line, Reason> {
  const parsed = parseJson(new TextDecoder().decode(meta));
  const sent = parsed.ok && isObject(parsed.value) ? parsed.value : {};
  const id = readHexId(sent.attachment_id, 32);
  const traceId = readHexId(sent.trace_id, 32);
  const timestamp = readTime(sent.timestamp, context);
  if (id === undefined || traceId === undefined || timestamp === undefined) return fail('invalid_trace_attachment');
  const repairs = new Repairs();
  const data = {
    attachment_id: id,
    trace_id: traceId,
    span_id: readHexId(spanId, 16),
    timestamp,
    filename: readText(sent.filename),
    content_type: readText(sent.content_type) ?? 'application/octet-stream',
    attributes: readAttributes(sent.attributes, repairs.root.at('attributes')),
    ...stored,
    received: context.receivedAt / 1000,
    _meta: repairs.toTree(),
  };
  return ok({ kind: 'trace_attachment', id, data });
}

function readText(sent: unknown): string | undefined {
  return typeof sent === 'string' && sent !== '' ? shortenText(cleanText(sent), 256) : undefined;
}
