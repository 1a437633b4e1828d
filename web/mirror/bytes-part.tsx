import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { CaptureDetail } from '../../worker/api/contract/capture.ts';
import { query, setQuery } from '../router.ts';
import { exactCount } from '../ui/numbers.ts';
import { Bone, Failed, Loading } from '../ui/states.tsx';
import type { BodyStore } from './body-store.ts';
import { HexView } from './views/hex-view.tsx';
import { readView } from './view.ts';

/** The body as it is kept, after decompression, byte by byte. */
export function BytesPart({ detail, body }: { detail: CaptureDetail; body: BodyStore }): JSX.Element {
  useEffect(() => void body.load(), [body]);
  const [bytes, failure] = [body.bytes.value, body.failure.value];
  if (failure && bytes === null) return <Failed title="The bytes did not load" failure={failure} retry={() => void body.load()} />;
  if (bytes === null) {
    return (
      <Loading label="Loading the bytes">
        <Bone wide="60%" />
      </Loading>
    );
  }
  if (bytes.length === 0) return <p class="quiet-text">The request has no body.</p>;
  const items = detail.envelope?.items ?? [];
  const { at } = readView(query.value);
  return (
    <>
      {items.length > 0 && (
        <label class="jump">
          Begin at
          <select class="select small" value={String(at)} onChange={(event) => setQuery({ at: event.currentTarget.value }, { replace: true })}>
            <option value="0">the envelope header</option>
            {items.map(({ index, type, offset }) => (
              <option key={index} value={String(offset)}>
                {`item ${index + 1}, ${type.slice(0, 40)}, byte ${exactCount(offset)}`}
              </option>
            ))}
          </select>
        </label>
      )}
      <HexView bytes={bytes} label="Bytes of the body" start={at < bytes.length ? at : 0} />
    </>
  );
}
