import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import type { Effect } from '../issue/effects.ts';
import { effectOf } from '../issue/issue.ts';
import { changesOf } from '../live/changes.ts';
import { liveObjectName } from '../live/object-name.ts';
import { Outlet } from '../live/outlet.ts';
import { fail, ok, type Result } from '../result.ts';
import { ReleaseNews } from './announce-releases.ts';
import { changedIssuesOf } from './changed-issues.ts';
import { claimHashes, type Projection, projectIssues } from './projection.ts';
import { dataShard } from './shards.ts';

export interface Projected {
  issueId: number;
  /** Where a new issue turned out to be a part of another one: the hash of that. Then nothing was written, and there is no id. */
  ownerHash: string | null;
  /** False when the queue did not take the effects of the outbox: D1 is up to date all the same. */
  isTold: boolean;
  /** Somebody looks at the organization, and would like to know soon. */
  isWatched: boolean;
}

/** How long projections gather before a batch goes out, ms: short beside the seconds a reader is promised, long enough to merge many. */
const gatherMs = 200;
/** So many issues go into one batch at most. */
const maxBatch = 100;
const maxMessages = 100;

/** By organization, until when somebody looks at it. */
type Leases = Record<number, number>;

interface Watch {
  until: number;
  outlet: Outlet;
}

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
 * shard, off the path of any answer. It keeps no projection: an issue object whose projection does not come back sends it again.
 *
 * Where somebody looks at an organization (live/live-object.ts), it tells what it wrote. It remembers that by itself, so that it need not ask.
 */
export class ProjectorObject extends DurableObject<Env> {
  #waiting: Waiting[] = [];
  #isGathering = false;
  readonly #releases = new ReleaseNews();
  readonly #watches: Map<number, Watch>;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    const leases = Object.entries(context.storage.kv.get<Leases>('watches') ?? {});
    this.#watches = new Map(leases.map(([organizationId, until]) => [Number(organizationId), this.#watchOf(Number(organizationId), until)]));
  }

  /** Somebody looks at the organization until then, Unix milliseconds. */
  watch(organizationId: number, until: number): void {
    const watch = this.#watches.get(organizationId) ?? this.#watchOf(organizationId, until);
    watch.until = until;
    this.#watches.set(organizationId, watch);
    this.#keepWatches();
  }

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

  /** A release was deleted. */
  forgetReleases(): void {
    this.#releases.forget();
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
    if (result.ok) return batch.forEach((each, index) => this.#settle(each, result.value, index));
    if (batch.length === 1) return batch.forEach(({ resolve }) => resolve(result));
    await this.#writeSingly(db, batch);
  }

  /** One projection that D1 cannot take must not keep the others out. Where even the first fails, D1 is away, and all come back later. */
  async #writeSingly(db: D1Database, batch: Waiting[]): Promise<void> {
    for (const [index, each] of batch.entries()) {
      const result = await this.#attempt(db, [each]);
      if (!result.ok && index === 0) return batch.forEach(({ resolve }) => resolve(result));
      if (result.ok) this.#settle(each, result.value, 0);
      else each.resolve(result);
    }
  }

  #settle({ projection, resolve }: Waiting, { issueIds, owners, isTold }: Written, index: number): void {
    const [issueId = 0, ownerHash = null] = [issueIds[index], owners[index]];
    const watch = this.#watchNow(projection.organizationId);
    if (watch && ownerHash === null) watch.outlet.add(changesOf(changedIssuesOf(projection, issueId)));
    resolve(ok({ issueId, ownerHash, isTold, isWatched: watch !== null }));
  }

  async #attempt(db: D1Database, batch: readonly Waiting[]): Promise<Result<Written, ProjectionError>> {
    try {
      const projections = batch.map(({ projection }) => projection);
      const owners = await claimHashes(db, projections);
      const written = projections.filter((_, index) => owners[index] === null);
      // First, so that what fails half way is told again.
      await this.#releases.announce(
        this.env.DB,
        written.flatMap(({ releaseRows }) => releaseRows),
      );
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

  #watchNow(organizationId: number): Watch | null {
    const watch = this.#watches.get(organizationId);
    return watch && watch.until > Date.now() ? watch : null;
  }

  #watchOf(organizationId: number, until: number): Watch {
    return { until, outlet: new Outlet((changes) => this.ctx.waitUntil(this.#publish(organizationId, JSON.stringify(changes)))) };
  }

  /** Nobody waits for it, and a failure costs those who look some seconds: they ask by themselves now and then. */
  async #publish(organizationId: number, changes: string): Promise<void> {
    const until = this.#watches.get(organizationId)?.until;
    try {
      const isHeard = await this.env.LIVE.getByName(liveObjectName(organizationId)).publish(changes);
      // Somebody may have come while it was told.
      if (!isHeard && this.#watches.get(organizationId)?.until === until) this.#forget(organizationId);
    } catch (error) {
      console.warn('nobody was told of what changed:', error);
    }
  }

  #forget(organizationId: number): void {
    this.#watches.delete(organizationId);
    this.#keepWatches();
  }

  /** One row written when a dashboard opens, and one every few minutes while it is. */
  #keepWatches(): void {
    const now = Date.now();
    for (const [organizationId, { until }] of this.#watches) if (until <= now) this.#watches.delete(organizationId);
    this.ctx.storage.kv.put<Leases>('watches', Object.fromEntries([...this.#watches].map(([organizationId, { until }]) => [organizationId, until])));
  }
}

/** Name of the projector of a data shard. */
export function projectorName(shard: number): string {
  return `shard ${shard}`;
}
