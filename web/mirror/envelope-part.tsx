import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CaptureDetail, CapturedItem } from '../../worker/api/contract/capture.ts';
import { CutText } from '../issue/event/text.tsx';
import { setQuery } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { exactCount, shortBytes } from '../ui/numbers.ts';
import type { BodyStore } from './body-store.ts';
import { OutcomeMark } from './capture-list.tsx';
import { FieldList } from './fields.tsx';
import { itemNote } from './item-note.ts';
import { Payload } from './payload.tsx';
import { Became, Reasons } from './reasons.tsx';
import { markOfItem } from './words.ts';

interface EnvelopePartProps {
  org: string;
  project: string | null;
  detail: CaptureDetail;
  body: BodyStore;
}

/** So many items at a time. */
const itemsStep = 100;

/** What was in the body: an envelope item by item, or whatever else it was. */
export function EnvelopePart({ org, project, detail, body }: EnvelopePartProps): JSX.Element {
  const limit = useSignal(itemsStep);
  const { envelope } = detail;
  const problem = detail.body.problem !== null && (
    <p class="stale" role="note">
      <Icon name="triangle-alert" small />
      {detail.body.problem}
    </p>
  );
  if (envelope === null) {
    return (
      <>
        {problem}
        {(detail.bytes === 0 || detail.body.keptBytes > 0) && <PlainBody detail={detail} body={body} />}
      </>
    );
  }
  const hidden = envelope.items.length - limit.value;
  return (
    <>
      {problem}
      <div class="tree">
        <details class="envelope" open>
          <summary>
            <Icon name="chevron-right" small />
            <strong>Envelope header</strong>
            <span class="bytes">{range(0, envelope.headerBytes)}</span>
          </summary>
          <FieldList fields={Object.entries(envelope.header)} label="Envelope header" />
        </details>
        {envelope.items.length === 0 ? (
          <p class="no-items quiet-text">The envelope is empty.</p>
        ) : (
          <ol class="items" aria-label="Items">
            {envelope.items.slice(0, limit.value).map((item) => (
              <Item key={item.index} org={org} project={project} item={item} body={body} isFirst={item.index === envelope.items[0]?.index} />
            ))}
          </ol>
        )}
      </div>
      {hidden > 0 && (
        <button class="button small" type="button" onClick={() => (limit.value += itemsStep)}>
          {exactCount(hidden)} more items
        </button>
      )}
    </>
  );
}

interface ItemProps {
  org: string;
  project: string | null;
  item: CapturedItem;
  body: BodyStore;
  isFirst: boolean;
}

/** What is in an item is drawn once it is open. */
function Item({ org, project, item, body, isFirst }: ItemProps): JSX.Element {
  const isOpen = useSignal(isFirst);
  const note = useMemo(() => itemNote(item), [item]);
  const { index, type, header, offset, bytes, preview, head, isCut, outcomes } = item;
  const data = useMemo(() => ({ label: `item ${index + 1}`, preview, head, isCut, offset, length: bytes }), [item]);
  return (
    <li>
      <details class="item" open={isOpen.value} onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
        <summary>
          <Icon name="chevron-right" small />
          <span class="nr">{index + 1}</span>
          <strong class="clip">
            <CutText value={type} max={60} />
          </strong>
          <span class="note clip">
            <CutText value={note} max={160} />
          </span>
          <span class="bytes">{range(offset, bytes)}</span>
          <OutcomeMark mark={markOfItem(item)} />
        </summary>
        {isOpen.value && (
          <div class="item-body">
            <Reasons org={org} project={project} outcomes={outcomes} />
            <Became org={org} item={item} />
            <details class="item-header">
              <summary>
                <Icon name="chevron-right" small />
                Item header
              </summary>
              <FieldList fields={Object.entries(header)} label={`Header of item ${index + 1}`} />
            </details>
            <Payload data={data} body={body} />
            <p class="faint-text">
              {shortBytes(bytes)} at byte {exactCount(offset)}.{' '}
              <button class="linkish" type="button" onClick={() => setQuery({ part: 'bytes', at: String(offset) })}>
                Show them in the raw bytes
              </button>
            </p>
          </div>
        )}
      </details>
    </li>
  );
}

function PlainBody({ detail, body }: { detail: CaptureDetail; body: BodyStore }): JSX.Element {
  const { preview, head, isCut, decodedBytes, keptBytes } = detail.body;
  const data = useMemo(() => ({ label: 'the body', preview, head, isCut, offset: 0, length: decodedBytes ?? keptBytes }), [detail]);
  return <Payload data={data} body={body} />;
}

/** `215–9,870`: the first and the last byte. */
function range(offset: number, bytes: number): string {
  return bytes === 0 ? `${exactCount(offset)}, empty` : `${exactCount(offset)}–${exactCount(offset + bytes - 1)}`;
}
