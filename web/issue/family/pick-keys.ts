import type { KeyBinding } from '../../ui/keyboard.ts';
import type { PickModel } from './pick-model.ts';

type Pick = InstanceType<typeof PickModel>;

/** The keys with which one goes through rows and chooses some. `idOf` is that of a row's element. */
export function pickKeys(pick: Pick, { idOf, open }: { idOf: (row: string) => string; open: (row: string) => void }): KeyBinding[] {
  const move = (by: number) => (): void => {
    pick.move(by);
    const at = pick.at.peek();
    if (at !== null) document.getElementById(idOf(at))?.scrollIntoView({ block: 'nearest' });
  };
  const withRow = (act: (row: string) => void) => (): void => {
    const at = pick.at.peek();
    if (at !== null) act(at);
  };
  return [
    { keys: 'j', label: 'Next row', run: move(1) },
    { keys: 'k', label: 'Previous row', run: move(-1) },
    { keys: 'x', label: 'Select', run: withRow((row) => pick.toggle(row)) },
    { keys: 'Enter', label: 'Open', run: withRow(open) },
    { keys: 'o', label: 'Open', run: withRow(open) },
    { keys: 'Escape', label: 'Clear the selection', run: () => pick.clear() },
  ];
}
