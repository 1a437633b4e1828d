const names: Record<string, string> = { Enter: '↵', Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', shift: '⇧' };

/** Key caps for a binding as written in the keyboard: `g i`, `shift+e`, `mod+k`. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span class="keys">
      {capsOf(keys, isApple()).map((cap, index) => (
        <kbd class="kbd" key={index}>
          {cap}
        </kbd>
      ))}
    </span>
  );
}

export function capsOf(keys: string, apple: boolean): string[] {
  return keys.split(' ').flatMap((press) => press.split('+').map((key) => (key === 'mod' ? (apple ? '⌘' : 'Ctrl') : (names[key] ?? key))));
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
