import type { IssueHash } from '../../../worker/api/contract/issue-hash.ts';
import type { Answer } from '../../api.ts';
import type { FamilyCommands } from './family-commands.ts';

export const refused: Answer<never> = { ok: false, failure: { reason: 'forbidden', message: 'You may not do this.' } };

export function aHash(id: string, eventCount = 1): IssueHash {
  return { id, latestEvent: null, eventCount, firstSeen: '2026-11-20T10:00:00Z', lastSeen: '2026-11-23T15:44:52Z', state: 'unlocked', origin: { type: 'own' } };
}

/** An API that knows issues by the hashes they are made of, and merges and parts them as the real one: the issue with the most hashes takes the others in. */
export class Families implements FamilyCommands {
  readonly issues: Map<string, string[]>;
  isRefusing = false;

  constructor(issues: Record<string, string[]>) {
    this.issues = new Map(Object.entries(issues));
  }

  /** As it is now: ids with their hashes, sorted. */
  get state(): Record<string, string[]> {
    return Object.fromEntries([...this.issues].sort().map(([id, hashes]) => [id, hashes.toSorted()]));
  }

  async hashesOf(issueId: string): Promise<Answer<IssueHash[]>> {
    return this.isRefusing ? refused : { ok: true, value: (this.issues.get(issueId) ?? []).map((hash) => aHash(hash)) };
  }

  async merge(issueIds: readonly string[]): ReturnType<FamilyCommands['merge']> {
    if (this.isRefusing) return refused;
    const [parent = '', ...children] = issueIds.toSorted((a, b) => this.#hashes(b).length - this.#hashes(a).length);
    this.issues.set(
      parent,
      [parent, ...children].flatMap((id) => this.#hashes(id)),
    );
    for (const child of children) this.issues.delete(child);
    return { ok: true, value: { merge: { parent, children } } };
  }

  async unmerge(issueId: string, hashes: readonly string[]): ReturnType<FamilyCommands['unmerge']> {
    const all = this.#hashes(issueId);
    const [own = ''] = all;
    const going = all.filter((hash) => hash !== own && hashes.includes(hash) !== hashes.includes(own));
    const [newIssueId] = going;
    if (this.isRefusing || newIssueId === undefined) return refused;
    this.issues.set(
      issueId,
      all.filter((hash) => !going.includes(hash)),
    );
    this.issues.set(newIssueId, going);
    return { ok: true, value: { newIssueId } };
  }

  #hashes(issueId: string): string[] {
    return this.issues.get(issueId) ?? [];
  }
}
