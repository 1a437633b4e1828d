import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { CaptureDetail } from '../../worker/api/contract/capture.ts';
import { captureBodyUrl, readBytes } from '../api.ts';
import { CutText } from '../issue/event/text.tsx';
import { query, setQuery } from '../router.ts';
import { exactCount } from '../ui/numbers.ts';
import { Tabs } from '../ui/tabs.tsx';
import { createBodyStore } from './body-store.ts';
import { BytesPart } from './bytes-part.tsx';
import { Status } from './capture-list.tsx';
import { EnvelopePart } from './envelope-part.tsx';
import { FieldList } from './fields.tsx';
import { Figures } from './figures.tsx';
import { Reasons } from './reasons.tsx';
import { RequestActions } from './request-actions.tsx';
import { verdictOf } from './words.ts';
import { TextView } from './views/text-view.tsx';
import { type Part, readView } from './view.ts';

interface RequestProps {
  org: string;
  project: string | null;
  detail: CaptureDetail;
  onDelete: () => void;
}

/** All of one request: what came, what was answered, and what became of it. */
export function Request({ org, project, detail, onDelete }: RequestProps): JSX.Element {
  const { id, envelope, request, answer } = detail;
  const body = useMemo(() => createBodyStore(() => readBytes(captureBodyUrl(org, project, id))), [org, project, id]);
  const verdict = useMemo(() => verdictOf(detail), [detail]);
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
            <CutText value={detail.path.split('?', 1)[0]} max={200} />
          </code>{' '}
          <Status status={detail.status} />
        </h2>
        <span class="spacer" />
        <RequestActions org={org} project={project} id={id} onDelete={onDelete} />
      </header>
      <Figures detail={detail} />
      {verdict.length > 0 && (
        <div class="verdict">
          <Reasons org={org} project={project} outcomes={verdict} />
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

function itemsText(count: number): string {
  return count === 1 ? '1 item' : `${exactCount(count)} items`;
}
