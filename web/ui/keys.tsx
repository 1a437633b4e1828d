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

const names: Record<string, string> = { Enter: '↵', Escape: 'Esc', ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', shift: '⇧' };

/** A letter is in small type alone, and a capital beside Ctrl or ⌘, as it stands on the keys. */
export function capsOf(keys: string, isOnApple: boolean): string[] {
  return keys.split(' ').flatMap((press) => {
    const parts = press.split('+');
    if (parts[0] === 'mod') return [isOnApple ? '⌘' : 'Ctrl', ...parts.slice(1).map((key) => names[key] ?? key.toUpperCase())];
    return parts.map((key) => names[key] ?? key);
  });
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
