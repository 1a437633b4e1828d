import { describe, expect, it } from 'vitest';
import { createKeyboard, type KeyPress } from './keyboard.ts';

function press(key: string, held: Partial<KeyPress> = {}): KeyPress {
  return { key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held };
}

function aKeyboard(...keys: string[]) {
  const keyboard = createKeyboard();
  const bindings = keys.map((binding) => ({ keys: binding, label: binding, run: () => undefined }));
  const unregister = keyboard.register(() => ({ name: 'Everywhere', bindings }));
  return { ...keyboard, unregister };
}

describe('a press', () => {
  it.each([
    ['e', press('e')],
    ['shift+e', press('E', { shiftKey: true })],
    ['?', press('?', { shiftKey: true })],
    ['mod+k', press('k', { ctrlKey: true })],
    ['mod+k', press('K', { metaKey: true })],
    ['Enter', press('Enter')],
    ['shift+ArrowDown', press('ArrowDown', { shiftKey: true })],
  ])('of %s finds its binding', (keys, event) => {
    expect(aKeyboard('e', 'shift+e', '?', 'mod+k', 'Enter', 'shift+ArrowDown').press(event, 0, false)?.keys).toBe(keys);
  });

  it('with Alt, or of a modifier alone, is none', () => {
    const keyboard = aKeyboard('e');
    expect(keyboard.press(press('e', { altKey: true }), 0, false)).toBeNull();
    expect(keyboard.press(press('Shift', { shiftKey: true }), 0, false)).toBeNull();
  });

  it('while typing counts only with Ctrl or ⌘', () => {
    const keyboard = aKeyboard('e', 'mod+k');
    expect(keyboard.press(press('e'), 0, true)).toBeNull();
    expect(keyboard.press(press('k', { ctrlKey: true }), 0, true)?.keys).toBe('mod+k');
  });

  it('counts only with Ctrl or ⌘ when single keys are off', () => {
    const keyboard = aKeyboard('e', 'mod+k');
    keyboard.areSingleKeysOn.value = false;
    expect(keyboard.press(press('e'), 0, false)).toBeNull();
    expect(keyboard.press(press('k', { metaKey: true }), 0, false)?.keys).toBe('mod+k');
  });
});

describe('a sequence', () => {
  it('is completed by its second key', () => {
    const keyboard = aKeyboard('g i', 'i');
    expect(keyboard.press(press('g'), 0, false)).toBeNull();
    expect(keyboard.press(press('i'), 900, false)?.keys).toBe('g i');
    expect(keyboard.press(press('i'), 950, false)?.keys).toBe('i');
  });

  it('is forgotten after a second, and by a key that does not belong to it', () => {
    const keyboard = aKeyboard('g i', 'i', 'x');
    keyboard.press(press('g'), 0, false);
    expect(keyboard.press(press('i'), 1100, false)?.keys).toBe('i');
    keyboard.press(press('g'), 2000, false);
    expect(keyboard.press(press('x'), 2100, false)?.keys).toBe('x');
    expect(keyboard.press(press('i'), 2200, false)?.keys).toBe('i');
  });
});

describe('groups', () => {
  it('give the keys to the one that came last, and back when it goes', () => {
    const keyboard = aKeyboard('e');
    const leave = keyboard.register(() => ({ name: 'Issue', bindings: [{ keys: 'e', label: 'Resolve', run: () => undefined }] }));
    expect(keyboard.press(press('e'), 0, false)?.label).toBe('Resolve');
    leave();
    expect(keyboard.press(press('e'), 0, false)?.label).toBe('e');
  });

  it('are listed once for a name, without the empty ones', () => {
    const keyboard = aKeyboard('e');
    keyboard.register(() => ({ name: 'Everywhere', bindings: [{ keys: 'z', label: 'Undo', run: () => undefined }] }));
    keyboard.register(() => ({ name: 'Empty', bindings: [] }));
    expect(keyboard.list.value.map(({ name, bindings }) => [name, bindings.map(({ keys }) => keys)])).toEqual([['Everywhere', ['e', 'z']]]);
    keyboard.unregister();
    expect(keyboard.list.value.map(({ bindings }) => bindings.length)).toEqual([1]);
  });
});
