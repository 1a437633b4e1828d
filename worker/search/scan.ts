import type { Span } from './tree.ts';

/** What a sticky pattern finds right at the place. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

export function afterSpaces(text: string, at: number): number {
  let end = at;
  while (text[end] === ' ') end += 1;
  return end;
}

/** The span alone of something that has one. */
export function spanOf({ start, end }: Span): Span {
  return { start, end };
}
