import { listHashes, mergeIssues, unmergeHashes } from '../../api.ts';
import { issuePath } from '../../places.ts';
import { navigate, path, query } from '../../router.ts';
import { showToast } from '../../ui/toast.tsx';
import { forgetFamilies, issues } from '../store.ts';
import type { FamilyCommands, Tell } from './family-commands.ts';

/** What the tabs of similar and of merged issues are given: the API, the toast, and the way to another issue. */
export function familyOf(org: string): { commands: FamilyCommands; tell: Tell; show: (issueId: string) => void } {
  return {
    commands: {
      hashesOf: (issueId) => listHashes(org, issueId),
      merge: (issueIds) => mergeIssues(org, issueIds),
      unmerge: (issueId, hashes) => unmergeHashes(org, issueId, hashes),
    },
    tell: (text, { undo, issueId } = {}) =>
      showToast({ text, ...(undo ? { undo } : {}), ...(issueId === undefined ? {} : { link: { label: 'Open it', href: issuePath(org, issueId) } }) }),
    show(issueId) {
      forgetFamilies();
      const target = issuePath(org, issueId);
      const tab = query.peek().get('tab');
      // Whoever has gone on to something else is left there.
      if (path.peek() === target || !/\/issues\/\d+\//.test(path.peek())) void issues.visit(org, issueId).refresh();
      else navigate(tab === null ? target : `${target}?tab=${tab}`, { replace: true, stays: true });
    },
  };
}
