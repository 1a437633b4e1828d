import { ByteReader } from '../../envelope/byte-reader.ts';
import type { Item } from '../../envelope/envelope.ts';
import { fail } from '../../result.ts';
import { rulesOfAttachment } from '../../scrubbing/attachment-rules.ts';
import { traceAttachmentKey } from '../../storage/telemetry.ts';
import type { Count } from '../../telemetry/telemetry.ts';
import { maxMetaBytes, readTraceAttachment } from '../../telemetry/trace-attachment.ts';
import { newEventId } from '../event-id.ts';
import type { Intake } from '../intake.ts';
import { keepStream } from '../keep-stream.ts';
import { putScrubbed } from '../put-scrubbed.ts';
import { scrubberOf } from '../scrubbers.ts';
import { telemetryContextOf } from '../telemetry-context.ts';
import { prepared, refused } from '../telemetry-intake.ts';

/** An attachment of a trace: `meta_length` bytes of JSON, then its own, which go to storage as they arrive. */
export async function streamTraceAttachment(
  intake: Intake,
  { header }: Pick<Item, 'header'>,
  before: readonly Item[],
  payload: ReadableStream<Uint8Array>,
  bytes: number,
): Promise<void> {
  const { call, key, telemetry, limiter, scrubbingBudget } = intake;
  const reader = new ByteReader(payload, bytes);
  const metaBytes = Number(header.all.meta_length);
  const counts: Count[] = [
    { category: 'attachment', quantity: bytes },
    { category: 'attachment_item', quantity: 1 },
  ];
  const limited = limiter.refusal('attachment', bytes);
  if (limited !== null || !Number.isSafeInteger(metaBytes) || metaBytes < 1 || metaBytes > Math.min(bytes, maxMetaBytes)) {
    await reader.skipBytes(bytes);
    const outcome =
      limited === null ? { outcome: 'invalid' as const, reason: 'invalid_trace_attachment' } : { outcome: 'rate_limited' as const, reason: limited };
    telemetry.streamed.set(before.length, async () => [refused({ counts }, outcome)]);
    return;
  }

  const meta = await reader.readBytes(metaBytes);
  const file = traceAttachmentKey(key.projectId, call.receivedAt, newEventId());
  telemetry.files.push(file);
  const ownBytes = bytes - metaBytes;
  const read = readTraceAttachment(meta, header.all.span_id, { key: file, bytes: ownBytes }, telemetryContextOf(intake));
  const name = read.ok ? read.value.data.filename : null;
  const rules = rulesOfAttachment(scrubberOf(key), typeof name === 'string' ? name : '');
  let isKept = false;
  await putScrubbed(rules, scrubbingBudget, reader.streamBytes(ownBytes), ownBytes, async (scrubbed) => {
    isKept = await keepStream(call.env.FILES, file, scrubbed, ownBytes, {});
  });
  const line = isKept ? read : fail('internal');
  telemetry.streamed.set(before.length, async () => [
    line.ok ? prepared(counts, line.value, [file]) : refused({ counts, files: [file] }, { outcome: 'invalid', reason: line.error }),
  ]);
}
