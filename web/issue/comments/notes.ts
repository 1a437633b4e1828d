import type { Activity, Issue } from '../../../worker/api/contract/issue.ts';

/** The issue with a comment that was just written. */
export function withNote(issue: Issue, note: Activity): Issue {
  return { ...issue, numComments: issue.numComments + 1, activity: [note, ...(issue.activity ?? [])] };
}

export function withChangedNote(issue: Issue, note: Activity): Issue {
  return { ...issue, activity: (issue.activity ?? []).map((act) => (act.id === note.id ? note : act)) };
}

export function withoutNote(issue: Issue, noteId: string): Issue {
  const activity = (issue.activity ?? []).filter(({ id }) => id !== noteId);
  const isGone = activity.length < (issue.activity ?? []).length;
  return { ...issue, numComments: Math.max(0, issue.numComments - (isGone ? 1 : 0)), activity };
}
