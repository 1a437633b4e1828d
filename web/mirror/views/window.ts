/** Which rows of a long list are drawn, and where. */
export interface RowWindow {
  first: number;
  /** The row behind the last one. */
  end: number;
  /** Where the first drawn row begins, in px from the top of what scrolls. */
  top: number;
  /** How high all of it is, in px. */
  height: number;
}

/** Browsers cannot scroll further than some 17 million px. Beyond this a scrolled px stands for more than one. */
const maxHeight = 8_000_000;
/** Drawn above and below what is seen, so that no gap shows while scrolling. */
const overscan = 8;

/** `scrollTop`, `viewHeight` and `rowHeight` are in px. */
export function windowAt(scrollTop: number, viewHeight: number, rowHeight: number, count: number): RowWindow {
  const whole = count * rowHeight;
  const height = Math.min(whole, maxHeight);
  const at = unscaled(scrollTop, viewHeight, whole, height);
  const first = Math.max(0, Math.floor(at / rowHeight) - overscan);
  const end = Math.min(count, Math.ceil((at + viewHeight) / rowHeight) + overscan);
  return { first: Math.min(first, end), end, top: scrollTop + first * rowHeight - at, height };
}

/** Where to scroll so that a row is seen, in px; as it was where it already is. */
export function scrollTopFor(row: number, scrollTop: number, viewHeight: number, rowHeight: number, count: number): number {
  const whole = count * rowHeight;
  const height = Math.min(whole, maxHeight);
  const at = unscaled(scrollTop, viewHeight, whole, height);
  const rowTop = row * rowHeight;
  if (rowTop >= at && rowTop + rowHeight <= at + viewHeight) return scrollTop;
  const wanted = rowTop < at ? rowTop : rowTop + rowHeight - viewHeight;
  return scaled(wanted, viewHeight, whole, height);
}

/** A scroll position as if browsers had no limit. */
function unscaled(scrollTop: number, viewHeight: number, whole: number, height: number): number {
  if (whole === height) return scrollTop;
  return (scrollTop / (height - viewHeight)) * (whole - viewHeight);
}

function scaled(at: number, viewHeight: number, whole: number, height: number): number {
  if (whole === height) return at;
  return (at / (whole - viewHeight)) * (height - viewHeight);
}
