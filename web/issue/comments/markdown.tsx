import { useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Person } from '../../../worker/api/contract/participation.ts';
import { type Block, type Inline, readMarkdown } from './read-markdown.ts';

/** A comment as it is meant to look. What somebody wrote never becomes markup by itself. */
export function Markdown({ text, persons }: { text: string; persons: readonly Person[] }): JSX.Element {
  const blocks = useMemo(
    () =>
      readMarkdown(
        text,
        persons.flatMap(({ name, email }) => [name, email].filter((known) => known !== '')),
      ),
    [text, persons],
  );
  return (
    <div class="markdown" dir="auto">
      <Blocks blocks={blocks} />
    </div>
  );
}

function Blocks({ blocks }: { blocks: readonly Block[] }): JSX.Element {
  return (
    <>
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </>
  );
}

function BlockView({ block }: { block: Block }): JSX.Element {
  switch (block.type) {
    case 'paragraph':
      return (
        <p>
          {block.lines.map((line, index) => (
            <span key={index}>
              {index > 0 && <br />}
              <InlineView inline={line} />
            </span>
          ))}
        </p>
      );
    case 'heading':
      return (
        <p>
          <strong>
            <InlineView inline={block.inline} />
          </strong>
        </p>
      );
    case 'code':
      return (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Code wider than its box is scrolled by the arrow keys.
        <pre tabIndex={0} role="region" aria-label="Code">
          <code>{block.text}</code>
        </pre>
      );
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.blocks} />
        </blockquote>
      );
    case 'list': {
      const items = block.items.map((item, index) => (
        <li key={index}>
          <InlineView inline={item} />
        </li>
      ));
      return block.isOrdered ? <ol start={block.start}>{items}</ol> : <ul>{items}</ul>;
    }
  }
}

function InlineView({ inline }: { inline: readonly Inline[] }): JSX.Element {
  return (
    <>
      {inline.map((part, index) => (
        <PartView key={index} part={part} />
      ))}
    </>
  );
}

function PartView({ part }: { part: Inline }): JSX.Element {
  switch (part.type) {
    case 'text':
      return <>{part.text}</>;
    case 'code':
      return <code>{part.text}</code>;
    case 'strong':
      return (
        <strong>
          <InlineView inline={part.inline} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <InlineView inline={part.inline} />
        </em>
      );
    case 'struck':
      return (
        <s>
          <InlineView inline={part.inline} />
        </s>
      );
    case 'link':
      return (
        <a class="link" href={part.href} target="_blank" rel="noopener noreferrer">
          <InlineView inline={part.inline} />
        </a>
      );
    case 'mention':
      return <span class="mention">{part.text}</span>;
  }
}
