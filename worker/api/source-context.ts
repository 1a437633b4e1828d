import type { Frame } from '../event/event.ts';

/** `[line number, source line]`, counted from the failing line. Without its number the lines have no place. */
export function contextOf({
  lineno,
  pre_context: before = [],
  context_line: failing,
  post_context: after = [],
}: Pick<Frame, 'lineno' | 'pre_context' | 'context_line' | 'post_context'>): [number, string][] {
  if (lineno === undefined || failing === undefined) return [];
  const first = lineno - before.length;
  return [...before, failing, ...after].map((line, index) => [first + index, line]);
}
