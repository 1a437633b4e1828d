import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { Icon } from '../../ui/icon.tsx';
import { hasMarks, marksOf, metaAt, type Meta } from './meta.ts';
import { scrubbedText } from './request.ts';
import { EventLink, EventText } from './text.tsx';
import { ValueMark, wordFor } from './value-mark.tsx';
import { asText, asWebAddress, isFields } from '../../../worker/reading/value.ts';

const firstItems = 100;

interface JsonValueProps {
  value: unknown;
  quoted?: boolean;
  isOpen?: boolean;
  meta?: Meta;
}

/**
 * Any value of an event: a word, or a tree that opens. `quoted` puts strings in quotes, as in JSON; SDKs that send the printed form of a
 * variable have put their own. `meta` is what happened to it on its way in.
 */
export function JsonValue({ value, quoted = true, isOpen = false, meta }: JsonValueProps): JSX.Element {
  const marks = marksOf(meta);
  const word = marks.length === 0 ? undefined : wordFor(value, marks, scrubbedText);
  if (word !== undefined) return <ValueMark marks={marks} word={word} />;
  return (
    <>
      <BareValue value={value} quoted={quoted} isOpen={isOpen} meta={meta} />
      {marks.length > 0 && <ValueMark marks={marks} />}
    </>
  );
}

function BareValue({ value, quoted, isOpen, meta }: Required<JsonValueProps>): JSX.Element {
  if (value === null || value === undefined) return <code class="value keyword">null</code>;
  if (typeof value === 'boolean') return <code class="value keyword">{String(value)}</code>;
  if (typeof value === 'number') return <code class="value number">{String(value)}</code>;
  if (Array.isArray(value) || isFields(value)) return <Tree value={value} quoted={quoted} isOpen={isOpen} meta={meta} />;
  return <StringValue text={asText(value)} quoted={quoted} />;
}

function StringValue({ text, quoted }: { text: string; quoted: boolean }): JSX.Element {
  if (text === scrubbedText) {
    return (
      <span class="scrubbed">
        <Icon name="eye-off" small />
        scrubbed
      </span>
    );
  }
  if (asWebAddress(text) !== null) {
    return (
      <code class="value">
        <EventLink value={text} />
      </code>
    );
  }
  const isString = quoted || /^[bfru]?['"]/.test(text);
  return (
    <code class={isString ? 'value string' : 'value'}>
      <EventText value={quoted ? `"${text}"` : text} max={500} lines={text.includes('\n')} />
    </code>
  );
}

interface TreeProps {
  value: readonly unknown[] | Readonly<Record<string, unknown>>;
  quoted: boolean;
  isOpen: boolean;
  meta: Meta;
}

/** Draws what is inside only once it is open: a body of 1 MB has tens of thousands of values. */
function Tree({ value, quoted, isOpen, meta }: TreeProps): JSX.Element {
  const open = useSignal(isOpen);
  const limit = useSignal(firstItems);
  const items: [name: string, value: unknown][] = Array.isArray(value)
    ? value.map((item, index): [string, unknown] => [String(index), item])
    : Object.entries(value);
  const isList = Array.isArray(value);
  if (items.length === 0) return <code class="value">{isList ? '[]' : '{}'}</code>;
  return (
    <details class="tree" open={open.value} onToggle={(event) => (open.value = event.currentTarget.open)}>
      <summary>
        <Icon name="chevron-right" small />
        <code class="clip">{isList ? `[ ${items.length} ]` : `{ ${previewOf(items)} }`}</code>
        {hasMarks(meta) && !open.value && (
          <span class="marks-inside" title="Something in it was scrubbed, trimmed or repaired">
            <Icon name="eye-off" small />
            <span class="visually-hidden">, something in it was scrubbed, trimmed or repaired</span>
          </span>
        )}
      </summary>
      {open.value && (
        <ol>
          {items.slice(0, limit.value).map(([name, item]) => (
            <li key={name}>
              <code class="name">
                <EventText value={name} max={200} />:
              </code>{' '}
              <JsonValue value={item} quoted={quoted} meta={metaAt(meta, name)} />
            </li>
          ))}
          {items.length > limit.value && (
            <li>
              <button class="show-more" type="button" onClick={() => (limit.value += 1_000)}>
                {(items.length - limit.value).toLocaleString()} more
              </button>
            </li>
          )}
        </ol>
      )}
    </details>
  );
}

function previewOf(items: [name: string, value: unknown][]): string {
  const names = items.slice(0, 4).map(([name]) => (name.length > 24 ? `${name.slice(0, 24)}…` : name));
  return items.length > names.length ? `${names.join(', ')}, … ${items.length} in all` : names.join(', ');
}
