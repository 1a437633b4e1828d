import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Event } from '../../worker/api/contract/event.ts';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { Level } from '../ui/level.tsx';
import { statusWords } from './actions/status-words.ts';
import { readRequest } from './event/request.ts';
import { CutText, EventText } from './event/text.tsx';
import { Marks } from './marks.tsx';
import { issuePlace, issueWords } from './words.ts';

/** So much of a message stands in the head; the rest is one press away. */
const maxMessageChars = 400;

/** What broke, and where. */
export function Head({ issue, event }: { issue: Issue; event: Event | null }): JSX.Element {
  const { name, value } = issueWords(issue);
  const place = issuePlace(issue);
  const request = event?.entries.find((entry) => entry.type === 'request');
  return (
    <header class="head">
      <div class="title-line">
        <Level level={issue.level} />
        <h1 id="issue-title" tabIndex={-1}>
          <CutText value={name} />
        </h1>
        <Marks issue={issue} withStatus />
      </div>
      <Status issue={issue} />
      {value !== '' && <Message text={value} />}
      <p class="culprit">
        {place !== '' && (
          <code>
            <CutText value={place} />
          </code>
        )}
        {request === undefined ? <Transaction event={event} place={place} /> : <RequestPlace data={request.data} />}
      </p>
    </header>
  );
}

/** How it stands, where a mark says too little. */
function Status({ issue }: { issue: Issue }): JSX.Element | null {
  const words = statusWords(issue);
  if (words === null || words === 'Resolved') return null;
  return (
    <p class="standing">
      <CutText value={words} max={400} />
    </p>
  );
}

function Message({ text }: { text: string }): JSX.Element {
  const isOpen = useSignal(false);
  const isLong = text.length > maxMessageChars || text.split('\n', 4).length > 3;
  return (
    <>
      <p class={isLong && !isOpen.value ? 'message clamped' : 'message'}>
        <EventText value={isLong && !isOpen.value ? text.slice(0, maxMessageChars) : text} lines={isOpen.value} />
      </p>
      {isLong && (
        <button class="button small quiet" type="button" aria-expanded={isOpen.value} onClick={() => (isOpen.value = !isOpen.value)}>
          {isOpen.value ? 'Show less' : 'Show the whole message'}
        </button>
      )}
    </>
  );
}

/** The job, route or screen that was running, where the code does not say it already. */
function Transaction({ event, place }: { event: Event | null; place: string }): JSX.Element | null {
  const name = event?.tags.find((tag) => tag.key === 'transaction')?.value ?? '';
  if (name === '' || name === place) return null;
  return (
    <span class="sep">
      <code>
        <CutText value={name} max={120} />
      </code>
    </span>
  );
}

/** `POST /v2/checkout/quote`, since that is where a server was. */
function RequestPlace({ data }: { data: unknown }): JSX.Element | null {
  const { method, url } = readRequest(data);
  if (url === null) return null;
  return (
    <span class="sep">
      <CutText value={method ?? 'GET'} max={20} />{' '}
      <code>
        <CutText value={URL.canParse(url) ? new URL(url).pathname : url} max={120} />
      </code>
    </span>
  );
}
