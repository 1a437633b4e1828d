import type { Person } from '../../../worker/api/contract/participation.ts';

/** A mention under way: from the `@` to the caret. */
export interface Started {
  start: number;
  wanted: string;
}

const maxChars = 40;
const maxShown = 6;

/** What is being mentioned where the caret stands; null where no mention is. An `@` within a word begins none: that is an address. */
export function startedMention(text: string, caret: number): Started | null {
  const before = text.slice(Math.max(0, caret - maxChars), caret);
  const start = before.lastIndexOf('@');
  const wanted = before.slice(start + 1);
  if (start < 0 || wanted.includes('\n') || wanted.split(' ').length > 3 || wanted.startsWith(' ')) return null;
  if (/[\p{L}\p{N}_.+-]/u.test(before.charAt(start - 1))) return null;
  return { start: caret - wanted.length - 1, wanted };
}

/** Whom it may mean: those whose name or address, or a word of it, begins so; names that begin so come first. */
export function findMentioned(people: readonly Person[], { wanted }: Started): Person[] {
  const begun = wanted.toLowerCase();
  const rank = ({ name, email }: Person): number => {
    if (name.toLowerCase().startsWith(begun)) return 0;
    if (
      name
        .toLowerCase()
        .split(/\s+/)
        .some((word) => word.startsWith(begun))
    )
      return 1;
    return email.toLowerCase().startsWith(begun) ? 2 : 3;
  };
  return people
    .filter((person) => rank(person) < 3)
    .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .slice(0, maxShown);
}

/** The text with the mention written out, and where the caret then stands. Who has no name, or shares it, is named by their address. */
export function completed(text: string, caret: number, { start }: Started, person: Person, people: readonly Person[]): { text: string; caret: number } {
  const isAlone = person.name.trim() !== '' && people.filter(({ name }) => name.toLowerCase() === person.name.toLowerCase()).length === 1;
  const mention = `@${isAlone ? person.name : person.email} `;
  const rest = text.slice(caret);
  return { text: text.slice(0, start) + mention + (rest.startsWith(' ') ? rest.slice(1) : rest), caret: start + mention.length };
}
