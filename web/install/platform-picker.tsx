import { type PlatformId, platforms } from './platforms.ts';

export function PlatformPicker({ selected, onSelect }: { selected: PlatformId; onSelect: (platform: PlatformId) => void }) {
  return (
    <fieldset class="platforms">
      <legend class="visually-hidden">Platform</legend>
      {platforms.map(({ id, name }) => (
        <label key={id}>
          <input type="radio" name="platform" value={id} checked={id === selected} onChange={() => onSelect(id)} />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  );
}
