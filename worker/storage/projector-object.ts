import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import type { Effect } from '../issue/effects.ts';
import { effectOf } from '../issue/issue.ts';
import { fail, ok, type Result } from '../result.ts';
import { claimHashes, type Projection, projectIssues } from './projection.ts';
import { dataShard } from './shards.ts';

export interface Projected {
  issueId: number;
  /** Where a new issue turned out to be a part of another one: the hash of that. Then nothing was written, and there is no id. */
  ownerHash: string | null;
  /** False when the queue did not take the effects of the outbox: D1 is up to date all the same. */
  isTold: boolean;
}

/** How long projections gather before a batch goes out, ms: short beside the seconds a reader is promised, long enough to merge many. */
const gatherMs = 200;
/** So many issues go into one batch at most. */
const maxBatch = 100;
const maxMessages = 100;

/** By place in the batch. */
interface Written {
  issueIds: number[];
  owners: (string | null)[];
  isTold: boolean;
}

type ProjectionError = { reason: 'database'; message: string };

interface Waiting {
  projection: Projection;
  resolve: (result: Result<Projected, ProjectionError>) => void;
}

/**
 * Merges the projections of many issues into few batches: D1 has one writer, and what a batch costs hardly depends on its size. There is one of these per data
 * shard, off the path of any answer. It keeps nothing: an issue object whose projection does not come back sends it again.
 */
export class ProjectorObject extends DurableObject<Env> {
  #waiting: Waiting[] = [];
  #isGathering = false;

  /** Writes one issue to D1, together with others, and sends its effects to the queue. */
  project(projection: Projection): Promise<Result<Projected, ProjectionError>> {
    return new Promise((resolve) => {
      this.#waiting.push({ projection, resolve });
      if (this.#isGathering) return;
      this.#isGathering = true;
      setTimeout(() => void this.#writeAll(), gatherMs);
    });
  }

  /** The same without waiting for others, for somebody who looks at a screen; whoever waits already goes along. */
  async projectNow(projection: Projection): Promise<Result<Projected, ProjectionError>> {
    const projected = new Promise<Result<Projected, ProjectionError>>((resolve) => this.#waiting.push({ projection, resolve }));
    await this.#writeAll();
    return projected;
  }

  /** For somebody whose projection waits here already: nobody waits any longer. */
  async hurry(): Promise<void> {
    await this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    this.#isGathering = false;
    while (this.#waiting.length > 0) {
      const shard = this.#waiting[0]?.projection.shard ?? 0;
      await this.#write(dataShard(this.env, shard), this.#waiting.splice(0, maxBatch));
    }
  }

  async #write(db: D1Database, batch: Waiting[]): Promise<void> {
    const result = await this.#attempt(db, batch);
    if (result.ok) return batch.forEach(({ resolve }, index) => resolve(projectedOf(result.value, index)));
    if (batch.length === 1) return batch.forEach(({ resolve }) => resolve(result));
    await this.#writeSingly(db, batch);
  }

  /** One projection that D1 cannot take must not keep the others out. Where even the first fails, D1 is away, and all come back later. */
  async #writeSingly(db: D1Database, batch: Waiting[]): Promise<void> {
    for (const [index, each] of batch.entries()) {
      const result = await this.#attempt(db, [each]);
      if (!result.ok && index === 0) return batch.forEach(({ resolve }) => resolve(result));
      each.resolve(result.ok ? projectedOf(result.value, 0) : result);
    }
  }

  async #attempt(db: D1Database, batch: readonly Waiting[]): Promise<Result<Written, ProjectionError>> {
    try {
      const projections = batch.map(({ projection }) => projection);
      const owners = await claimHashes(db, projections);
      const written = projections.filter((_, index) => owners[index] === null);
      const ids = await projectIssues(db, written);
      const isTold = await this.#tell(written.flatMap((projection, index) => projection.outbox.map((effect) => effectOf(projection, ids[index] ?? 0, effect))));
      const idOf = new Map(written.map((projection, index) => [projection, ids[index] ?? 0]));
      return ok({ issueIds: projections.map((projection) => idOf.get(projection) ?? 0), owners, isTold });
    } catch (error) {
      return fail({ reason: 'database', message: String(error) });
    }
  }

  async #tell(effects: readonly Effect[]): Promise<boolean> {
    try {
      for (let from = 0; from < effects.length; from += maxMessages) {
        await this.env.EFFECTS.sendBatch(effects.slice(from, from + maxMessages).map((body) => ({ body })));
      }
      return true;
    } catch (error) {
      console.warn('effects wait, since the queue is away:', error);
      return false;
    }
  }
}

function projectedOf({ issueIds, owners, isTold }: Written, index: number): Result<Projected, never> {
  return ok({ issueId: issueIds[index] ?? 0, ownerHash: owners[index] ?? null, isTold });
}

/** Name of the projector of a data shard. */
export function projectorName(shard: number): string {
  return `shard ${shard}`;
}
