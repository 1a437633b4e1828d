import { groupEvent } from '../grouping/group.ts';
import type { Sender } from './authenticate.ts';
import type { IngestCall } from './call.ts';
import { type CrashFile, crashFileType } from './crash-payload.ts';
import { newEventId, readEventId } from './event-id.ts';
import { Intake } from './intake.ts';
import { cascades, judgeEvent, recordEvent } from './items/event.ts';
import { keepUpload, type Upload } from './items/upload.ts';
import type { CountedOutcome } from './outcomes.ts';
import type { Receipt } from './receipt.ts';
import { recordReport } from './user-reports.ts';

/** What came of a crash by itself, not in an envelope. */
export interface CrashUpload {
  /** What there is to keep. */
  uploads: Upload[];
  /** Of the event, as a client would send it; null where nothing tells of one. */
  payload: Record<string, unknown> | null;
  /** What somebody wrote about it. */
  report: { name: string; comments: string } | null;
}

export function crashFilesAmong(uploads: readonly Upload[]): CrashFile[] {
  return uploads.flatMap(({ type, content }) => {
    const crashType = crashFileType(type);
    return crashType ? [{ type: crashType, content }] : [];
  });
}

/** The files go first: when the event is there, so are they. */
export async function ingestCrash(call: IngestCall, sender: Sender, { uploads, payload, report }: CrashUpload): Promise<Receipt> {
  const eventId = readEventId(payload?.event_id) ?? newEventId();
  const intake = new Intake(call, sender, { eventId });
  const item = { category: 'error', payload: Buffer.from(JSON.stringify(payload)) } as const;
  const judged = payload && (await judgeEvent(intake.key, item, intake.normalizing(eventId), intake.limiter));
  const fate = judged && !judged.ok && cascades(judged.error) ? judged.error : null;

  const outcomes: CountedOutcome[] = [];
  for (const [index, upload] of uploads.entries()) {
    const { bytes } = upload.content;
    if (fate) outcomes.push({ outcome: fate, category: 'attachment', quantity: bytes, bytes });
    else outcomes.push(await keepUpload(intake, eventId, upload, index, crashReports.has(upload.type)));
  }
  const recorded = judged?.ok ? await recordEvent(call.env, intake.key, judged.value) : judged?.error;
  outcomes.unshift({ outcome: recorded ?? { outcome: 'invalid', reason: 'no_event_payload' }, category: 'error', quantity: 1, bytes: item.payload.length });
  if (report) {
    const hash = judged?.ok ? groupEvent(judged.value).hashes[0] : null;
    outcomes.push({ outcome: fate ?? (await recordReport(intake, { eventId, hash, email: '', ...report })), category: 'feedback', quantity: 1 });
  }
  return intake.finish(outcomes, eventId);
}

/** A limit on attachments does not hold these, since the event is made of them. */
const crashReports: ReadonlySet<string> = new Set(['event.minidump', 'event.applecrashreport']);
