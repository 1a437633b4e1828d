import type { JSX } from 'preact';
import type { CaptureSettings } from '../../worker/api/contract/capture.ts';
import { CutText } from '../issue/event/text.tsx';
import { now } from '../ui/clock.ts';
import { Icon } from '../ui/icon.tsx';
import { counted, exactCount, shortBytes } from '../ui/numbers.ts';
import { relativeTime } from '../ui/times.ts';
import type { Mirror } from './mirror-model.ts';

interface CaptureBarProps {
  model: Mirror;
  onStart: () => void;
  onStop: () => void;
}

/** Whether requests are captured, which and until when; and what starts and ends it. */
export function CaptureBar({ model, onStart, onStop }: CaptureBarProps): JSX.Element | null {
  const settings = model.settings.value;
  if (!settings) return null;
  const isOn = model.isCapturing.value;
  return (
    <div class="capture-bar">
      <p role="status">
        {isOn && !model.isHeld.value && <span class="beat" aria-hidden="true" />}
        {isOn ? <Doing settings={settings} isHeld={model.isHeld.value} /> : 'Not capturing'}
      </p>
      <span class="spacer" />
      {isOn && (
        <button class="button small quiet" type="button" aria-pressed={model.isHeld.value} title="Hold the list (h)" onClick={model.hold}>
          <Icon name="pause" small />
          Hold
        </button>
      )}
      {isOn ? (
        <button class="button small" type="button" title="Stop capturing (s)" onClick={onStop}>
          <Icon name="power-off" small />
          Stop
        </button>
      ) : (
        <button class="button small primary" type="button" title="Capture requests (s)" onClick={onStart}>
          <Icon name="radio-tower" small />
          Capture…
        </button>
      )}
      <Bounds settings={settings} />
    </div>
  );
}

function Doing({ settings: { mode, left, until, sdk, key, isRaw }, isHeld }: { settings: CaptureSettings; isHeld: boolean }): JSX.Element {
  return (
    <span>
      {isHeld ? 'Held: ' : ''}
      {isHeld ? 'the next' : 'The next'} {counted(left, 'request')}
      {mode === 'refused' && ' that are not kept whole'}
      {sdk !== null && (
        <>
          {' '}
          from <CutText value={sdk} max={60} />
        </>
      )}
      {key !== null && <> with key …{key.slice(-4)}</>}
      {until !== null && `, ends ${relativeTime(Date.parse(until), now.value)}`}
      {isRaw && <strong>, without scrubbing</strong>}
    </span>
  );
}

/** What is kept at most, and how much of it is used. */
function Bounds({ settings: { bounds, used } }: { settings: CaptureSettings }): JSX.Element {
  return (
    <p class="bounds faint-text">
      {exactCount(used.count)} of {exactCount(bounds.count)} kept, {shortBytes(used.bytes)} of {shortBytes(bounds.bytes)}, for {counted(bounds.days, 'day')};
      the oldest go first.
    </p>
  );
}
