import { fail, ok, type Result } from '../result.ts';

/** The issues a query asks for: those whose status is one of these and that contain all of the texts. */
export interface IssueFilter {
  statuses: readonly IssueStatus[];
  /** Null for issues of any category. */
  category: IssueCategory | null;
  /** Looked for in title and culprit, without regard to case. */
  texts: readonly string[];
}

export type IssueStatus = 'unresolved' | 'resolved' | 'ignored';

export type IssueCategory = 'error' | 'feedback';

export type IssueQueryError =
  | { reason: 'unknown_status'; value: string }
  | { reason: 'unknown_category'; value: string }
  | { reason: 'unknown_filter'; key: string };

const allStatuses: readonly IssueStatus[] = ['unresolved', 'resolved', 'ignored'];
/** Sentry's words. `archived` is what people see, `ignored` what the API says. */
const statusOfWord = new Map<string, IssueStatus>([
  ['unresolved', 'unresolved'],
  ['resolved', 'resolved'],
  ['archived', 'ignored'],
  ['ignored', 'ignored'],
  ['muted', 'ignored'],
]);

/**
 * Reads the part of Sentry's issue search that is understood so far: `is:` and `!is:` with a status, `issue.category:`, and free text. Every run of words between filters is
 * one text, words in double quotes are one of their own. A filter that is not understood is an error, since ignoring it would show the wrong issues.
 */
export function parseIssueQuery(query: string): Result<IssueFilter, IssueQueryError> {
  let statuses = allStatuses;
  let category: IssueCategory | null = null;
  const texts: string[] = [];
  let words: string[] = [];
  const endText = () => {
    if (words.length > 0) texts.push(words.join(' '));
    words = [];
  };

  for (const token of query.matchAll(tokenPattern)) {
    const { quoted, negation, key, value, word = '' } = token.groups ?? {};
    if (quoted !== undefined) {
      endText();
      texts.push(quoted.replaceAll('\\"', '"'));
    } else if (key === undefined || value === undefined) {
      words.push(word);
    } else if (key === 'is') {
      endText();
      const status = statusOfWord.get(value);
      if (!status) return fail({ reason: 'unknown_status', value });
      statuses = statuses.filter((one) => (one === status) === (negation === ''));
    } else if (key === 'issue.category') {
      endText();
      category = readCategory(value, negation !== '');
      if (!category) return fail({ reason: 'unknown_category', value });
    } else {
      return fail({ reason: 'unknown_filter', key });
    }
  }
  endText();
  return ok({ statuses, category, texts: texts.filter((text) => text !== '') });
}

/** There are but two, so that not to be the one is to be the other. */
function readCategory(value: string, isNegated: boolean): IssueCategory | null {
  if (value !== 'error' && value !== 'feedback') return null;
  return (value === 'feedback') === isNegated ? 'error' : 'feedback';
}

/**
 * Quoted text, a filter, or a word. `key:` with nothing behind it, and `://`, are of texts that people paste: `TypeError: x is undefined`, `https://…`, as is
 * `::` of C++, Ruby and PHP.
 */
const tokenPattern = /"(?<quoted>(?:\\"|[^"])*)"(?=\s|$)|(?<negation>!?)(?<key>[a-zA-Z0-9_.-]+):(?!\/\/|:)(?<value>\S+)|(?<word>\S+)/g;

export function describeIssueQueryError(error: IssueQueryError): string {
  switch (error.reason) {
    case 'unknown_status':
      return `Invalid value "${error.value}" for "is:". Known are unresolved, resolved and archived.`;
    case 'unknown_category':
      return `Invalid value "${error.value}" for "issue.category:". Known are error and feedback.`;
    case 'unknown_filter':
      return `Searching by "${error.key}:" is not supported. Put it in double quotes to search for it as text.`;
  }
}
