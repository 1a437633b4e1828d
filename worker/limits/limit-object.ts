import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { grant } from './grant.ts';
import { type History, remember, usualLimit } from './usual-limit.ts';

export interface LeaseRequest {
  /** Units in a window; with `isUsual` the least of them, however little the windows before had. */
  limit: number;
  isUsual: boolean;
  windowSeconds: number;
  /** Units without which the caller cannot go on. */
  needed: number;
  /** Units that the caller will likely want soon. */
  wanted: number;
}

export interface Lease {
  /** Units that the caller may now use without asking; 0 where the window has too few left. */
  granted: number;
  /** End of the window, Unix milliseconds. */
  endsAt: number;
}

/**
 * Counts one limit: there is one object for each, named by its id. Isolates do not ask about every event but take a lease of many, so it sees a small part of
 * the traffic and is on nobody's way but that of a project with a limit.
 */
export class LimitObject extends DurableObject<Env> {
  lease({ limit, isUsual, windowSeconds, needed, wanted }: LeaseRequest): Lease {
    const windowMs = windowSeconds * 1000;
    const now = Date.now();
    const startsAt = now - (now % windowMs);
    const known = this.ctx.storage.kv.get<{ startsAt: number; used: number }>('window');
    const used = known?.startsAt === startsAt ? known.used : 0;
    let most = limit;
    if (isUsual) {
      let history = this.ctx.storage.kv.get<History>('history') ?? {};
      if (known && known.startsAt !== startsAt && !(known.startsAt in history)) {
        history = remember(history, known, startsAt, windowMs);
        this.ctx.storage.kv.put('history', history);
      }
      most = usualLimit(history, limit);
    }
    const granted = grant(most - used, needed, wanted);
    if (granted > 0) this.ctx.storage.kv.put('window', { startsAt, used: used + granted });
    return { granted, endsAt: startsAt + windowMs };
  }
}
