/** A pointer that only passes over a link must not ask the server anything. */
const restMs = 65;

/** Handlers for a link that make what it leads to ready: when the pointer rests on it, or the focus comes. */
export function prefetching(start: () => void): { onPointerEnter: () => void; onPointerLeave: () => void; onFocus: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    onPointerEnter: () => {
      timer = setTimeout(start, restMs);
    },
    onPointerLeave: () => clearTimeout(timer),
    onFocus: start,
  };
}
