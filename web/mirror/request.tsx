import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CaptureDetail } from '../../worker/api/contract/capture.ts';
import { captureBodyUrl, captureDownloadUrl, readBytes, readText } from '../api.ts';
import { CutText } from '../issue/event/text.tsx';
import { query, setQuery } from '../router.ts';
import { copyText } from '../ui/copy-button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu } from '../ui/menu.tsx';
import { exactCount, shortBytes } from '../ui/numbers.ts';
import { Tabs } from '../ui/tabs.tsx';
import { absoluteTime } from '../ui/times.ts';
import { showToast } from '../ui/toast.tsx';
import { createBodyStore } from './body-store.ts';
import { BytesPart } from './bytes-part.tsx';
import { Status } from './capture-list.tsx';
import { EnvelopePart } from './envelope-part.tsx';
import { FieldList } from './fields.tsx';
import { Reasons } from './reasons.tsx';
import { TextView } from './views/text-view.tsx';
import { type Part, readView } from './view.ts';
import { clientName, clockTime } from './words.ts';

interface RequestProps {
  org: string;
  project: string | null;
  detail: CaptureDetail;
  /** It is from a file: there is nothing of it on the server. */
  isLoose: boolean;
  onDelete: () => void;
}

/** All of one request: what came, what was answered, and what became of it. */
export function Request({ org, project, detail, isLoose, onDelete }: RequestProps): JSX.Element {
  const { id, envelope, request, answer } = detail;
  const body = useMemo(() => createBodyStore(isLoose ? null : () => readBytes(captureBodyUrl(org, project, id))), [org, project, id, isLoose]);
  const { part } = readView(query.value);
  const choices: { value: Part; label: string; count?: string }[] = [
    envelope === null ? { value: 'envelope', label: 'Body' } : { value: 'envelope', label: 'Envelope', count: itemsText(envelope.items.length) },
    { value: 'headers', label: 'Headers', count: exactCount(request.headers.length) },
    { value: 'bytes', label: 'Raw bytes' },
    { value: 'answer', label: 'Answer' },
  ];
  return (
    <>
      <header class="request-head">
        <h2 id="request-title" tabIndex={-1}>
          <span class="verb">{request.method.slice(0, 10)}</span>{' '}
          <code class="clip">
            <CutText value={request.url.split('?', 1)[0]} max={200} />
          </code>{' '}
          <Status status={detail.status} />
        </h2>
        <span class="spacer" />
        {!isLoose && <RequestActions org={org} project={project} id={id} onDelete={onDelete} />}
      </header>
      <Figures detail={detail} />
      {detail.outcomes.length > 0 && (
        <div class="verdict">
          <Reasons org={org} project={project} outcomes={detail.outcomes} />
        </div>
      )}
      <Tabs
        label="Parts of the request"
        panelId="request-part"
        choices={choices}
        selected={part}
        onSelect={(next) => setQuery({ part: next === 'envelope' ? null : next, at: null }, { replace: true })}
      />
      <div class="request-part" id="request-part" role="tabpanel" aria-labelledby={`request-part-${part}`}>
        {part === 'envelope' && <EnvelopePart key={id} org={org} project={project} detail={detail} body={body} />}
        {part === 'headers' && (
          <>
            <p class="address">
              <code>
                <CutText value={request.url} max={2_000} />
              </code>
            </p>
            <FieldList fields={request.headers} label="Headers of the request" />
          </>
        )}
        {part === 'bytes' && <BytesPart detail={detail} body={body} />}
        {part === 'answer' &&
          (answer === null ? (
            <p class="quiet-text">It was not sent, so nothing was answered.</p>
          ) : (
            <>
              <FieldList fields={[['status', answer.status], ...answer.headers]} label="Headers of the answer" />
              {answer.body !== '' && <TextView text={answer.body} label="Body of the answer" />}
            </>
          ))}
      </div>
    </>
  );
}

function RequestActions({ org, project, id, onDelete }: { org: string; project: string | null; id: string; onDelete: () => void }): JSX.Element {
  return (
    <>
      <button class="button small" type="button" title="Copy as cURL (c)" onClick={() => void copyAsCurl(org, project, id)}>
        <Icon name="terminal" small />
        Copy as cURL
      </button>
      <a class="button small quiet" href={captureDownloadUrl(org, project, id, 'envelope')} download title="Download (d)">
        <Icon name="download" small />
        Download
      </a>
      <Menu
        class="button small quiet square"
        label="More with this request"
        trigger={<Icon name="ellipsis" small />}
        items={[
          { label: 'Download as a fixture folder', icon: 'folder', run: () => download(captureDownloadUrl(org, project, id, 'fixture')) },
          { label: 'Download as a curl command', icon: 'terminal', run: () => download(captureDownloadUrl(org, project, id, 'curl')) },
          { label: 'Delete this capture', icon: 'trash-2', isDanger: true, run: onDelete },
        ]}
      />
    </>
  );
}

/** Saves what is behind an address of the API, which says itself that it is a file. */
export function download(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}

/** The command is made where the masked values are known. */
export async function copyAsCurl(org: string, project: string | null, id: string): Promise<void> {
  const answer = await readText(captureDownloadUrl(org, project, id, 'curl'));
  if (!answer.ok) showToast({ icon: 'circle-alert', text: answer.failure.message });
  else if (await copyText(answer.value)) showToast({ text: 'The command is on the clipboard' });
}

function Figures({ detail }: { detail: CaptureDetail }): JSX.Element {
  const { dateCreated, timings, bytes, encoding, body, client, key, isRaw, isScrubbed, cutAt } = detail;
  const opened = body.decodedBytes !== null && body.decodedBytes !== bytes ? `, ${shortBytes(body.decodedBytes)} open` : '';
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
          {cutAt !== null && <span class="faint-text">, cut at {shortBytes(cutAt)}</span>}
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
        <dd>{isRaw ? 'byte by byte' : isScrubbed ? 'scrubbed, uncompressed' : 'as it came'}</dd>
      </div>
    </dl>
  );
}

function milliseconds(ms: number): string {
  return `${ms < 10 ? Number(ms.toFixed(1)) : Math.round(ms)} ms`;
}

function itemsText(count: number): string {
  return count === 1 ? '1 item' : `${exactCount(count)} items`;
}
