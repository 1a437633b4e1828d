import type { ByteReader } from '../envelope/byte-reader.ts';
import { fail, ok, type Result } from '../result.ts';

/** The parts of a mobile replay, of which the film is not held. */
export interface ReplayVideo {
  event: Uint8Array;
  recording: Uint8Array;
  /** Must be read to its end. */
  video: ReadableStream<Uint8Array>;
  videoBytes: number;
}

const maxEventBytes = 1024 * 1024;
const maxRecordingBytes = 10 * 1024 * 1024;
const maxKeyBytes = 64;

/**
 * Reads the msgpack map `{replay_event, replay_recording, replay_video}`, whose values are bytes. SDKs send the film last; one that comes before it is known whose it
 * is would have to be held, and is refused. `use` gets the parts while the film is still arriving.
 *
 * Source: relay-server/src/processing/replays, https://github.com/msgpack/msgpack/blob/master/spec.md
 */
export async function readReplayVideo<Value>(body: ByteReader, use: (video: ReplayVideo) => Promise<Value>): Promise<Result<Value, 'invalid_replay_video'>> {
  const entries = await readMapLength(body);
  let event: Uint8Array | null = null;
  let recording: Uint8Array | null = null;
  for (let index = 0; index < entries; index += 1) {
    const keyBytes = await readLength(body);
    if (keyBytes === null || keyBytes > maxKeyBytes) break;
    const key = new TextDecoder().decode(await body.readBytes(keyBytes));
    const bytes = await readLength(body);
    if (bytes === null) break;
    if (key === 'replay_event' && bytes <= maxEventBytes) event = await body.readBytes(bytes);
    else if (key === 'replay_recording' && bytes <= maxRecordingBytes) recording = await body.readBytes(bytes);
    else if (key !== 'replay_video' || !event || !recording) break;
    else return ok(await use({ event, recording, video: body.streamBytes(bytes), videoBytes: bytes }));
  }
  return fail('invalid_replay_video');
}

async function readMapLength(body: ByteReader): Promise<number> {
  const tag = await readByte(body);
  if (tag >= 0x80 && tag <= 0x8f) return tag & 0x0f;
  if (tag === 0xde) return readInteger(body, 2);
  return 0;
}

/** Of a text or of bytes, since encoders differ in which they write; null for anything else. */
async function readLength(body: ByteReader): Promise<number | null> {
  const tag = await readByte(body);
  if (tag >= 0xa0 && tag <= 0xbf) return tag & 0x1f;
  switch (tag) {
    case 0xc4:
    case 0xd9:
      return readInteger(body, 1);
    case 0xc5:
    case 0xda:
      return readInteger(body, 2);
    case 0xc6:
    case 0xdb:
      return readInteger(body, 4);
    default:
      return null;
  }
}

/** A byte that is never a tag of these where nothing is left. */
async function readByte(body: ByteReader): Promise<number> {
  const [byte = 0xc1] = await body.readBytes(1);
  return byte;
}

async function readInteger(body: ByteReader, bytes: number): Promise<number> {
  return (await body.readBytes(bytes)).reduce((value, byte) => value * 256 + byte, 0);
}
