import { describe, expect, it } from 'vitest';
import { ByteReader } from '../envelope/byte-reader.ts';
import { readReplayEvent } from './replay-event.ts';
import { readReplayVideo } from './replay-video.ts';
import { ArraySplitter } from './split-array.ts';
import { aContext, bytesOf, noon, traceId } from './telemetry.fixture.ts';

const at = noon / 1000;
const decoder = new TextDecoder();

describe('a replay event', () => {
  const read = (parts: Record<string, unknown> = {}) => readReplayEvent(bytesOf({ replay_id: traceId, segment_id: 0, timestamp: at, ...parts }), aContext());

  it('is read like an event', () => {
    const parts = { replay_start_timestamp: at - 5, urls: ['http://a/', 7], error_ids: [traceId], replay_type: 'buffer', release: 'a@1', tags: { x: 'y' } };
    expect(read({ ...parts, platform: 'javascript', user: { id: 1 } })).toMatchObject({
      ok: true,
      value: {
        replay_id: traceId,
        segment_id: 0,
        replay_type: 'buffer',
        replay_start_timestamp: at - 5,
        urls: ['http://a/'],
        error_ids: [traceId],
        trace_ids: [],
        release: 'a@1',
        tags: [['x', 'y']],
        user: { id: '1' },
      },
    });
  });

  it('keeps a hundred ids of errors', () => {
    const result = read({ error_ids: Array(150).fill(traceId) });
    expect(result.ok && result.value.error_ids.length).toBe(100);
  });

  it.each([{ replay_id: undefined }, { segment_id: undefined }, { segment_id: 65_536 }, { segment_id: 1.5 }, { error_ids: ['x'] }, { trace_ids: [1] }])(
    'is refused with %j',
    (parts) => {
      expect(read(parts)).toEqual({ ok: false, error: 'invalid_replay' });
    },
  );
});

describe('an array that is cut into entries', () => {
  const split = (text: string, pieceBytes: number, maxEntryBytes = 1000) => {
    const splitter = new ArraySplitter(maxEntryBytes);
    const bytes = bytesOf(text);
    const entries: string[] = [];
    for (let from = 0; from < bytes.length; from += pieceBytes)
      entries.push(...splitter.push(bytes.subarray(from, from + pieceBytes)).map((entry) => decoder.decode(entry)));
    return splitter.end() ? entries : null;
  };

  it.each([
    ['[]', []],
    [' [ ] ', [' ']],
    ['[{"a":[1,2,"]"]},"x\\",]",3]\n', ['{"a":[1,2,"]"]}', '"x\\",]"', '3']],
    ['{"a":1}', null],
    ['[1', null],
    ['[1]x', null],
    ['', null],
  ])('%j gives %j however it arrives', (text, expected) => {
    for (const pieceBytes of [1, 2, 5, 100]) expect(split(text, pieceBytes)).toEqual(expected);
  });

  it('holds no more than an entry may have', () => {
    expect(split(`["${'x'.repeat(100)}"]`, 10, 50)).toBeNull();
  });
});

describe('a replay with a film', () => {
  const packed = (value: string, tag: 'text' | 'bytes') => {
    const bytes = bytesOf(value);
    return [...(tag === 'text' ? [0xa0 | bytes.length] : [0xc5, bytes.length >> 8, bytes.length & 0xff]), ...bytes];
  };
  const aMap = (entries: [string, string][]) =>
    Uint8Array.from([0x80 | entries.length, ...entries.flatMap(([key, value]) => [...packed(key, 'text'), ...packed(value, 'bytes')])]);
  const read = (bytes: Uint8Array) =>
    readReplayVideo(new ByteReader(new Blob([bytes]).stream(), 1_000_000), async ({ event, recording, video, videoBytes }) => {
      return [decoder.decode(event), decoder.decode(recording), await new Response(video).text(), videoBytes];
    });

  it('is taken apart', async () => {
    const map = aMap([
      ['replay_event', '{}'],
      ['replay_recording', '{"segment_id":0}\n[]'],
      ['replay_video', 'film'],
    ]);
    expect(await read(map)).toEqual({ ok: true, value: ['{}', '{"segment_id":0}\n[]', 'film', 4] });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['no map', Uint8Array.of(0x93, 1, 2, 3)],
    [
      'no film',
      aMap([
        ['replay_event', '{}'],
        ['replay_recording', 'r'],
      ]),
    ],
    [
      'the film first',
      aMap([
        ['replay_video', 'film'],
        ['replay_event', '{}'],
        ['replay_recording', 'r'],
      ]),
    ],
    [
      'an unknown part',
      aMap([
        ['replay_event', '{}'],
        ['other', 'r'],
      ]),
    ],
  ])('is refused with %s', async (_what, bytes) => {
    expect(await read(bytes)).toEqual({ ok: false, error: 'invalid_replay_video' });
  });
});
