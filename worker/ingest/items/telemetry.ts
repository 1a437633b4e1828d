import type { Item } from '../../envelope/envelope.ts';
import { itemTypes } from '../../envelope/item-types.ts';
import { declaredCount } from '../../telemetry/container.ts';
import { judgeItem } from '../../telemetry/judge-item.ts';
import { traceAttachmentType } from '../../telemetry/trace-attachment.ts';
import type { Intake } from '../intake.ts';
import type { Outcome } from '../outcomes.ts';
import { telemetryContextOf } from '../telemetry-context.ts';
import { limitTogether, type Prepare, type Prepared, preparedOf, refused } from '../telemetry-intake.ts';
import type { ItemHandler } from './handler.ts';
import { prepareStreamed, streamProfile } from './profile.ts';
import { prepareReplay, streamRecording, streamReplayVideo } from './replay.ts';
import { streamTraceAttachment } from './trace-attachment.ts';
import { prepareTransaction } from './transaction.ts';

/** Every item that becomes lines of telemetry. `stream` takes the bytes of those that are not held. */
const types: Readonly<Record<string, { prepare: Prepare; stream?: Stream; needsEventId?: true }>> = {
  transaction: { prepare: prepareTransaction, needsEventId: true },
  span: { prepare: prepareHeld },
  log: { prepare: prepareHeld },
  trace_metric: { prepare: prepareHeld },
  session: { prepare: prepareHeld },
  sessions: { prepare: prepareHeld },
  check_in: { prepare: prepareHeld },
  profile: { prepare: prepareStreamed, stream: streamProfile, needsEventId: true },
  profile_chunk: { prepare: prepareStreamed, stream: streamProfile },
  profile_chunk_ui: { prepare: prepareStreamed, stream: streamProfile },
  replay_event: { prepare: prepareReplay, needsEventId: true },
  replay_recording: { prepare: prepareReplay, stream: streamRecording, needsEventId: true },
  trace_attachment: { prepare: prepareStreamed, stream: streamTraceAttachment },
  replay_video: { prepare: prepareStreamed, stream: streamReplayVideo, needsEventId: true },
};

type Stream = (intake: Intake, item: Pick<Item, 'header'>, before: readonly Item[], payload: ReadableStream<Uint8Array>, bytes: number) => Promise<void>;

export const telemetryHandlers: readonly [type: string, handler: ItemHandler][] = Object.entries(types).map(([type, { stream, needsEventId = false }]) => [
  type,
  {
    needsEventId,
    disposal: (intake, header, before) =>
      stream ? { kind: 'stream', to: (payload, bytes) => stream(intake, { header }, before, payload, bytes) } : { kind: 'keep' },
    async settle(intake, item, _index, items) {
      const settled = await intake.telemetry.settle(intake, items, ({ header }) => types[telemetryTypeOf(header)]?.prepare);
      return settled.get(item) ?? [];
    },
  },
]);

/** Attachments of traces are told from those of events by their content type. */
export function telemetryTypeOf({ type, all }: Item['header']): string {
  return type === 'attachment' && all.content_type === traceAttachmentType ? 'trace_attachment' : type;
}

const maxSessions = 100;

/** Items that are held, judged and limited by themselves. */
async function prepareHeld(intake: Intake, item: Item, items: readonly Item[]): Promise<Prepared[]> {
  const { header, payload } = item;
  const category = itemTypes.get(header.type)?.category ?? 'default';
  const whole = { counts: [{ category, quantity: declaredCount(header) }] };
  const refusal = refusalOf(item, items);
  if (refusal) return [refused(whole, refusal)];
  // Once a quota is known to be spent, nothing is read any more.
  const spent = intake.limiter.refusal(category, 1);
  if (spent !== null) return [refused(whole, { outcome: 'rate_limited', reason: spent })];

  const judged = judgeItem(header, payload ?? new Uint8Array(), telemetryContextOf(intake));
  return limitTogether(intake, judged.map(preparedOf));
}

function refusalOf(item: Item, items: readonly Item[]): Outcome | null {
  const { type, all } = item.header;
  // Spans of the old form come one by one.
  const isOne = type === 'log' || type === 'trace_metric' || (type === 'span' && all.item_count !== undefined);
  if (isOne && items.find(({ header }) => header.type === type && (type !== 'span' || header.all.item_count !== undefined)) !== item)
    return { outcome: 'invalid', reason: 'duplicate_item' };
  const isSession = type === 'session' || type === 'sessions';
  const sessions = isSession ? items.filter(({ header }) => header.type === 'session' || header.type === 'sessions') : [];
  return sessions.indexOf(item) >= maxSessions ? { outcome: 'invalid', reason: 'too_many_sessions' } : null;
}
