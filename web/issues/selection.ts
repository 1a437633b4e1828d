/** Which issues are selected, and where a range would start. Ids in the order of the list come in as arguments. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** The row that was last selected by itself: a range goes from here. */
  anchor: string | null;
}

export const emptySelection: Selection = { ids: new Set(), anchor: null };

export function toggled(selection: Selection, id: string): Selection {
  const ids = new Set(selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { ids, anchor: id };
}

/** Adds all rows between the anchor and `id`, whichever stands first. */
export function extended(selection: Selection, id: string, order: readonly string[]): Selection {
  const anchor = selection.anchor === null ? -1 : order.indexOf(selection.anchor);
  const end = order.indexOf(id);
  if (anchor < 0 || end < 0) return { ids: new Set([...selection.ids, id]), anchor: id };
  return { ids: new Set([...selection.ids, ...order.slice(Math.min(anchor, end), Math.max(anchor, end) + 1)]), anchor: selection.anchor };
}

export function allOf(order: readonly string[]): Selection {
  return { ids: new Set(order), anchor: null };
}

/** Only those that are still in the list. */
export function kept(selection: Selection, order: readonly string[]): Selection {
  const ids = new Set(order.filter((id) => selection.ids.has(id)));
  return ids.size === selection.ids.size ? selection : { ids, anchor: selection.anchor };
}
