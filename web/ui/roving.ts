/** Where arrow keys, Home and End lead inside a group that is one stop of the Tab key; round at the ends. Null for other keys. */
export function nextIndex(key: string, current: number, count: number, direction: 'horizontal' | 'vertical'): number | null {
  if (count === 0) return null;
  const [back, forth] = direction === 'horizontal' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  if (key === forth) return (current + 1) % count;
  if (key === back) return (current <= 0 ? count : current) - 1;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return null;
}
