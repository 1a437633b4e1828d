import { languageOf, tokenizeLines } from '../issue/event/tokenize.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import type { Snippet } from './guide.ts';

/** Code to copy. It scrolls in its own box; a shell command stays in one ink. */
export function SnippetBox({ snippet: { label, file, language, code } }: { snippet: Snippet }) {
  return (
    <figure class="snippet">
      {file && (
        <figcaption>
          <code>{file}</code>
        </figcaption>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- Code wider than its box is scrolled by the arrow keys, so it takes the focus. */}
      <pre tabIndex={0} role="region" aria-label={label}>
        <code>{isPlain(language) ? code : <Coloured code={code} language={language} />}</code>
      </pre>
      <CopyButton text={code} label={`Copy: ${label}`} />
    </figure>
  );
}

function isPlain(language: string): boolean {
  return language === 'sh' || language === 'toml' || language === 'xml';
}

function Coloured({ code, language }: { code: string; language: string }) {
  const lines = tokenizeLines(code.split('\n'), languageOf(`.${language}`, ''));
  return (
    <>
      {lines.map((tokens, line) => (
        <span key={line}>
          {tokens.map(({ ink, text }, index) => (
            <span key={index} class={ink}>
              {text}
            </span>
          ))}
          {line < lines.length - 1 && '\n'}
        </span>
      ))}
    </>
  );
}
