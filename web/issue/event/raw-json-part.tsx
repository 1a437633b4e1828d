import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Event } from '../../../worker/api/contract/event.ts';
import { eventJsonUrl, readText } from '../../api.ts';
import type { Answer } from '../../api.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { shortBytes } from '../../ui/numbers.ts';
import { FoldedPart } from './part.tsx';
import { RawText } from './trace.tsx';

/** The event as it is stored, fetched once it is opened. */
export function RawJsonPart({ org, project, event }: { org: string; project: string; event: Event }): JSX.Element {
  const isOpen = useSignal(false);
  const answer = useSignal<Answer<string> | null>(null);
  const text = useComputed(() => (answer.value?.ok === true ? formatted(answer.value.value) : null));
  const url = eventJsonUrl(org, project, event.eventID);
  const shouldLoad = isOpen.value;
  useEffect(() => {
    if (!shouldLoad) return undefined;
    const asking = new AbortController();
    answer.value = null;
    void readText(url, asking.signal).then((reply) => {
      if (!asking.signal.aborted) answer.value = reply;
    });
    return () => asking.abort();
  }, [url, shouldLoad]);

  return (
    <FoldedPart id="json" title="Raw JSON" note={shortBytes(event.size)} onToggle={(next) => (isOpen.value = next)}>
      {answer.value === null && <span class="skeleton" />}
      {answer.value?.ok === false && <p class="quiet-text">{answer.value.failure.message} Close and open this part to try again.</p>}
      {text.value !== null && (
        <>
          <p class="raw-actions">
            <CopyButton text={() => text.peek() ?? ''} label="Copy the JSON" word="Copy" />
            <a class="button small quiet" href={url} target="_blank" rel="noopener noreferrer">
              Open by itself
            </a>
          </p>
          <RawText text={text.value} label="Event as JSON" />
        </>
      )}
    </FoldedPart>
  );
}

function formatted(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}
