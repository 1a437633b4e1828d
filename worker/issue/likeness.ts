import type { Event, Frame } from '../event/event.ts';

const maxFrames = 12;
const maxWords = 16;

/**
 * What an event has in common with those of similar issues: `f:` and the functions of its own code nearest to where it broke, `w:` and the words of what it says.
 * Numbers and ids are left out, since they differ from one event to the next.
 */
export function likenessOf(event: Event): string[] {
  const stacks = [
    ...(event.exception?.values ?? []).map(({ stacktrace }) => stacktrace),
    ...(event.threads?.values ?? []).map(({ stacktrace }) => stacktrace),
    event.stacktrace,
  ];
  const frames = stacks.flatMap((stack) => stack?.frames ?? []);
  const own = frames.filter((frame) => frame.in_app === true);
  const named = (own.length > 0 ? own : frames).flatMap(nameOf);
  const said = [
    ...(event.exception?.values ?? []).map(({ type, value }) => `${type ?? ''} ${value ?? ''}`),
    event.logentry?.message ?? event.logentry?.formatted ?? '',
  ];
  const words = said.flatMap((text) => text.slice(0, 500).match(/\p{L}[\p{L}_]{2,39}/gu) ?? []);
  return [...new Set([...named.slice(-maxFrames).map((name) => `f:${name}`), ...words.slice(0, maxWords).map((word) => `w:${word.toLowerCase()}`)])];
}

function nameOf(frame: Frame): string[] {
  const place = frame.module ?? frame.filename ?? frame.package;
  if (!frame.function) return [];
  return [`${(place ?? '').slice(-100)} ${frame.function.slice(0, 100)}`.trim()];
}
