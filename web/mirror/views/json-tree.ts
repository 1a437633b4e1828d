import { computed, signal } from '@preact/signals';

/** A value of a JSON document as a row of its tree. Those below it are made when it opens. */
export interface TreeNode {
  /** Place from the root: the names or indices that lead to it. It identifies the node. */
  path: readonly string[];
  /** Null for the root and for what is in a list. */
  name: string | null;
  value: unknown;
  /** How many values are right below; 0 for what does not open. */
  size: number;
}

export interface Match {
  path: readonly string[];
}

/** Beyond these, matches are counted no further. */
export const maxMatches = 1_000;

/** A JSON document as rows: only what is open has any, so that 100,000 values cost nothing until they are looked at. */
export function createJsonTree(root: unknown) {
  const rootNode: TreeNode = { path: [], name: null, value: root, size: sizeOf(root) };
  const rows = signal<readonly TreeNode[]>([rootNode]);
  const open = new Set<TreeNode>();
  const at = signal(0);
  const searched = signal('');
  const matches = signal<readonly Match[]>([]);
  const matchAt = signal(-1);

  function expand(index: number): void {
    const node = rows.peek()[index];
    if (!node || node.size === 0 || open.has(node)) return;
    open.add(node);
    rows.value = [...rows.peek().slice(0, index + 1), ...childrenOf(node), ...rows.peek().slice(index + 1)];
  }

  function collapse(index: number): void {
    const node = rows.peek()[index];
    if (!node || !open.delete(node)) return;
    const before = rows.peek();
    let end = index + 1;
    for (let below = before[end]; below && below.path.length > node.path.length; below = before[end]) {
      open.delete(below);
      end += 1;
    }
    rows.value = [...before.slice(0, index + 1), ...before.slice(end)];
    if (at.peek() > index) at.value = at.peek() < end ? index : at.peek() - (end - index - 1);
  }

  /** Opens what is around a value and puts the cursor on it. */
  function reveal(path: readonly string[]): void {
    let index = 0;
    for (const [depth, step] of path.entries()) {
      expand(index);
      index += 1;
      for (let node = rows.peek()[index]; node && node.path.length > depth; node = rows.peek()[index]) {
        if (node.path.length === depth + 1 && node.path[depth] === step) break;
        index += 1;
      }
    }
    at.value = index;
  }

  function search(text: string): void {
    searched.value = text;
    matches.value = text === '' ? [] : findIn(root, text);
    matchAt.value = -1;
    if (matches.peek().length > 0) goToMatch(1);
  }

  /** By so many matches, round at the ends. */
  function goToMatch(by: number): void {
    const count = matches.peek().length;
    if (count === 0) return;
    matchAt.value = (matchAt.peek() + by + count) % count;
    const match = matches.peek()[matchAt.peek()];
    if (match) reveal(match.path);
  }

  function press(key: string): boolean {
    const node = rows.peek()[at.peek()];
    if (!node) return false;
    switch (key) {
      case 'ArrowDown':
        at.value = Math.min(at.peek() + 1, rows.peek().length - 1);
        return true;
      case 'ArrowUp':
        at.value = Math.max(at.peek() - 1, 0);
        return true;
      case 'Home':
        at.value = 0;
        return true;
      case 'End':
        at.value = rows.peek().length - 1;
        return true;
      case 'ArrowRight':
        if (open.has(node)) at.value = at.peek() + 1;
        else expand(at.peek());
        return true;
      case 'ArrowLeft':
        if (open.has(node)) collapse(at.peek());
        else at.value = parentOf(rows.peek(), at.peek());
        return true;
      case 'Enter':
      case ' ':
        toggle(at.peek());
        return true;
      default:
        return false;
    }
  }

  function toggle(index: number): void {
    const node = rows.peek()[index];
    if (!node) return;
    at.value = index;
    if (open.has(node)) collapse(index);
    else expand(index);
  }

  expand(0);
  return {
    rows,
    /** The row with the cursor. */
    at,
    matches,
    matchAt: computed(() => matchAt.value),
    searched: computed(() => searched.value),
    isOpen: (node: TreeNode): boolean => open.has(node),
    toggle,
    reveal,
    search,
    goToMatch,
    press,
  };
}

export type JsonTree = ReturnType<typeof createJsonTree>;

/** A value on the way through the document. */
interface Step {
  value: unknown;
  /** Null for the root. */
  up: Step | null;
  name: string;
  isInList: boolean;
}

/** Values whose name or text holds `text`, whatever the case, in the order of the document. */
function findIn(root: unknown, text: string): Match[] {
  const wanted = text.toLowerCase();
  const found: Match[] = [];
  // Not by recursion: a document may be nested deeper than the stack.
  const left: Step[] = [{ value: root, up: null, name: '', isInList: true }];
  for (let step = left.pop(); step && found.length < maxMatches; step = left.pop()) {
    const { value } = step;
    const isNamed = !step.isInList && step.name.toLowerCase().includes(wanted);
    if (isNamed || (!isHolder(value) && String(value).toLowerCase().includes(wanted))) found.push({ path: pathTo(step) });
    if (!isHolder(value)) continue;
    const isInList = Array.isArray(value);
    const names = Object.keys(value);
    for (let index = names.length - 1; index >= 0; index -= 1) {
      const name = names[index] ?? '';
      left.push({ value: Reflect.get(value, name), up: step, name, isInList });
    }
  }
  return found;
}

function pathTo(step: Step): string[] {
  const path: string[] = [];
  for (let at: Step = step; at.up; at = at.up) path.push(at.name);
  return path.toReversed();
}

function isHolder(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function childrenOf(node: TreeNode): TreeNode[] {
  const isList = Array.isArray(node.value);
  return entriesOf(node.value).map(([name, value]) => ({ path: [...node.path, name], name: isList ? null : name, value, size: sizeOf(value) }));
}

function entriesOf(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.map((item, index): [string, unknown] => [String(index), item]);
  return isHolder(value) ? Object.entries(value) : [];
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return isHolder(value) ? Object.keys(value).length : 0;
}

function parentOf(rows: readonly TreeNode[], index: number): number {
  const depth = rows[index]?.path.length ?? 0;
  for (let above = index - 1; above >= 0; above -= 1) if ((rows[above]?.path.length ?? 0) < depth) return above;
  return index;
}
