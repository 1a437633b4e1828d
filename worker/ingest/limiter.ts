import type { Background, Env } from '../env.ts';
import type { DataCategory } from '../envelope/data-category.ts';
import { type Limit, limitHeaders, limitsOf, type SpentLimit, unitsOf } from '../limits/limits.ts';
import type { IngestKey } from '../storage/ingest-keys.ts';
import { withinPatience } from './patience.ts';

/** What an isolate holds of a limit's window. */
interface Holding {
  /** Units that may be used without asking. */
  units: number;
  /** End of the window, Unix milliseconds. */
  endsAt: number;
  /** The window has nothing left to ask for. */
  isSpent: boolean;
  askedAt: number;
  /** Units of the last lease. */
  leased: number;
  isAsking: boolean;
}

/** Per isolate, by the limit's id. */
const holdings = new Map<string, Holding>();
/** Bound of the isolate's memory. What is forgotten is asked for again. */
const maxHoldings = 5_000;
/** A lease that is gone sooner was too small, ms. */
const hotMs = 1_000;
/** An object that has not answered by then lets the item pass, ms: a limit must not cost events when it cannot be read. */
const patienceMs = 1_000;
/** An isolate takes this part of a usual limit unasked in each window, and as large leases: a project that is far from it is not to pay for it. */
const unaskedPart = 1 / 250;
/** How long what is limited to nothing is announced, ms. */
const refusedForMs = 60_000;

/**
 * Holds what one request brings against the limits of its key. Isolates take leases of units from the limit's object, larger ones the faster they are used up,
 * and renew them ahead of need, so that most items are judged in memory, and all of them once the limit is spent. No window ever gets more than its limit; it may get
 * less by what other isolates hold unused, at most an eighth of what was left when they asked.
 */
export class Limiter {
  readonly #env: Env;
  readonly #context: Background;
  readonly #limits: readonly Limit[];
  /** What refused something of this request. */
  readonly #refusers = new Map<string, SpentLimit>();

  constructor(env: Env, context: Background, key: IngestKey) {
    this.#env = env;
    this.#context = context;
    this.#limits = limitsOf(key);
  }

  /** Takes what the item counts as. The reason where a limit refuses it, else null. */
  async take(category: DataCategory, quantity: number): Promise<string | null> {
    const spent = this.refusal(category, quantity);
    if (spent !== null) return spent;
    for (const limit of this.#limits) {
      const units = unitsOf(limit, category, quantity);
      if (units > 0 && !(await this.#takeUnits(limit, units))) return this.#refuse(limit);
    }
    return null;
  }

  /** The reason where a limit is already known to refuse the item. Takes nothing and asks nobody. */
  refusal(category: DataCategory, quantity: number): string | null {
    const spent = this.#limits.find((limit) => {
      const units = unitsOf(limit, category, quantity);
      return units > 0 && isKnownSpent(limit, units, Date.now());
    });
    return spent ? this.#refuse(spent) : null;
  }

  get hasRefused(): boolean {
    return this.#refusers.size > 0;
  }

  /** What a client should know, on any answer: what refused, and what is spent anyway. A limit on attachments alone is told to those who sent some. */
  headers(now: number): Record<string, string> {
    const announced = new Map(this.#refusers);
    for (const limit of this.#limits) {
      const isAttachmentsOnly = limit.categories.length === 1 && limit.categories[0] === 'attachment';
      if (!isAttachmentsOnly && isKnownSpent(limit, 1, now)) announced.set(limit.id, { limit, until: spentUntil(limit, now) });
    }
    return limitHeaders([...announced.values()], now);
  }

  #refuse(limit: Limit): string {
    this.#refusers.set(limit.id, { limit, until: spentUntil(limit, Date.now()) });
    return limit.reason;
  }

  async #takeUnits(limit: Limit, units: number): Promise<boolean> {
    if (limit.limit === 0) return false;
    const holding = holdingOf(limit, Date.now());
    // What another request took meanwhile is asked for again.
    while (holding.units < units) {
      if (isKnownSpent(limit, units, Date.now())) return false;
      await this.#ask(limit, holding, units);
    }
    holding.units -= units;
    if (holding.units < holding.leased / 2 && !holding.isSpent && !holding.isAsking && Date.now() - holding.askedAt < hotMs)
      this.#context.waitUntil(this.#ask(limit, holding, 1));
    return true;
  }

  async #ask(asked: Limit, holding: Holding, needed: number): Promise<void> {
    const { id, limit, isUsual, windowSeconds } = asked;
    const now = Date.now();
    const wanted = Math.max(needed, unaskedUnits(asked), now - holding.askedAt < hotMs ? 2 * holding.leased : 0);
    holding.askedAt = now;
    holding.isAsking = true;
    try {
      const lease = await withinPatience(this.#env.LIMITS.getByName(id).lease({ limit, isUsual, windowSeconds, needed, wanted }), patienceMs);
      if (lease.endsAt !== holding.endsAt) Object.assign(holding, { units: 0, endsAt: lease.endsAt, isSpent: false });
      holding.units += lease.granted;
      holding.leased = lease.granted;
      holding.isSpent = lease.granted === 0;
    } catch (error) {
      console.warn(`the limit ${id} cannot be read, so what it counts passes:`, error);
      holding.units += needed;
      if (holding.endsAt <= now) holding.endsAt = now + hotMs;
    } finally {
      holding.isAsking = false;
    }
  }
}

function isKnownSpent({ id, limit }: Limit, units: number, now: number): boolean {
  if (limit === 0) return true;
  const holding = holdings.get(id);
  return holding !== undefined && holding.endsAt > now && holding.isSpent && holding.units < units;
}

function spentUntil({ id, limit }: Limit, now: number): number {
  return limit === 0 ? now + refusedForMs : (holdings.get(id)?.endsAt ?? now + refusedForMs);
}

function unaskedUnits({ isUsual, limit }: Limit): number {
  return isUsual ? Math.ceil(limit * unaskedPart) : 0;
}

function holdingOf(limit: Limit, now: number): Holding {
  const { id, windowSeconds } = limit;
  const known = holdings.get(id);
  if (known && known.endsAt > now) return known;
  if (holdings.size >= maxHoldings) holdings.clear();
  const units = unaskedUnits(limit);
  const windowMs = windowSeconds * 1000;
  const endsAt = units > 0 ? now - (now % windowMs) + windowMs : 0;
  const fresh: Holding = { units, endsAt, isSpent: false, askedAt: 0, leased: units, isAsking: false };
  holdings.set(id, fresh);
  return fresh;
}
