import type { JSX } from 'preact';
import { clipLine } from './clip-line.ts';
import { fileName, inlineVariable } from '../../../worker/reading/frames.ts';
import type { Frame } from '../../../worker/reading/frames.ts';
import { languageOf, tokenizeLines } from './tokenize.ts';
import type { Token } from './tokenize.ts';

/** Source around the failing line, scrolling in its own box, with the line numbers held at the left. */
export function Source({ frame, platform }: { frame: Frame; platform: string }): JSX.Element {
  const shown = frame.source.map((line) => ({ ...line, text: clipLine(line.text, line.isHit ? frame.column : null) }));
  const lines = tokenizeLines(
    shown.map((line) => line.text),
    languageOf(frame.place, platform),
  );
  const inline = inlineVariable(frame);
  const label = `Source of ${fileName(frame.place).slice(0, 100)}${frame.line === null ? '' : `, line ${frame.line}`}`;
  return (
    // A box that scrolls must take focus, or the keyboard cannot scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre class="code" tabIndex={0} role="region" aria-label={label}>
      <code>
        {shown.map((line, index) => (
          <span class={line.isHit ? 'line hit' : 'line'} key={line.number}>
            <span class="no">{line.number}</span>
            {line.isHit ? <mark class="src">{inked(lines[index] ?? [])}</mark> : <span class="src">{inked(lines[index] ?? [])}</span>}
            {line.isHit && inline !== null && <bdi class="inline">{inline}</bdi>}
          </span>
        ))}
      </code>
    </pre>
  );
}

function inked(tokens: Token[]): (JSX.Element | string)[] {
  return tokens.map((token, index) =>
    token.ink === 'text' ? (
      token.text
    ) : (
      <span class={token.ink} key={index}>
        {token.text}
      </span>
    ),
  );
}
