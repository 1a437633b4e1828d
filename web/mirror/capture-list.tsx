import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { Capture } from '../../worker/api/contract/capture.ts';
import { CutText } from '../issue/event/text.tsx';
import { Icon } from '../ui/icon.tsx';
import { shortBytes } from '../ui/numbers.ts';
import { absoluteTime } from '../ui/times.ts';
import type { Mirror } from './mirror-model.ts';
import { clientName, clockTime, markOfCapture, type Mark } from './words.ts';

interface CaptureListProps {
  captures: readonly Capture[];
  model: Mirror;
  /** The address of a request. */
  hrefOf: (id: string) => string;
  openId: string | null;
}

/** Requests, the newest first: a line each for what came and for what became of it. */
export function CaptureList({ captures, model, hrefOf, openId }: CaptureListProps): JSX.Element {
  const at = model.at.value;
  return (
    <>
      <ol aria-label="Requests">
        {captures.map((capture) => (
          <CaptureRow key={capture.id} capture={capture} isAt={capture.id === at} isOpen={capture.id === openId} href={hrefOf(capture.id)} />
        ))}
      </ol>
      {model.hasMore.value && (
        <p class="more">
          <button class="button small" type="button" disabled={model.isLoadingMore.value} onClick={() => void model.loadMore()}>
            Show older requests
          </button>
        </p>
      )}
    </>
  );
}

interface CaptureRowProps {
  capture: Capture;
  isAt: boolean;
  isOpen: boolean;
  href: string;
}

function CaptureRow({ capture, isAt, isOpen, href }: CaptureRowProps): JSX.Element {
  const content = useMemo(() => <RowContent capture={capture} />, [capture]);
  const name = [isAt ? 'at' : '', isOpen ? 'open' : ''].filter(Boolean).join(' ');
  return (
    <li class={name} id={`capture-${capture.id}`}>
      <a class="capture" href={href} aria-current={isOpen ? 'true' : undefined}>
        {content}
      </a>
    </li>
  );
}

function RowContent({ capture }: { capture: Capture }): JSX.Element {
  const { dateCreated, method, path, status, client, bytes, isRaw } = capture;
  return (
    <>
      <time dateTime={dateCreated} title={absoluteTime(Date.parse(dateCreated))}>
        {clockTime(dateCreated)}
      </time>
      <span class="path clip">
        <span class="verb">{method.slice(0, 10)}</span>{' '}
        <code>
          <CutText value={path.split('?', 1)[0]} max={120} />
        </code>
      </span>
      <Status status={status} />
      <span class="from clip">
        <CutText value={clientName(client)} max={100} />
        {isRaw && ', kept raw'}
      </span>
      <span class="size">{shortBytes(bytes)}</span>
      <OutcomeMark mark={markOfCapture(capture)} />
    </>
  );
}

/** What was answered. 0 of what was never sent. */
export function Status({ status }: { status: number }): JSX.Element | null {
  if (status === 0) return null;
  return <span class={status >= 400 ? 'status s4' : 'status s2'}>{status}</span>;
}

export function OutcomeMark({ mark: { word, icon, tone } }: { mark: Mark }): JSX.Element {
  return (
    <span class={`outcome ${tone}`}>
      <Icon name={icon} small />
      {word}
    </span>
  );
}
