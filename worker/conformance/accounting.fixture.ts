import { expect } from 'vitest';
import type { Project, ProjectKey } from '../api/contract/project.ts';
import type { Stats } from '../api/contract/stats.ts';
import { eventually, type Installation } from '../commands/harness.ts';
import { countSent, openPassage } from './passage.fixture.ts';

export interface Accounting {
  /** Of a new project, by way of a passage that counts. */
  dsn: string;
  /**
   * Fails unless the outcomes of the project become just what was sent and what client reports say was not, and every answer was 200. Waits for something of
   * `categories`, and answers the categories of all that was sent, sorted.
   */
  close(categories: readonly string[]): Promise<string[]>;
}

export async function openAccounting(installation: Installation, name: string): Promise<Accounting> {
  const { org, api } = installation;
  const headers = { 'content-type': 'application/json' };
  const project = await api<Project>(`/organizations/${org}/projects/`, { method: 'POST', headers, body: JSON.stringify({ name, platform: 'node' }) });
  const [key] = await api<ProjectKey[]>(`/projects/${org}/${project.slug}/keys/`);
  if (!key) throw new Error('A new project has no key');
  const passage = await openPassage(key.dsn.public);
  return {
    dsn: passage.dsn,
    async close(categories) {
      try {
        return await eventually(async () => {
          const { sent, discarded } = countSent(passage.items);
          expect(Object.keys(sent)).toEqual(expect.arrayContaining([...categories]));
          const outcomes = await readOutcomes(installation, project.id);
          expect(outcomes.received).toMatchObject(sent);
          expect(outcomes.discarded).toEqual(discarded);
          expect(new Set(passage.statuses)).toEqual(new Set([200]));
          return Object.keys(sent).sort();
        }, 20_000);
      } finally {
        await passage.stop();
      }
    },
  };
}

/** What the statistics of a project say, by data category: what came, whatever became of it, and what clients say they dropped. */
export async function readOutcomes({ org, api }: Installation, projectId: string): Promise<Record<'received' | 'discarded', Record<string, number>>> {
  const query = `field=sum(quantity)&groupBy=outcome&groupBy=category&project=${projectId}&statsPeriod=24h`;
  const { groups } = await api<Stats>(`/organizations/${org}/stats_v2/?${query}`);
  const counts: Record<'received' | 'discarded', Record<string, number>> = { received: {}, discarded: {} };
  for (const { by, totals } of groups) {
    const side = counts[by.outcome === 'client_discard' ? 'discarded' : 'received'];
    const category = String(by.category);
    side[category] = (side[category] ?? 0) + (totals['sum(quantity)'] ?? 0);
  }
  return counts;
}
