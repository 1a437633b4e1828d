import { action, computed, createModel, signal } from '@preact/signals';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import type { SimilarIssues } from '../../../worker/api/contract/similar-issue.ts';
import type { Resource } from '../../cache.ts';
import { counted } from '../../ui/numbers.ts';
import { type FamilyCommands, mergeAll, type Merger, type Tell } from './family-commands.ts';
import { PickModel } from './pick-model.ts';

interface Place {
  /** The issue that the others are like. */
  issue: Pick<Issue, 'id'>;
  similar: Pick<Resource<SimilarIssues>, 'value' | 'refresh'>;
  /** Shows this issue anew: the one of the page has changed, or is a part of another now. */
  show: (issueId: string) => void;
}

/** Issues that are like one, and what becomes of them. Those that are merged are gone from the list at once, and come back where the API refuses. */
export const SimilarModel = createModel(({ issue, similar, show }: Place, commands: FamilyCommands, tell: Tell) => {
  const going = signal<readonly string[]>([]);
  const isMerging = computed(() => going.value.length > 0);
  const rows = computed(() => (similar.value.value ?? []).filter(([{ id }]) => !going.value.includes(id)));
  const pick = new PickModel(computed(() => rows.value.map(([{ id }]) => id)));

  const takeBack = async ({ undo }: Merger): Promise<void> => {
    const answer = await undo();
    show(issue.id);
    await similar.refresh();
    tell(answer.ok ? 'They are issues of their own again' : `Not all are apart again. ${answer.failure.message}`);
  };

  return {
    rows,
    isMerging,
    pick,
    merge: action(async (): Promise<void> => {
      const chosen = pick.chosen.peek();
      if (chosen.length === 0 || isMerging.peek()) return;
      const names = rows.peek().flatMap(([{ id, shortId }]) => (chosen.includes(id) ? [shortId] : []));
      going.value = chosen;
      const answer = await mergeAll(commands, [issue.id, ...chosen]);
      if (!answer.ok) {
        going.value = [];
        tell(`Nothing was merged. ${answer.failure.message}`);
        return;
      }
      const merger = answer.value;
      pick.clear();
      tell(mergedText(names, merger.issueId === issue.id), { undo: () => void takeBack(merger) });
      show(merger.issueId);
      await similar.refresh();
      going.value = [];
    }),
  };
});

/** The one with the most events takes the others in, which may not be the one that was on the page. */
function mergedText(names: readonly string[], isHere: boolean): string {
  const [first = ''] = names;
  if (isHere) return `${names.length === 1 ? first : counted(names.length, 'issue')} merged into this issue`;
  return names.length === 1
    ? `Merged into ${first}, which has more events`
    : `Merged into the one of ${counted(names.length + 1, 'issue')} that has most events`;
}
