import { useSignal } from '@preact/signals';
import { type PlatformId, platforms } from './platforms.ts';

/** So many fill two lines, together with the button for the rest. */
const usualCount = 11;

export function PlatformPicker({ selected, onSelect }: { selected: PlatformId; onSelect: (platform: PlatformId) => void }) {
  const isOpen = useSignal(false);
  const isUsual = platforms.slice(0, usualCount).some(({ id }) => id === selected);
  const shown = isOpen.value || !isUsual ? platforms : platforms.slice(0, usualCount);
  return (
    <fieldset class="platforms">
      <legend class="visually-hidden">Platform</legend>
      {shown.map(({ id, name }) => (
        <label key={id}>
          <input type="radio" name="platform" value={id} checked={id === selected} onChange={() => onSelect(id)} />
          <span>{name}</span>
        </label>
      ))}
      {shown.length < platforms.length && (
        <button class="button more" type="button" onClick={() => (isOpen.value = true)}>
          {platforms.length - usualCount} more
        </button>
      )}
    </fieldset>
  );
}
