import { action, createModel, signal } from '@preact/signals';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { IssueChange } from '../../worker/api/contract/issue-change.ts';
import type { Answer } from '../api.ts';
import type { Resource } from '../cache.ts';
import { anticipated, bodyOf, type Deed, deedText, isAlready, reverted, undoingBody } from './actions/deed.ts';

/** What the page of an issue tells the API. */
export interface IssueCommands {
  change(body: IssueChange): Promise<Answer<Issue>>;
  remove(): Promise<Answer<unknown>>;
  /** Deletes it and turns its later events away. */
  discard(): Promise<Answer<unknown>>;
}

/** Says what was done, and how to take it back where that can be. */
export type Announce = (text: string, undo: (() => void) | null) => void;

/** What is done to one issue. A change shows at once and is taken back where the API refuses it. */
export const IssueModel = createModel((issue: Pick<Resource<Issue>, 'value' | 'put' | 'refresh'>, commands: IssueCommands, announce: Announce) => {
  const isDeleted = signal(false);

  /** Whether the API took it. Until it answers the page shows `shown`, and afterwards what was before if it refuses. */
  const send = async (body: IssueChange, shown: (now: Issue) => Issue, refused: (now: Issue) => Issue): Promise<boolean> => {
    const before = issue.value.peek();
    if (before === null) return false;
    issue.put(shown(before));
    const answer = await commands.change(body);
    const now = issue.value.peek() ?? before;
    if (!answer.ok) {
      issue.put(refused(now));
      announce(`Nothing was changed. ${answer.failure.message}`, null);
      return false;
    }
    // The reply of a change may leave out what only the page asks for.
    issue.put({ ...now, ...answer.value });
    void issue.refresh();
    return true;
  };

  const act = action(async (deed: Deed): Promise<void> => {
    const before = issue.value.peek();
    if (before === null || isAlready(before, deed)) return;
    const isDone = await send(
      bodyOf(deed),
      (now) => anticipated(now, deed, Date.now()),
      (now) => reverted(now, before, deed),
    );
    if (isDone) announce(`Issue ${deedText(deed)}`, () => void undo(before, deed));
  });

  const undo = action(async (before: Issue, deed: Deed): Promise<void> => {
    const done = issue.value.peek();
    if (done === null) return;
    await send(
      undoingBody(before, deed),
      (now) => reverted(now, before, deed),
      (now) => reverted(now, done, deed),
    );
  });

  const goForGood = async (ask: () => Promise<Answer<unknown>>, said: string): Promise<void> => {
    const answer = await ask();
    if (answer.ok) isDeleted.value = true;
    announce(answer.ok ? said : `Nothing was deleted. ${answer.failure.message}`, null);
  };

  return {
    isDeleted,
    act,
    remove: action(() => goForGood(commands.remove, 'Issue deleted')),
    discard: action(() => goForGood(commands.discard, 'Issue deleted, its later events are discarded')),
    /** Says that the reader has it open. Nobody waits for it, and a failure costs a mark. */
    see: action(async (): Promise<void> => {
      const before = issue.value.peek();
      if (before === null || before.hasSeen) return;
      const answer = await commands.change({ hasSeen: true });
      const now = issue.value.peek();
      if (answer.ok && now !== null) issue.put({ ...now, hasSeen: true, seenBy: answer.value.seenBy ?? now.seenBy ?? [] });
    }),
  };
});
