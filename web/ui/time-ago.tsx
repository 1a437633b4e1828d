import { useComputed } from '@preact/signals';
import { now } from './clock.ts';
import { absoluteTime, relativeTime } from './times.ts';

/** `2 min ago`, with date, time and zone on hover. `at` is an ISO time. It keeps up with the clock by itself. */
export function TimeAgo({ at }: { at: string }) {
  // Built anew for each `at`, so that the computed below never keeps an old one.
  return <Ticking key={at} at={at} />;
}

function Ticking({ at }: { at: string }) {
  const time = Date.parse(at);
  // A clock of the server that runs ahead by seconds must not read as the future.
  const text = useComputed(() => relativeTime(time, Math.max(now.value, Math.min(time, now.value + 60_000))));
  return (
    <time dateTime={at} title={absoluteTime(time)}>
      {text}
    </time>
  );
}
