import type { Event, Frame } from '../event/event.ts';

const maxFrames = 12;
const maxWords = 16;
/** Of a text, or of the names of a frame. */
const maxCharacters = 500;

/**
 * What an event has in common with those of similar issues: `f:` and the functions of its own code nearest to where it broke, `w:` and the words of what it says.
 * What differs from one event to the next is left out, and with it what would tell whom it was about: numbers, ids, addresses, paths, whatever is quoted.
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
  const words = [
    ...(event.exception?.values ?? []).flatMap(({ type, value }) => [...wordsOf(type ?? ''), ...saidIn(value ?? '')]),
    ...saidIn(event.logentry?.message ?? event.logentry?.formatted ?? ''),
  ];
  return [...new Set([...named.slice(-maxFrames).map((name) => `f:${name}`), ...words.slice(0, maxWords).map((word) => `w:${word}`)])];
}

/** The last two folders of a path are enough to know a file by; what is before them differs from one machine to the next. */
function nameOf(frame: Frame): string[] {
  const name = frame.function;
  if (!name || placeholders.has(name)) return [];
  const place = frame.module ?? frame.filename?.replace(/[?#].*$/s, '') ?? frame.package ?? '';
  const short = place.slice(-maxCharacters).split(/[/\\]/).slice(-2).join('/').slice(-100);
  return [withoutIds(`${short} ${name.slice(0, 100)}`.trim())];
}

/** What stands where the name of a function is not known. */
const placeholders: ReadonlySet<string> = new Set(['stripped_application_code', '<stripped application code>', '<redacted>', '<unknown>', '?']);

/** Hashes of bundles and numbers of generated classes change with every build. */
function withoutIds(name: string): string {
  return name.replaceAll(/(?<![a-z])(?=[0-9a-f]{0,40}\d)[0-9a-f]{6,40}(?![a-z])|\d{3,}/gi, '#');
}

/** Each quantifier ends at its own kind of character, so that no text takes longer than its length. */
function saidIn(text: string): string[] {
  return wordsOf(
    text
      .slice(0, maxCharacters)
      .replaceAll(/(?<![\p{L}\p{N}])(?:'[^']*(?:'|$)|"[^"]*(?:"|$)|`[^`]*(?:`|$)|“[^”]*(?:”|$)|«[^»]*(?:»|$))/gu, ' ')
      .split(/\s+/)
      .flatMap((token) => (/[@/\\]/.test(token) ? [] : [token.replace(/=.*$/s, ' ')]))
      .flatMap((token) => token.split(/[^\p{L}\p{N}_.-]/u))
      .filter((token) => !/\p{N}|^[a-f]{8,}$/iu.test(token))
      .join(' '),
  );
}

function wordsOf(text: string): string[] {
  return (text.slice(0, maxCharacters).match(/\p{L}[\p{L}_]{2,39}/gu) ?? []).map((word) => word.toLowerCase());
}
