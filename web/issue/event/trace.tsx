import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Icon } from '../../ui/icon.tsx';
import { traceRows } from '../../../worker/reading/frames.ts';
import { marksOf, markText, metaAt, type Meta } from './meta.ts';
import type { Frame, FrameChoice, Trace } from '../../../worker/reading/frames.ts';
import { Pairs } from './pairs.tsx';
import { Source } from './source.tsx';
import { CutText, EventText } from './text.tsx';
import { traceAsText } from '../../../worker/reading/trace-text.ts';

interface TraceViewProps {
  trace: Trace;
  choice: FrameChoice;
  platform: string;
  /** Mirrors the trace. */
  meta: Meta;
}

/** Frames of one trace, newest first. */
export function TraceView({ trace, choice, platform, meta }: TraceViewProps): JSX.Element {
  if (choice === 'raw') return <RawText text={traceAsText(trace, platform)} label="Trace as text" />;
  return (
    <>
      <ol class="frames">
        {traceRows(trace, choice).map((row) =>
          row.kind === 'folded' ? (
            <li key={`folded ${row.frames[0]?.index}`}>
              <Folded frames={row.frames} label={row.label} />
            </li>
          ) : (
            <li key={row.frame.index}>
              <FrameView frame={row.frame} times={row.times} isOpenAtFirst={row.isOpen} platform={platform} meta={metaAt(meta, 'frames', row.frame.index)} />
            </li>
          ),
        )}
        {marksOf(metaAt(meta, 'frames')).map((mark) => (
          <li class="omitted" key={mark.text}>
            {markText(mark)}
          </li>
        ))}
        {trace.omitted !== null && <li class="omitted">{trace.omitted.toLocaleString()} frames were left out here: there were more than an event may have</li>}
      </ol>
      {trace.registers.length > 0 && (
        <details class="tree">
          <summary>
            <Icon name="chevron-right" small />
            Registers
          </summary>
          <Pairs pairs={trace.registers} isPlain />
        </details>
      )}
    </>
  );
}

/** Text in a box that scrolls both ways. */
export function RawText({ text, label }: { text: string; label: string }): JSX.Element {
  return (
    // A box that scrolls must take focus, or the keyboard cannot scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre class="raw" tabIndex={0} role="region" aria-label={label}>
      <EventText value={text} max={200_000} />
    </pre>
  );
}

interface FrameViewProps {
  frame: Frame;
  times: number;
  isOpenAtFirst: boolean;
  platform: string;
  meta: Meta;
}

function FrameView({ frame, times, isOpenAtFirst, platform, meta }: FrameViewProps): JSX.Element {
  const isOpen = useSignal(isOpenAtFirst);
  return (
    <details class={frame.isInApp ? 'frame' : 'frame theirs'} open={isOpen.value} onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
      <summary>
        <Icon name="chevron-right" small />
        <Place frame={frame} />
        {times > 1 && (
          <span class="badge times" title={`This frame stands ${times.toLocaleString()} times in a row: a recursion`}>
            × {times.toLocaleString()}
          </span>
        )}
      </summary>
      {isOpen.value && (
        <div class="frame-body">
          {frame.source.length > 0 && <Source frame={frame} platform={platform} />}
          {frame.vars.length > 0 && (
            <Pairs pairs={frame.vars} isPlain={platform === 'python'} class="vars" label="Variables" metaOf={(name) => metaAt(meta, 'vars', name)} />
          )}
          <FrameFacts frame={frame} />
        </div>
      )}
    </details>
  );
}

/** Where it is on disk, for the frame that has no source to show. */
function FrameFacts({ frame }: { frame: Frame }): JSX.Element | null {
  const facts = [frame.absolutePath, frame.module === frame.place ? null : frame.module, frame.package, frame.address].filter((fact) => fact !== null);
  if (frame.source.length > 0) return null;
  return (
    <p class="frame-facts">
      {frame.vars.length === 0 && 'The SDK sent no source and no variables for this frame. '}
      {facts.map((fact) => (
        <code key={fact}>
          <EventText value={fact} max={500} />{' '}
        </code>
      ))}
    </p>
  );
}

function Folded({ frames, label }: { frames: Frame[]; label: string }): JSX.Element {
  const isOpen = useSignal(false);
  return (
    <details class="folded" onToggle={(event) => (isOpen.value = event.currentTarget.open)}>
      <summary>
        <Icon name="unfold-vertical" small />
        <CutText value={label} />
      </summary>
      {isOpen.value && (
        <ol>
          {frames.map((frame) => (
            <li key={frame.index}>
              <Place frame={frame} />
            </li>
          ))}
        </ol>
      )}
    </details>
  );
}

/** `checkout/pricing/tax.py:44 in total_with_tax` */
function Place({ frame }: { frame: Frame }): JSX.Element {
  const position = [frame.line, frame.line === null ? null : frame.column].filter((number) => number !== null).join(':');
  return (
    <>
      <span class="file" title={frame.absolutePath?.slice(0, 1_000) ?? undefined}>
        <code>
          <CutText value={frame.place} max={200} />
        </code>
        {position !== '' && <span class="faint-text">:{position}</span>}
      </span>
      {frame.function !== null && (
        <span class="in">
          in{' '}
          <code>
            <CutText value={frame.function} max={200} />
          </code>
        </span>
      )}
    </>
  );
}
