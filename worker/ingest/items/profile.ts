import type { Item } from '../../envelope/envelope.ts';
import { fail } from '../../result.ts';
import { profileKey } from '../../storage/telemetry.ts';
import { countOfChunk, scanProfile, scanProfileChunk } from '../../telemetry/profile.ts';
import type { Count } from '../../telemetry/telemetry.ts';
import { newEventId } from '../event-id.ts';
import type { Intake } from '../intake.ts';
import { keepStream } from '../keep-stream.ts';
import { telemetryContextOf } from '../telemetry-context.ts';
import { limitTogether, prepared, type Prepared, refused } from '../telemetry-intake.ts';
import { cascades } from './event.ts';

/** Items of which only an account is left. A profile belongs to its transaction, and goes where that is limited or filtered. */
export async function prepareStreamed(intake: Intake, item: Item, items: readonly Item[], before: ReadonlyMap<Item, readonly Prepared[]>): Promise<Prepared[]> {
  const account = intake.telemetry.streamed.get(items.indexOf(item));
  const things = account ? await account(items) : [];
  if (item.header.type !== 'profile') return limitTogether(intake, things);
  const transaction = [...before].find(([{ header }]) => header.type === 'transaction')?.[1][0];
  if (transaction && !transaction.result.ok && cascades(transaction.result.error)) {
    const { error } = transaction.result;
    return things.map((thing) => refused(thing, error));
  }
  return limitTogether(intake, things);
}

/** Puts a profile into storage while it arrives, and looks at it as it goes by. */
export async function streamProfile(
  intake: Intake,
  { header }: Pick<Item, 'header'>,
  before: readonly Item[],
  payload: ReadableStream<Uint8Array>,
  bytes: number,
): Promise<void> {
  const { call, key, telemetry, limiter } = intake;
  const isChunk = header.type !== 'profile';
  const count: Count = isChunk ? countOfChunk(header.type, header.all.platform) : { category: 'profile', quantity: 1 };
  const spent = limiter.refusal(count.category, 1);
  if (spent !== null) {
    await payload.pipeTo(new WritableStream());
    telemetry.streamed.set(before.length, async () => [refused({ counts: [count] }, { outcome: 'rate_limited', reason: spent })]);
    return;
  }

  const scan = isChunk ? scanProfileChunk() : scanProfile();
  const file = profileKey(key.projectId, call.receivedAt, newEventId());
  telemetry.files.push(file);
  const isKept = await keepStream(call.env.FILES, file, payload, bytes, { httpMetadata: { contentType: 'application/json' } }, scan.push);
  const line = isKept ? scan.end({ key: file, bytes }, telemetryContextOf(intake)) : fail('internal');
  telemetry.streamed.set(before.length, async () => [
    line.ok ? prepared([count], line.value, [file]) : refused({ counts: [count], files: [file] }, { outcome: 'invalid', reason: line.error }),
  ]);
}
