const tones = 5;

/** Initials on a tone that is always the same for a name; a team's are in a square. Decoration: the name must stand beside it. */
export function Avatar({ name, isTeam = false }: { name: string; isTeam?: boolean }) {
  return (
    <span class={`avatar tone-${toneOf(name)}${isTeam ? ' team' : ''}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

/** First letters of the first and the last word: `Mara van Lindqvist` → `ML`. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = [...(words[0] ?? '')][0] ?? '';
  const last = words.length > 1 ? ([...(words.at(-1) ?? '')][0] ?? '') : '';
  return (first + last).toUpperCase();
}

function toneOf(name: string): number {
  let sum = 0;
  for (const character of name) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return (sum % tones) + 1;
}
