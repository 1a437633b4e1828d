import type { IsWord, IssueStatusWord, IssueSubstatusWord } from './tree.ts';

/** Words of `is:` by all their names. Source: getsentry/sentry src/sentry/api/issue_search.py, src/sentry/search/utils.py. */
export function readIsWord(word: string): IsWord | null {
  return stateWords.get(word) ?? readStatusWord(word) ?? readSubstatusWord(word);
}

/** `archived` is what people see, `ignored` what the API says, `muted` what it once said. */
export function readStatusWord(word: string): IssueStatusWord | null {
  return statusWords.get(word) ?? null;
}

export function readSubstatusWord(word: string): IssueSubstatusWord | null {
  return substatusWords.get(word) ?? substatusWords.get(`archived_${word}`) ?? null;
}

const stateWords: ReadonlyMap<string, IsWord> = identityMap(['assigned', 'unassigned', 'for_review', 'linked', 'unlinked']);

const statusWords: ReadonlyMap<string, IssueStatusWord> = new Map<string, IssueStatusWord>([
  ...identityMap(['unresolved', 'resolved', 'archived', 'reprocessing']),
  ['ignored', 'archived'],
  ['muted', 'archived'],
]);

const substatusWords: ReadonlyMap<string, IssueSubstatusWord> = identityMap([
  'new',
  'ongoing',
  'escalating',
  'regressed',
  'archived_until_escalating',
  'archived_until_condition_met',
  'archived_forever',
]);

function identityMap<const Word extends string>(words: readonly Word[]): Map<string, Word> {
  return new Map(words.map((word) => [word, word]));
}
