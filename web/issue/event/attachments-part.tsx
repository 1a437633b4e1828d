import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Attachment, Event } from '../../../worker/api/contract/event.ts';
import { attachmentUrl, listAttachments, readText } from '../../api.ts';
import type { Answer } from '../../api.ts';
import { Icon } from '../../ui/icon.tsx';
import { shortBytes } from '../../ui/numbers.ts';
import { Part } from './part.tsx';
import { previewOf } from './preview.ts';
import { EventText } from './text.tsx';
import { RawText } from './trace.tsx';

/** Files sent with the event. Nothing is drawn where there are none. */
export function AttachmentsPart({ org, project, event }: { org: string; project: string; event: Pick<Event, 'eventID'> }): JSX.Element | null {
  const attachments = useSignal<readonly Attachment[]>([]);
  useEffect(() => {
    const asking = new AbortController();
    attachments.value = [];
    void listAttachments(org, project, event.eventID, asking.signal).then((reply) => {
      if (reply.ok && !asking.signal.aborted) attachments.value = reply.value;
    });
    return () => asking.abort();
  }, [org, project, event.eventID]);

  if (attachments.value.length === 0) return null;
  return (
    <Part id="attachments" title="Attachments" note={String(attachments.value.length)}>
      <ul>
        {attachments.value.map((attachment) => (
          <AttachmentRow key={attachment.id} attachment={attachment} url={attachmentUrl(org, project, event.eventID, attachment.id)} />
        ))}
      </ul>
    </Part>
  );
}

function AttachmentRow({ attachment, url }: { attachment: Attachment; url: string }): JSX.Element {
  const isShown = useSignal(false);
  const kind = previewOf(attachment);
  return (
    <li class="attachment">
      <EventText value={attachment.name} max={200} />
      <span class="faint-text">{shortBytes(attachment.size)}</span>
      {kind === null ? (
        <span />
      ) : (
        <button class="button small quiet" type="button" aria-expanded={isShown.value} onClick={() => (isShown.value = !isShown.value)}>
          <Icon name="eye" small />
          Preview
        </button>
      )}
      <a class="button small quiet" href={url} download={attachment.name}>
        <Icon name="download" small />
        Download
      </a>
      {kind !== null && isShown.value && (
        <div class="preview">{kind === 'image' ? <img src={url} alt={attachment.name} /> : <TextPreview url={url} name={attachment.name} />}</div>
      )}
    </li>
  );
}

/** Read by script, so that a browser never takes the file for a page of this origin. */
function TextPreview({ url, name }: { url: string; name: string }): JSX.Element {
  const answer = useSignal<Answer<string> | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    void readText(url, asking.signal).then((reply) => {
      if (!asking.signal.aborted) answer.value = reply;
    });
    return () => asking.abort();
  }, [url]);
  if (answer.value === null) return <span class="skeleton" />;
  return answer.value.ok ? <RawText text={answer.value.value} label={`Content of ${name}`} /> : <p class="quiet-text">{answer.value.failure.message}</p>;
}
