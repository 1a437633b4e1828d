import type { IsWord, IssueStatusWord, IssueSubstatusWord } from './tree.ts';

/** Words of `is:` by all their names. Source: getsentry/sentry src/sentry/api/issue_search.py, src/sentry/search/utils.py. */
export function readIsWord(word: string): IsWord | null {
  return stateOfWord.get(word) ?? readStatusWord(word) ?? readSubstatusWord(word);
}

/** `archived` is what people see, `ignored` what the API says, `muted` what it once said. */
export function readStatusWord(word: string): IssueStatusWord | null {
  return statusOfWord.get(word) ?? null;
}

export function readSubstatusWord(word: string): IssueSubstatusWord | null {
  return substatusOfWord.get(word) ?? substatusOfWord.get(`archived_${word}`) ?? null;
}

/** Without the old names. */
export const statusWords = ['unresolved', 'resolved', 'archived', 'reprocessing'] as const satisfies readonly IssueStatusWord[];

export const substatusWords = [
  'new',
  'ongoing',
  'escalating',
  'regressed',
  'archived_until_escalating',
  'archived_until_condition_met',
  'archived_forever',
] as const satisfies readonly IssueSubstatusWord[];

const stateWords = ['assigned', 'unassigned', 'for_review', 'linked', 'unlinked'] as const satisfies readonly IsWord[];

export const isWords: readonly IsWord[] = [...statusWords, ...stateWords, ...substatusWords];

const stateOfWord = identityMap(stateWords);

const statusOfWord: ReadonlyMap<string, IssueStatusWord> = new Map<string, IssueStatusWord>([
  ...identityMap(statusWords),
  ['ignored', 'archived'],
  ['muted', 'archived'],
]);

const substatusOfWord = identityMap(substatusWords);

function identityMap<Word extends string>(words: readonly Word[]): ReadonlyMap<string, Word> {
  return new Map(words.map((word) => [word, word]));
}
