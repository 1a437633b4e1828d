import { useSignal } from '@preact/signals';
import { type PlatformId, platforms } from './platforms.ts';

/** So many fill two lines, together with the button for the rest. */
const usualCount = 11;

export function PlatformPicker({ selected, onSelect }: { selected: PlatformId; onSelect: (platform: PlatformId) => void }) {
  const usual = platforms.slice(0, usualCount);
  // Once all are shown they stay: a choice that others vanish after would be a surprise.
  const areAllShown = useSignal(!usual.some(({ id }) => id === selected));
  const shown = areAllShown.value ? platforms : usual;
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
        <button class="button more" type="button" onClick={() => (areAllShown.value = true)}>
          {platforms.length - usualCount} more
        </button>
      )}
    </fieldset>
  );
}
