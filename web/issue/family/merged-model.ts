import { action, computed, createModel, signal } from '@preact/signals';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import type { IssueHash } from '../../../worker/api/contract/issue-hash.ts';
import type { Resource } from '../../cache.ts';
import { type FamilyCommands, goingOf, type Tell } from './family-commands.ts';
import { PickModel } from './pick-model.ts';

interface Place {
  issue: Pick<Issue, 'id'>;
  hashes: Pick<Resource<IssueHash[]>, 'value' | 'refresh'>;
  /** Shows this issue anew: the one of the page has changed, or is a part of another now. */
  show: (issueId: string) => void;
}

/** What an issue was merged of, and what is let go of it. What goes is gone from the list at once, and comes back where the API refuses. */
export const MergedModel = createModel(({ issue, hashes, show }: Place, commands: FamilyCommands, tell: Tell) => {
  const going = signal<readonly string[]>([]);
  const isParting = computed(() => going.value.length > 0);
  const rows = computed(() => (hashes.value.value ?? []).filter(({ id }) => !going.value.includes(id)));
  const pick = new PickModel(computed(() => rows.value.map(({ id }) => id)));
  /** Something has to stay. */
  const canUnmerge = computed(() => !isParting.value && pick.chosen.value.length > 0 && pick.chosen.value.length < rows.value.length);

  const takeBack = async (newIssueId: string): Promise<void> => {
    const answer = await commands.merge([issue.id, newIssueId]);
    const parent = answer.ok ? answer.value.merge?.parent : undefined;
    show(parent ?? issue.id);
    await hashes.refresh();
    tell(answer.ok ? 'They are one issue again' : `They are still apart. ${answer.failure.message}`);
  };

  return {
    rows,
    pick,
    isParting,
    canUnmerge,
    unmerge: action(async (): Promise<void> => {
      const named = pick.chosen.peek();
      if (named.length === 0 || isParting.peek()) return;
      if (!canUnmerge.peek()) return tell('At least one hash has to stay in this issue.');
      going.value = goingOf(rows.peek(), named);
      const answer = await commands.unmerge(issue.id, named);
      if (!answer.ok) {
        going.value = [];
        tell(`Nothing was unmerged. ${answer.failure.message}`);
        return;
      }
      const { newIssueId } = answer.value;
      pick.clear();
      const count = going.peek().length;
      tell(count === 1 ? '1 hash is an issue of its own now' : `${count} hashes are an issue of their own now`, {
        undo: () => void takeBack(newIssueId),
        issueId: newIssueId,
      });
      show(issue.id);
      await hashes.refresh();
      going.value = [];
    }),
  };
});
