import { action, computed, createModel, type ReadonlySignal, signal } from '@preact/signals';
import { emptySelection, kept, toggled } from '../../issues/selection.ts';

/** Which row of a list the keyboard is at, and which rows are chosen. `order` are the ids of the rows, from the top. */
export const PickModel = createModel((order: ReadonlySignal<readonly string[]>) => {
  const wantedAt = signal<string | null>(null);
  const selection = signal(emptySelection);
  /** Null before the first move, and where the row is gone. */
  const at = computed(() => (wantedAt.value !== null && order.value.includes(wantedAt.value) ? wantedAt.value : null));
  /** In the order of the list; rows that are gone are no longer chosen. */
  const chosen = computed(() => {
    const { ids } = kept(selection.value, order.value);
    return order.value.filter((id) => ids.has(id));
  });

  return {
    at,
    chosen,
    move: action((by: number) => {
      const rows = order.peek();
      const from = at.peek() === null ? -1 : rows.indexOf(at.peek() ?? '');
      const to = from < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(from + by, 0), rows.length - 1);
      wantedAt.value = rows[to] ?? null;
    }),
    /** Null leaves the rows. */
    goTo: action((id: string | null) => {
      wantedAt.value = id;
    }),
    toggle: action((id: string) => {
      selection.value = toggled(selection.peek(), id);
    }),
    clear: action(() => {
      selection.value = emptySelection;
    }),
  };
});
