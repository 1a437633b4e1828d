import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { asText, asWebAddress } from '../../../worker/reading/value.ts';
import { VisibleText } from '../../ui/visible-text.tsx';

const firstChars = 2_000;

/**
 * Text from an event: never markup, isolated in its own direction, and cut where it is too long for a page, since a message may be 1 MB.
 * `lines` keeps its line breaks.
 */
export function EventText({ value, max = firstChars, lines = false }: { value: unknown; max?: number; lines?: boolean }): JSX.Element {
  const limit = useSignal(max);
  const text = asText(value);
  const hidden = text.length - limit.value;
  return (
    <bdi class={lines ? 'event-text block-text' : 'event-text'}>
      <VisibleText text={hidden > 0 ? `${text.slice(0, limit.value)}…` : text} />
      {hidden > 0 && (
        <button class="show-more" type="button" onClick={() => (limit.value = limit.value * 10)}>
          {hidden.toLocaleString()} more characters
        </button>
      )}
    </bdi>
  );
}

/** Text from an event where there is no room for more, as in a row, a link or a summary: cut at `max` characters. */
export function CutText({ value, max = 200 }: { value: unknown; max?: number }): JSX.Element {
  const text = asText(value);
  return (
    <bdi class="event-text">
      <VisibleText text={text.length > max ? `${text.slice(0, max)}…` : text} />
    </bdi>
  );
}

/** Text that is a link where it is a web address. It says nothing to the other side about where it was clicked. */
export function EventLink({ value, children }: { value: unknown; children?: string }): JSX.Element {
  const address = asWebAddress(value);
  if (address === null) return <EventText value={children ?? value} max={500} />;
  return (
    <a class="link event-text" href={address} target="_blank" rel="noopener noreferrer">
      {children ?? (address.length > 300 ? `${address.slice(0, 300)}…` : address)}
    </a>
  );
}
