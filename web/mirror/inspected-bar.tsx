import type { JSX } from 'preact';
import { Icon } from '../ui/icon.tsx';
import { counted } from '../ui/numbers.ts';

/** Says that a file is looked at, not what came in. */
export function InspectedBar({ name, count, onLeave }: { name: string; count: number; onLeave: () => void }): JSX.Element {
  return (
    <div class="capture-bar">
      <p role="status">
        <span class="clip">
          {counted(count, 'request')} in <bdi>{name.slice(0, 80)}</bdi>, neither sent nor kept
        </span>
      </p>
      <span class="spacer" />
      <button class="button small" type="button" onClick={onLeave}>
        <Icon name="x" small />
        Close the file
      </button>
    </div>
  );
}
