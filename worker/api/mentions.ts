import type { User } from '../storage/members.ts';

/**
 * Which of the members a text names, as `@` and their name or address, whatever the case. The longest that fits at a place counts, so that `@Ada Lovelace` is not
 * `@Ada`; of several with one name, each is meant. An `@` within a word begins no mention: that is an address of somebody.
 */
export function mentionedIn(text: string, members: readonly User[]): User[] {
  const folded = text.toLowerCase();
  const named = new Set<User>();
  for (const { index } of folded.matchAll(beginning)) {
    const rest = index + 1;
    const fitting = members.flatMap((member) =>
      [member.name, member.email].flatMap((name) => (fits(folded, rest, name.toLowerCase()) ? [{ member, length: name.length }] : [])),
    );
    const longest = Math.max(...fitting.map(({ length }) => length));
    for (const { member, length } of fitting) if (length === longest) named.add(member);
  }
  return [...named];
}

const beginning = /(?<![\p{L}\p{N}_.+-])@/gu;
const wordAhead = /[\p{L}\p{N}_]/uy;

function fits(text: string, at: number, name: string): boolean {
  if (name === '' || !text.startsWith(name, at)) return false;
  wordAhead.lastIndex = at + name.length;
  return !wordAhead.test(text);
}
