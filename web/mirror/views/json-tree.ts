import { computed, signal } from '@preact/signals';

/** A value of a JSON document as a row of its tree. Those below it are made when it opens. */
export interface TreeNode {
  /** Null for the root. */
  up: TreeNode | null;
  /** The name or the index that leads here from the value around it; empty for the root. */
  step: string;
  /** 0 for the root. */
  depth: number;
  /** `step` is an index. */
  isInList: boolean;
  value: unknown;
}

export interface Match {
  path: readonly string[];
}

/** Beyond these, matches are counted no further. */
export const maxMatches = 1_000;

/** A JSON document as rows: only what is open has any, so that 100,000 values cost nothing until they are looked at. */
export function createJsonTree(root: unknown) {
  const rootNode: TreeNode = { up: null, step: '', depth: 0, isInList: false, value: root };
  const rows = signal<readonly TreeNode[]>([rootNode]);
  const open = new Set<TreeNode>();
  const at = signal(0);
  const searched = signal('');
  const matches = signal<readonly Match[]>([]);
  const matchAt = signal(-1);

  function expand(index: number): void {
    const node = rows.peek()[index];
    if (!node || sizeOf(node.value) === 0 || open.has(node)) return;
    open.add(node);
    rows.value = [...rows.peek().slice(0, index + 1), ...childrenOf(node), ...rows.peek().slice(index + 1)];
  }

  function collapse(index: number): void {
    const node = rows.peek()[index];
    if (!node || !open.delete(node)) return;
    const before = rows.peek();
    let end = index + 1;
    for (let below = before[end]; below && below.depth > node.depth; below = before[end]) {
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
      for (let node = rows.peek()[index]; node && node.depth > depth; node = rows.peek()[index]) {
        if (node.depth === depth + 1 && node.step === step) break;
        index += 1;
      }
    }
    at.value = index;
  }

  function search(text: string): void {
    searched.value = text;
    matches.value = text === '' ? [] : findIn(rootNode, text);
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

/** Values whose name or text holds `text`, whatever the case, in the order of the document. */
function findIn(root: TreeNode, text: string): Match[] {
  const wanted = text.toLowerCase();
  const found: Match[] = [];
  // Not by recursion: a document may be nested deeper than the stack.
  const left: TreeNode[] = [root];
  for (let node = left.pop(); node && found.length < maxMatches; node = left.pop()) {
    const isNamed = node.depth > 0 && !node.isInList && node.step.toLowerCase().includes(wanted);
    if (isNamed || (!isHolder(node.value) && String(node.value).toLowerCase().includes(wanted))) found.push({ path: pathTo(node) });
    const below = childrenOf(node);
    for (let index = below.length - 1; index >= 0; index -= 1) {
      const child = below[index];
      if (child) left.push(child);
    }
  }
  return found;
}

/** The steps that lead from the root to a value. */
export function pathTo(node: TreeNode): string[] {
  const path: string[] = [];
  for (let at = node; at.up; at = at.up) path.push(at.step);
  return path.toReversed();
}

function isHolder(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function childrenOf(up: TreeNode): TreeNode[] {
  const { value, depth } = up;
  if (!isHolder(value)) return [];
  const isInList = Array.isArray(value);
  return Object.entries(value).map(([step, below]: [string, unknown]) => ({ up, step, depth: depth + 1, isInList, value: below }));
}

/** How many values are right below; 0 for what does not open. */
export function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return isHolder(value) ? Object.keys(value).length : 0;
}

function parentOf(rows: readonly TreeNode[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let above = index - 1; above >= 0; above -= 1) if ((rows[above]?.depth ?? 0) < depth) return above;
  return index;
}
