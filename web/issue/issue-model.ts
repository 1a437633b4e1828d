import { action, createModel, signal } from '@preact/signals';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { IssueStatus } from '../../worker/api/contract/values.ts';
import type { Answer } from '../api.ts';
import type { Resource } from '../cache.ts';

export type Status = IssueStatus;

/** What the page of an issue tells the API. */
export interface IssueCommands {
  change(status: Status): Promise<Answer<Issue>>;
  remove(): Promise<Answer<unknown>>;
}

/** Says what was done, and how to take it back where that can be. */
export type Announce = (text: string, undo: (() => void) | null) => void;

/** What is done to one issue. A change shows at once and is taken back where the API refuses it. */
export const IssueModel = createModel((issue: Pick<Resource<Issue>, 'value' | 'put' | 'refresh'>, commands: IssueCommands, announce: Announce) => {
  const isDeleted = signal(false);

  const change = async (status: Status): Promise<boolean> => {
    const before = issue.value.peek();
    if (before === null || before.status === status) return false;
    issue.put({ ...before, status, substatus: null });
    const answer = await commands.change(status);
    if (!answer.ok) {
      issue.put(before);
      announce(`Nothing was changed. ${answer.failure.message}`, null);
      return false;
    }
    // The reply of a change may leave out what only the page asks for.
    issue.put({ ...before, ...answer.value });
    void issue.refresh();
    return true;
  };

  return {
    isDeleted,
    setStatus: action(async (status: Status): Promise<void> => {
      const before = issue.value.peek()?.status;
      const isDone = await change(status);
      if (isDone && before !== undefined) announce(statusText(status), () => void change(before));
    }),
    remove: action(async (): Promise<void> => {
      const answer = await commands.remove();
      if (answer.ok) isDeleted.value = true;
      announce(answer.ok ? 'Issue deleted' : `Nothing was deleted. ${answer.failure.message}`, null);
    }),
  };
});

function statusText(status: Status): string {
  switch (status) {
    case 'resolved':
      return 'Issue resolved';
    case 'ignored':
      return 'Issue archived';
    case 'unresolved':
      return 'Issue reopened';
  }
}
