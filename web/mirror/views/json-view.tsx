import { useSignalEffect } from '@preact/signals';
import type { JSX } from 'preact';
import { useId, useMemo, useRef } from 'preact/hooks';
import { announce } from '../../ui/announce.ts';
import { Icon } from '../../ui/icon.tsx';
import { counted } from '../../ui/numbers.ts';
import { createJsonTree, type JsonTree, maxMatches, sizeOf, type TreeNode } from './json-tree.ts';
import { useVirtual, VirtualRows } from './virtual-rows.tsx';

/** Longer text is cut in its row; the text view has all of it. */
const maxText = 300;
/** Typing on within this time searches only once. */
const restMs = 150;

/** A JSON document as a tree with search. All of it is text. */
export function JsonView({ value, label }: { value: unknown; label: string }): JSX.Element {
  const tree = useMemo(() => createJsonTree(value), [value]);
  const id = useId();
  const rows = tree.rows.value;
  const virtual = useVirtual(rows.length, tree.at.value);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || !tree.press(event.key)) return;
    event.preventDefault();
    // Enter and j of the screen must not act as well.
    event.stopPropagation();
  };
  return (
    <div class="json-view">
      <JsonSearch tree={tree} label={label} />
      <VirtualRows virtual={virtual} role="tree" class="json-rows" label={label} activeId={`${id}-${tree.at.value}`} onKeyDown={onKeyDown}>
        {virtual.indices.map((index) => {
          const node = rows[index];
          return node && <JsonRow key={index} id={`${id}-${index}`} tree={tree} node={node} index={index} />;
        })}
      </VirtualRows>
    </div>
  );
}

function JsonSearch({ tree, label }: { tree: JsonTree; label: string }): JSX.Element {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const { matches, matchAt, searched } = tree;
  useSignalEffect(() => {
    if (searched.value !== '') announce(matches.value.length === 0 ? 'Nothing found' : counted(matches.value.length, 'match', 'matches'));
  });
  const type = (text: string): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tree.search(text.trim()), restMs);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    tree.goToMatch(event.shiftKey ? -1 : 1);
  };
  const found = matches.value.length;
  return (
    <search class="json-search">
      <input
        class="input small"
        type="search"
        placeholder="Find in this JSON"
        aria-label={`Find in ${label}`}
        spellcheck={false}
        autocomplete="off"
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {searched.value !== '' && (
        <>
          <span class="faint-text">{found === 0 ? 'nothing found' : `${matchAt.value + 1} of ${found}${found === maxMatches ? '+' : ''}`}</span>
          <button class="button small quiet square" type="button" aria-label="Previous match" disabled={found === 0} onClick={() => tree.goToMatch(-1)}>
            <Icon name="chevron-up" small />
          </button>
          <button class="button small quiet square" type="button" aria-label="Next match" disabled={found === 0} onClick={() => tree.goToMatch(1)}>
            <Icon name="chevron-down" small />
          </button>
        </>
      )}
    </search>
  );
}

function JsonRow({ id, tree, node, index }: { id: string; tree: JsonTree; node: TreeNode; index: number }): JSX.Element {
  const { step, depth, isInList } = node;
  const size = sizeOf(node.value);
  const isOpen = tree.isOpen(node);
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- The tree has the focus and the keys.
    <div
      class={tree.at.value === index ? 'row at' : 'row'}
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-expanded={size === 0 ? undefined : isOpen}
      aria-selected={tree.at.value === index}
      style={{ '--depth': String(Math.min(depth, 24)) }}
      onClick={() => tree.toggle(index)}
    >
      <Icon name="chevron-right" small class={size === 0 ? 'none' : isOpen ? 'open' : ''} />
      {depth > 0 && (isInList ? <span class="ji">{step}</span> : <span class="jk">{shortened(JSON.stringify(step))}</span>)}
      {depth > 0 && <span class="punct">: </span>}
      <JsonWord value={node.value} size={size} />
    </div>
  );
}

function JsonWord({ value, size }: { value: unknown; size: number }): JSX.Element {
  if (Array.isArray(value)) return <span class="punct">{size === 0 ? '[]' : `[ … ${size.toLocaleString()} ]`}</span>;
  if (typeof value === 'object' && value !== null) return <span class="punct">{size === 0 ? '{}' : `{ … ${size.toLocaleString()} }`}</span>;
  const text = shortened(JSON.stringify(value));
  return typeof value === 'string' ? <bdi class="s">{text}</bdi> : <span class="n">{text}</span>;
}

function shortened(text: string): string {
  return text.length > maxText ? `${text.slice(0, maxText)}… ${(text.length - maxText).toLocaleString()} more characters` : text;
}
