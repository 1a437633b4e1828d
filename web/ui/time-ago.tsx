import { useComputed } from '@preact/signals';
import { now } from './clock.ts';
import { absoluteTime, relativeTime, shortSpan } from './times.ts';

/** `2 min ago`, with date, time and zone on hover. `at` is an ISO time. It keeps up with the clock by itself. */
export function TimeAgo({ at }: { at: string }) {
  return <LiveTime at={at} format={relativeTime} />;
}

/** How old something is, without "ago": `3 h`. */
export function Age({ at }: { at: string }) {
  return <LiveTime at={at} format={(time, until) => shortSpan(until - time)} />;
}

function LiveTime({ at, format }: { at: string; format: (at: number, now: number) => string }) {
  // Built anew for each `at`, so that the computed below never keeps an old one.
  return <Ticking key={at} at={at} format={format} />;
}

function Ticking({ at, format }: { at: string; format: (at: number, now: number) => string }) {
  const time = Date.parse(at);
  // A clock of the server that runs ahead by seconds must not read as the future.
  const text = useComputed(() => format(time, Math.max(now.value, Math.min(time, now.value + 60_000))));
  return (
    <time dateTime={at} title={absoluteTime(time)}>
      {text}
    </time>
  );
}
