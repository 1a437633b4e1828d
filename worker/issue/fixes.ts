import { parseShortId } from './short-id.ts';

/** Each of the words, and then issues in a row: `Fixes WEB-1A, WEB-2 and API-3`. */
const word = /\b(?:fix(?:es|ed)?|closes?d?|resolve[sd]?)\b:?(?=[\s,])/gi;
const next = /(?:[\s,:]|\band\b)*([a-z0-9][a-z0-9_-]{0,60}-[0-9a-z]{1,6})(?![\w-])/iy;
/** Of one message. */
const maxIssues = 50;

/** The issues that the message of a commit says it solves, each once. */
export function fixesOf(message: string): { projectSlug: string; number: number }[] {
  const found = new Map<string, { projectSlug: string; number: number }>();
  for (const { index, 0: match } of message.matchAll(word)) {
    next.lastIndex = index + match.length;
    for (let name = next.exec(message)?.[1]; name !== undefined && found.size < maxIssues; name = next.exec(message)?.[1]) {
      const issue = parseShortId(name);
      if (issue) found.set(`${issue.projectSlug}-${issue.number}`, issue);
    }
  }
  return [...found.values()];
}
