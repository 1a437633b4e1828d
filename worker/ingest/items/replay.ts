import { ByteReader } from '../../envelope/byte-reader.ts';
import type { Item } from '../../envelope/envelope.ts';
import { fail, ok, type Result } from '../../result.ts';
import { recordingKey } from '../../storage/telemetry.ts';
import { readReplayEvent, type ReplayEvent } from '../../telemetry/replay-event.ts';
import { readReplayVideo } from '../../telemetry/replay-video.ts';
import type { Count, Line } from '../../telemetry/telemetry.ts';
import type { Intake } from '../intake.ts';
import { keepStream } from '../keep-stream.ts';
import type { Outcome } from '../outcomes.ts';
import { packRecording } from '../pack-recording.ts';
import { scrubberOf } from '../scrubbers.ts';
import { telemetryContextOf } from '../telemetry-context.ts';
import { isFirst, limitTogether, prepared, type Prepared, refused } from '../telemetry-intake.ts';

const counts: readonly Count[] = [{ category: 'replay', quantity: 1 }];

/** Where a recording was put, whatever is known of its replay. */
interface StoredRecording {
  replay_id: string;
  segment_id: number;
  recording: StoredFile;
  video?: StoredFile;
}

interface StoredFile {
  key: string;
  bytes: number;
}

/**
 * A segment of a replay: an event and a recording, which are one line. An event without a recording shows nothing; a recording without an event is kept, since one
 * may have come before.
 */
export async function prepareReplay(intake: Intake, item: Item, items: readonly Item[], before: ReadonlyMap<Item, readonly Prepared[]>): Promise<Prepared[]> {
  if (!isFirst(item, items)) return (await accountOf(intake, item, items)).map((thing) => refused(thing, invalid('duplicate_item')));
  const partner = items.find(({ header }) => header.type === (item.header.type === 'replay_event' ? 'replay_recording' : 'replay_event'));
  const shared = partner && before.get(partner)?.[0];
  // Both have been judged together.
  if (shared) return shared.result.ok ? [prepared(counts, shared.result.value, [])] : [refused({ counts }, shared.result.error)];

  const [eventItem, recordingItem] = item.header.type === 'replay_event' ? [item, partner] : [partner, item];
  const event = eventItem && readReplayEvent(eventItem.payload ?? new Uint8Array(), telemetryContextOf(intake));
  const [recording] = recordingItem ? await accountOf(intake, recordingItem, items) : [];
  return limitTogether(intake, [join(event, recording)]);
}

function join(event: Result<ReplayEvent, string> | undefined, recording: Prepared | undefined): Prepared {
  if (!recording) return refused({ counts }, invalid(event?.ok === false ? event.error : 'invalid_replay_missing_recording'));
  if (!event || !recording.result.ok) return recording;
  if (!event.ok) return refused(recording, invalid(event.error));
  const { data } = recording.result.value;
  const isSame = event.value.replay_id === data.replay_id && event.value.segment_id === data.segment_id;
  return isSame ? prepared(counts, lineOf({ ...data, ...event.value }), recording.files) : refused(recording, invalid('invalid_replay'));
}

async function accountOf(intake: Intake, item: Item, items: readonly Item[]): Promise<Prepared[]> {
  const account = intake.telemetry.streamed.get(items.indexOf(item));
  return account ? account(items) : [{ counts, result: fail(invalid('duplicate_item')) }];
}

/** Scrubs and packs a recording while it arrives, and puts it into storage. */
export async function streamRecording(
  intake: Intake,
  _item: Pick<Item, 'header'>,
  before: readonly Item[],
  payload: ReadableStream<Uint8Array>,
  bytes: number,
): Promise<void> {
  const spent = intake.limiter.refusal('replay', 1);
  if (spent !== null) return refuseStream(intake, before, payload, { outcome: 'rate_limited', reason: spent });
  const stored = await storeRecording(intake, replayIdOf(intake, before), payload, bytes);
  intake.telemetry.streamed.set(before.length, async () => [preparedOf(stored)]);
}

/** A replay of a phone: event, recording and film in one. */
export async function streamReplayVideo(
  intake: Intake,
  _item: Pick<Item, 'header'>,
  before: readonly Item[],
  payload: ReadableStream<Uint8Array>,
  bytes: number,
): Promise<void> {
  const spent = intake.limiter.refusal('replay', 1);
  if (spent !== null) return refuseStream(intake, before, payload, { outcome: 'rate_limited', reason: spent });
  const reader = new ByteReader(payload, bytes);
  const read = await readReplayVideo(reader, async ({ event: json, recording, video, videoBytes }): Promise<Result<[Line, string[]], Outcome>> => {
    const event = readReplayEvent(json, telemetryContextOf(intake));
    if (!event.ok) return drained(video, invalid(event.error));
    const stored = await storeRecording(intake, event.value.replay_id, new Blob([new Uint8Array(recording)]).stream(), recording.length);
    if (!stored.ok) return drained(video, stored.error);
    if (stored.value.segment_id !== event.value.segment_id) return drained(video, invalid('invalid_replay'));
    const key = `${stored.value.recording.key}.mp4`;
    const files = [...(await newAmong(intake, [key])), ...stored.value.newFiles];
    intake.telemetry.files.push(...files);
    const isKept = await keepStream(intake.call.env.FILES, key, video, videoBytes, { httpMetadata: { contentType: 'video/mp4' } });
    if (!isKept) return fail(invalid('internal'));
    const { newFiles: _, ...facts } = stored.value;
    return ok([lineOf({ ...facts, video: { key, bytes: videoBytes }, ...event.value }), files]);
  });
  await reader.skipBytes(bytes);
  const result = read.ok ? read.value : fail(invalid(read.error));
  intake.telemetry.streamed.set(before.length, async () => [result.ok ? prepared(counts, ...result.value) : refused({ counts }, result.error)]);
}

async function storeRecording(
  intake: Intake,
  replayId: string,
  payload: ReadableStream<Uint8Array>,
  bytes: number,
): Promise<Result<StoredRecording & { newFiles: string[] }, Outcome>> {
  const packed = await packRecording(payload, bytes, scrubberOf(intake.key));
  if (!packed.ok) return fail(invalid(packed.error));
  const { segmentId, body } = packed.value;
  const key = recordingKey(intake.key.projectId, replayId, segmentId);
  const newFiles = await newAmong(intake, [key]);
  intake.telemetry.files.push(...newFiles);
  const options = { httpMetadata: { contentType: 'application/json', contentEncoding: 'deflate' } };
  const isKept = await keepStream(intake.call.env.FILES, key, new Blob([new Uint8Array(body)]).stream(), body.length, options);
  if (!isKept) return fail(invalid('internal'));
  return ok({ replay_id: replayId, segment_id: segmentId, recording: { key, bytes: body.length }, newFiles });
}

/** Keys under which nothing is yet. What is there already belongs to somebody who was told that it is kept. */
async function newAmong({ call }: Intake, keys: readonly string[]): Promise<string[]> {
  const found = await Promise.all(keys.map((key) => call.env.FILES.head(key)));
  return keys.filter((_, index) => found[index] === null);
}

function preparedOf(stored: Result<StoredRecording & { newFiles: string[] }, Outcome>): Prepared {
  if (!stored.ok) return refused({ counts }, stored.error);
  const { newFiles, ...facts } = stored.value;
  return prepared(counts, lineOf(facts), newFiles);
}

function lineOf(data: Line['data']): Line {
  return { kind: 'replay', id: `${String(data.replay_id)}:${String(data.segment_id)}`, data };
}

/** As the event says, where it came before; else the envelope's id, which SDKs make the same. */
function replayIdOf(intake: Intake, before: readonly Item[]): string {
  const payload = before.find(({ header }) => header.type === 'replay_event')?.payload;
  const event = payload && readReplayEvent(payload, telemetryContextOf(intake));
  return event?.ok ? event.value.replay_id : intake.eventIdOf(before);
}

async function refuseStream(intake: Intake, before: readonly Item[], payload: ReadableStream<Uint8Array>, outcome: Outcome): Promise<void> {
  await payload.pipeTo(new WritableStream());
  intake.telemetry.streamed.set(before.length, async () => [refused({ counts }, outcome)]);
}

async function drained(stream: ReadableStream<Uint8Array>, outcome: Outcome): Promise<Result<never, Outcome>> {
  await stream.pipeTo(new WritableStream());
  return fail(outcome);
}

function invalid(reason: string): Outcome {
  return { outcome: 'invalid', reason };
}
