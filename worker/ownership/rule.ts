/** What a rule looks at: the frames of the event, its URL, or a tag. */
export type MatcherType = 'path' | 'module' | 'url' | 'codeowners' | `tags.${string}`;

export interface Matcher {
  type: MatcherType;
  pattern: string;
}

/** An owner as a rule names it. A team by its slug, a user by their email in lower case; `alias` is what only a CODEOWNERS file calls somebody: `@acme/shop`, `@ada`. */
export interface OwnerName {
  type: 'team' | 'user' | 'alias';
  name: string;
  /** Where it stands in its line, from 1, in UTF-16 units. */
  column: number;
}

export interface OwnershipRule {
  /** From 1. */
  line: number;
  matcher: Matcher;
  owners: readonly OwnerName[];
}

/** As it is written in rules: `#shop`, `ada@acme.example`, `@acme/shop`. */
export function spellOwner({ type, name }: Pick<OwnerName, 'type' | 'name'>): string {
  return type === 'team' ? `#${name}` : name;
}
