import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { shortBytes } from '../ui/numbers.ts';
import { Segmented } from '../ui/tabs.tsx';
import type { BodyStore } from './body-store.ts';
import { imageType } from './image-type.ts';
import { parsed } from './item-note.ts';
import { HexView } from './views/hex-view.tsx';
import { JsonView } from './views/json-view.tsx';
import { TextView } from './views/text-view.tsx';

/** Bytes to look at: the payload of an item, or a body that is no envelope. */
export interface PayloadData {
  /** Names it to those who do not see it. */
  label: string;
  /** As text; null where it is binary. */
  preview: string | null;
  /** The first bytes of what is binary, in base64. */
  head: string | null;
  /** There is more of it than that. */
  isCut: boolean;
  /** Where it is in the body, in bytes. */
  offset: number;
  length: number;
}

type Way = 'json' | 'text' | 'hex' | 'image';

const wayLabels: Record<Way, string> = { json: 'JSON', text: 'Text', hex: 'Hex', image: 'Image' };

/** A payload, seen one way or another: a tree where it is JSON, a picture where it is one, and always its text or bytes. */
export function Payload({ data, body }: { data: PayloadData; body: BodyStore }): JSX.Element {
  const { label, isCut, length } = data;
  const whole = body.bytes.value ?? null;
  const bytes = useMemo(() => bytesOf(data, whole), [data, whole]);
  const text = useMemo(() => textOf(data, whole === null ? null : bytes), [data, whole, bytes]);
  const json = useMemo(() => (isCut && whole === null ? undefined : parsed(text)), [text, isCut, whole]);
  const type = useMemo(() => imageType(bytes), [bytes]);
  const isWhole = !isCut || whole !== null;

  const ways: Way[] = [];
  if (typeof json === 'object' && json !== null) ways.push('json');
  if (type !== null && isWhole) ways.push('image');
  if (text !== null) ways.push('text');
  ways.push('hex');
  const chosen = useSignal<Way | null>(null);
  const way = ways.find((each) => each === chosen.value) ?? ways[0];

  if (length === 0) return <p class="quiet-text">Nothing is in it.</p>;
  return (
    <div class="payload">
      <div class="payload-bar">
        <Segmented
          label={`How to show ${label}`}
          choices={ways.map((value) => ({ value, label: wayLabels[value] }))}
          selected={way ?? 'hex'}
          onSelect={(next) => (chosen.value = next)}
        />
        {!isWhole && (
          <>
            <span class="faint-text">The beginning of {shortBytes(length)}</span>
            <button class="button small quiet" type="button" disabled={body.isLoading.value} onClick={() => void body.load()}>
              Load all of it
            </button>
          </>
        )}
        {body.failure.value && <span role="alert">{body.failure.value.message}</span>}
      </div>
      {way === 'json' && <JsonView value={json} label={label} />}
      {way === 'image' && type !== null && <Picture bytes={bytes} type={type} label={label} />}
      {way === 'text' && text !== null && <TextView text={text} label={label} />}
      {way === 'hex' && <HexView bytes={bytes} base={data.offset} label={label} />}
    </div>
  );
}

function Picture({ bytes, type, label }: { bytes: Uint8Array; type: string; label: string }): JSX.Element {
  const url = useSignal<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type }));
    url.value = made;
    return () => URL.revokeObjectURL(made);
  }, [bytes, type]);
  return <p class="picture">{url.value !== null && <img src={url.value} alt={`What ${label} shows`} />}</p>;
}

function bytesOf({ preview, head, offset, length }: PayloadData, whole: Uint8Array | null): Uint8Array {
  if (whole !== null) return whole.subarray(offset, offset + length);
  if (preview !== null) return new TextEncoder().encode(preview);
  return head === null ? new Uint8Array() : Uint8Array.from(atob(head), (character) => character.charCodeAt(0));
}

/** Null where it is binary. */
function textOf({ preview, isCut }: PayloadData, bytes: Uint8Array | null): string | null {
  if (preview === null || !isCut || bytes === null) return preview;
  return new TextDecoder().decode(bytes);
}
