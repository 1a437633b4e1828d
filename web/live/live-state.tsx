import type { JSX } from 'preact';
import { Icon } from '../ui/icon.tsx';
import { isReconnecting } from './live.ts';
import './live-state.css';

/** Says that what is shown is not renewed by itself at the moment. */
export function LiveState(): JSX.Element {
  return (
    <span class="live-state quiet-status" role="status">
      {isReconnecting.value && (
        <span title="What is shown may be some seconds old">
          <Icon name="wifi-off" small />
          Reconnecting…
        </span>
      )}
    </span>
  );
}
