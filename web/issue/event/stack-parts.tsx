import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { exactCount } from '../../ui/numbers.ts';
import { Segmented } from '../../ui/tabs.tsx';
import { relationText } from '../../../worker/reading/exceptions.ts';
import type { Exception, Thread } from '../../../worker/reading/exceptions.ts';
import type { FrameChoice, Trace } from '../../../worker/reading/frames.ts';
import { marksOf, metaAt, type Meta } from './meta.ts';
import { Pairs } from './pairs.tsx';
import { Guard, Part } from './part.tsx';
import { CutText, EventLink, EventText } from './text.tsx';
import { RawText, TraceView } from './trace.tsx';
import { ValueMarks } from './value-mark.tsx';
import { exceptionsAsText, headline, traceAsText } from '../../../worker/reading/trace-text.ts';

/** Stays as it was chosen while one walks through events. */
const choice = signal<FrameChoice>('mine');

/** More exceptions than this are folded, so that a group of hundreds stays a page. */
const maxOpenExceptions = 8;

/** The exceptions of an event with their traces. `title` is the type of the one that the head of the page tells. */
export function ExceptionsPart({
  exceptions,
  platform,
  title,
  meta,
}: {
  exceptions: readonly Exception[];
  platform: string;
  title: string | undefined;
  meta: Meta;
}): JSX.Element {
  const frames = exceptions.reduce((count, exception) => count + (exception.trace?.frames.length ?? 0), 0);
  const hasTrace = frames > 0;
  return (
    <Part
      id="stack"
      title="Stack trace"
      note={exceptions.length > 1 && <Chain exceptions={exceptions} />}
      controls={<StackControls frames={frames} hasTrace={hasTrace} text={() => exceptionsAsText(exceptions, platform)} />}
    >
      {choice.value === 'raw' && hasTrace ? (
        <RawText text={exceptionsAsText(exceptions, platform)} label="Stack trace as text" />
      ) : (
        exceptions.map((exception) => (
          <ExceptionView
            key={exception.number}
            exception={exception}
            count={exceptions.length}
            platform={platform}
            isFolded={exception.number > maxOpenExceptions}
            isTold={exception.type === title}
            meta={metaAt(meta, 'values', exceptions.length - exception.number)}
          />
        ))
      )}
    </Part>
  );
}

/** A trace that belongs to no exception, e.g. of a message. */
export function TracePart({ trace, platform, meta }: { trace: Trace; platform: string; meta: Meta }): JSX.Element {
  return (
    <Part id="stack" title="Stack trace" controls={<StackControls frames={trace.frames.length} hasTrace text={() => traceAsText(trace, platform)} />}>
      <TraceView trace={trace} choice={choice.value} platform={platform} meta={meta} />
    </Part>
  );
}

/** `meta` mirrors the threads as they came. */
export function ThreadsPart({ threads, platform, meta }: { threads: readonly Thread[]; platform: string; meta: Meta }): JSX.Element {
  return (
    <Part id="threads" title="Threads" note={threads.length.toLocaleString()}>
      {threads.slice(0, 500).map((thread, index) => (
        <details class="disclosure" key={index} open={index === 0 && thread.trace !== null && (thread.isCrashed || thread.isCurrent)}>
          <summary>
            <Icon name="chevron-right" small />
            <span>
              <CutText value={thread.name ?? 'Thread'} /> <span class="count">{thread.id}</span>
            </span>
            {thread.isCrashed && <span class="badge strong">Crashed</span>}
            {thread.isCurrent && !thread.isCrashed && <span class="badge">Current</span>}
            {thread.state !== null && (
              <span class="count">
                <CutText value={thread.state} max={100} />
              </span>
            )}
          </summary>
          <Guard>
            {thread.trace === null ? (
              <p class="faint-text">{thread.isCrashed ? 'Its frames are those of the exception.' : 'The SDK sent no frames of this thread.'}</p>
            ) : (
              <TraceView trace={thread.trace} choice={choice.value} platform={platform} meta={metaAt(meta, thread.index, 'stacktrace')} />
            )}
          </Guard>
        </details>
      ))}
    </Part>
  );
}

function StackControls({ frames, hasTrace, text }: { frames: number; hasTrace: boolean; text: () => string }): JSX.Element {
  return (
    <>
      {hasTrace && (
        <Segmented
          label="Frames"
          choices={[
            { value: 'mine', label: 'My code' },
            { value: 'all', label: `All ${exactCount(frames)}` },
            { value: 'raw', label: 'Raw' },
          ]}
          selected={choice.value}
          onSelect={(next) => (choice.value = next)}
        />
      )}
      <CopyButton text={text} label="Copy the trace" word="Copy" />
    </>
  );
}

/** Says that there is more below, and leads there. */
function Chain({ exceptions }: { exceptions: readonly Exception[] }): JSX.Element {
  const [, ...further] = exceptions;
  return (
    <span class="chain">
      1 of {exceptions.length},{' '}
      {further.slice(0, 2).map((exception, index) => (
        <span key={exception.number}>
          {index > 0 && ', '}
          {relationText(exception.relation)}{' '}
          <a class="link" href={`#exception-${exception.number}`} onClick={(event) => jumpTo(event, exception.number)}>
            <CutText value={headline(exception)} max={60} />
          </a>
        </span>
      ))}
      {further.length > 2 && `, and ${further.length - 2} more`}
    </span>
  );
}

/** Goes there without an entry in the history, since the address means the event. */
function jumpTo(event: Event, number: number): void {
  event.preventDefault();
  event.stopPropagation();
  const exception = document.getElementById(`exception-${number}`);
  exception?.scrollIntoView({ block: 'start' });
  exception?.focus({ preventScroll: true });
}

interface ExceptionViewProps {
  exception: Exception;
  count: number;
  platform: string;
  isFolded: boolean;
  /** The head of the page has said it already. */
  isTold: boolean;
  /** Mirrors the exception. */
  meta: Meta;
}

function ExceptionView({ exception, count, platform, isFolded, isTold, meta }: ExceptionViewProps): JSX.Element {
  const isMarked = ['type', 'value'].some((field) => marksOf(metaAt(meta, field)).length > 0);
  const depth = exception.depth === 0 ? '' : ` depth-${Math.min(3, exception.depth)}`;
  const trace =
    exception.trace === null ? (
      <p class="note">The SDK sent no stack trace of this exception.</p>
    ) : (
      <TraceView trace={exception.trace} choice={choice.value === 'raw' ? 'all' : choice.value} platform={platform} meta={metaAt(meta, 'stacktrace')} />
    );
  return (
    <article
      class={`exception${exception.number > 1 ? ' further' : ''}${depth}`}
      id={`exception-${exception.number}`}
      tabIndex={-1}
      aria-labelledby={`exception-${exception.number}-title`}
    >
      <Guard>
        <header class={exception.number === 1 && isTold && !isMarked ? 'visually-hidden' : undefined}>
          {exception.number > 1 && (
            <span class="because">
              <Icon name="corner-down-right" small />
              {relationText(exception.relation)}
            </span>
          )}
          <h3 id={`exception-${exception.number}-title`}>
            <EventText value={exception.type} max={500} />
            <ValueMarks meta={metaAt(meta, 'type')} />
          </h3>
          {exception.value !== null && (
            <p>
              <EventText value={exception.value} max={500} />
              <ValueMarks meta={metaAt(meta, 'value')} />
            </p>
          )}
          <span class="how">{howText(exception, count)}</span>
        </header>
        {exception.description !== null && (
          <p class="note">
            <EventText value={exception.description} />{' '}
            {exception.helpLink !== null && exception.helpLink !== undefined && <EventLink value={exception.helpLink}>More about it</EventLink>}
          </p>
        )}
        {exception.mechanismData.length > 0 && <Pairs pairs={exception.mechanismData} label={`Mechanism ${exception.mechanism ?? ''}`} />}
        {isFolded ? (
          <details class="disclosure">
            <summary>
              <Icon name="chevron-right" small />
              {exception.trace === null ? 'No frames' : `${exception.trace.frames.length.toLocaleString()} frames`}
            </summary>
            {trace}
          </details>
        ) : (
          trace
        )}
      </Guard>
    </article>
  );
}

/** `2 of 2, unhandled, caught by django` */
function howText(exception: Exception, count: number): string {
  const parts = [
    count > 1 ? `${exception.number} of ${count}` : null,
    exception.isHandled === null ? null : exception.isHandled ? 'handled' : 'unhandled',
    exception.mechanism === 'generic' ? null : exception.mechanism,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
