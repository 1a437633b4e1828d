import type { JSX } from 'preact';
import type { CaptureDetail } from '../../worker/api/contract/capture.ts';
import { CutText } from '../issue/event/text.tsx';
import { shortBytes } from '../ui/numbers.ts';
import { absoluteTime } from '../ui/times.ts';
import { clientName, clockTime } from './words.ts';

/** When a request came, from whom, how big it was and how long it took. */
export function Figures({ detail }: { detail: CaptureDetail }): JSX.Element {
  const { dateCreated, timings, bytes, encoding, body, client, key, isRaw, isScrubbed, cutAt } = detail;
  const isLost = bytes > 0 && body.keptBytes === 0;
  const opened = !isLost && body.decodedBytes !== null && body.decodedBytes !== bytes ? `, ${shortBytes(body.decodedBytes)} open` : '';
  return (
    <dl class="figures">
      <div>
        <dt>Received</dt>
        <dd>
          <time dateTime={dateCreated} title={absoluteTime(Date.parse(dateCreated))}>
            {clockTime(dateCreated)}
          </time>
        </dd>
      </div>
      {detail.answer !== null && (
        <div>
          <dt>Answered in</dt>
          <dd>
            {milliseconds(timings.answeredMs)}
            {timings.bodyReadMs !== null && <span class="faint-text">, body read after {milliseconds(timings.bodyReadMs)}</span>}
          </dd>
        </div>
      )}
      <div>
        <dt>Body</dt>
        <dd>
          {shortBytes(bytes)}
          {encoding !== null && encoding !== '' && (
            <>
              {' '}
              <CutText value={encoding} max={30} />
            </>
          )}
          {opened}
          {cutAt !== null && <span class="faint-text">, cut there</span>}
        </dd>
      </div>
      {key !== null && (
        <div>
          <dt>Key</dt>
          <dd>
            <code>…{key}</code>
          </dd>
        </div>
      )}
      <div>
        <dt>Client</dt>
        <dd class="client">
          <CutText value={clientName(client)} max={120} />
        </dd>
      </div>
      <div>
        <dt>Kept</dt>
        <dd>{isLost ? 'not the body' : isRaw ? 'byte by byte' : isScrubbed ? 'scrubbed, uncompressed' : 'as it came'}</dd>
      </div>
    </dl>
  );
}

function milliseconds(ms: number): string {
  return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`;
}
