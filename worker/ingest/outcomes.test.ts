import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { aProject, type TestProject } from './ingest.fixture.ts';
import { type CountedOutcome, countOutcomes, flushOutcomes } from './outcomes.ts';

const hourMs = 3_600_000;

function count(project: TestProject, outcomes: readonly CountedOutcome[]): void {
  countOutcomes(env, createExecutionContext(), project, outcomes, Date.now());
}

interface Row {
  hour_at: number;
  category: string;
  outcome: string;
  reason: string;
  quantity: number;
}

async function rowsOf({ projectId }: TestProject, table: 'outcomes' | 'rejections' = 'outcomes'): Promise<Row[]> {
  await flushOutcomes(env);
  const { results } = await env.DB.prepare(`select * from ${table} where project_id = ?`).bind(projectId).all<Row>();
  return results;
}

/** As a client report says it. */
function told(reason: string, { hoursAgo = 0, quantity = 1 } = {}): CountedOutcome {
  return { outcome: { outcome: 'client_discard', reason }, category: 'error', quantity, at: Date.now() - hoursAgo * hourMs };
}

describe('what clients tell', () => {
  it('cannot make more than some rows, however many hours and reasons it names', async () => {
    const project = await aProject();
    for (let hoursAgo = 0; hoursAgo < 700; hoursAgo += 1) count(project, [told(`made-up-${hoursAgo}`, { hoursAgo })]);
    const rows = await rowsOf(project);
    expect(rows.length).toBeLessThanOrEqual(51);
    expect(rows.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(700);
  });

  it('does not take the reasons from what the project itself decided', async () => {
    const project = await aProject();
    count(
      project,
      Array.from({ length: 100 }, (_none, at) => told(`made-up-${at}`)),
    );
    count(project, [{ outcome: { outcome: 'filtered', reason: 'localhost' }, category: 'error', quantity: 1 }]);
    expect(await rowsOf(project)).toContainEqual(expect.objectContaining({ outcome: 'filtered', reason: 'localhost' }));
  });

  it('is no sample of a rejection: it never came', async () => {
    const project = await aProject();
    count(project, [{ ...told('made-up'), outcome: { outcome: 'filtered', reason: 'made-up' } }]);
    expect(await rowsOf(project, 'rejections')).toEqual([]);
    count(project, [{ outcome: { outcome: 'filtered', reason: 'localhost' }, category: 'error', quantity: 1 }]);
    expect(await rowsOf(project, 'rejections')).toMatchObject([{ reason: 'localhost' }]);
  });

  it('adds up to no more than a number can hold, and does not stop the counts of others', async () => {
    const [project, neighbour] = [await aProject(), await aProject()];
    for (let time = 0; time < 3; time += 1) {
      count(
        project,
        Array.from({ length: 3 }, () => told('much', { quantity: 5e15 })),
      );
      await flushOutcomes(env);
    }
    count(neighbour, [{ outcome: { outcome: 'accepted' }, category: 'error', quantity: 1 }]);
    expect(await rowsOf(neighbour)).toMatchObject([{ quantity: 1 }]);
    expect(await rowsOf(project)).toMatchObject([{ quantity: Number.MAX_SAFE_INTEGER }]);
  });

  it.each(['\ud800', 'a\u0000b', '\u202egnp.exe', '"; drop table outcomes; --'])('may name any reason: %j', async (reason) => {
    const project = await aProject();
    count(project, [told(reason)]);
    expect(await rowsOf(project)).toMatchObject([{ quantity: 1 }]);
  });
});
