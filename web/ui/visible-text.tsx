import type { JSX } from 'preact';
import { splitHidden } from './hidden-characters.ts';

/** With a mark for each character that no eye sees, so that two names that look the same are the same. */
export function VisibleText({ text }: { text: string }): JSX.Element {
  return (
    <>
      {splitHidden(text).map(({ text: piece, name }, index) =>
        name === null ? (
          piece
        ) : (
          <span class="hidden-mark" key={index} title={name}>
            {name}
          </span>
        ),
      )}
    </>
  );
}
