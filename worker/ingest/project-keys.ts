import type { Background, Env } from '../env.ts';
import { findIngestKey, type IngestKey } from '../storage/ingest-keys.ts';

/** How long an isolate trusts what it knows about a key before it looks again, ms. A disabled key is refused everywhere after this time. */
const freshForMs = 60_000;
/** How long "no such key" is believed: short, since a key may have been made a moment ago. */
const absentForMs = 10_000;
/** How long the data centre's cache may stand in while D1 is away, s. */
const staleForSeconds = 24 * 60 * 60;
/** Bound of the isolate's memory: an attacker can make up keys. */
const maxEntries = 5_000;

type Entry = { key: IngestKey | null; fetchedAt: number };
const known = new Map<string, Entry>();

export type KeyLookup = { found: IngestKey } | { found: null } | { found: 'unavailable' };

/**
 * Finds the project of a key: from the isolate's memory, then the data centre's cache, then D1. While D1 is away, old answers are used again rather than
 * refusing events, since no SDK would send them twice.
 */
export async function findProjectKey(env: Env, context: Background, publicKey: string, now: number): Promise<KeyLookup> {
  const remembered = known.get(publicKey);
  if (remembered && isFresh(remembered, now)) return { found: remembered.key };

  const cached = await readCache(publicKey);
  if (cached && isFresh(cached, now)) return remember(publicKey, cached);
  try {
    const entry = { key: await findIngestKey(env.DB, publicKey), fetchedAt: now };
    context.waitUntil(writeCache(publicKey, entry));
    return remember(publicKey, entry);
  } catch (error) {
    console.warn('project key from cache, since the database is away:', error);
    const stale = remembered ?? cached;
    return stale ? { found: stale.key } : { found: 'unavailable' };
  }
}

function isFresh(entry: Entry, now: number): boolean {
  return now - entry.fetchedAt < (entry.key ? freshForMs : absentForMs);
}

function remember(publicKey: string, entry: Entry): KeyLookup {
  if (known.size >= maxEntries) known.clear();
  known.set(publicKey, entry);
  return { found: entry.key };
}

/**
 * A reserved host: the Cache API wants a URL, and nobody can request this one from outside. The number goes up when the shape of an entry changes, since entries
 * outlive a deployment.
 */
const cacheUrl = (publicKey: string) => `https://project-keys.invalid/4/${publicKey}`;

async function readCache(publicKey: string): Promise<Entry | null> {
  const response = await caches.default.match(cacheUrl(publicKey)).catch(() => undefined);
  return response ? response.json<Entry>() : null;
}

async function writeCache(publicKey: string, entry: Entry): Promise<void> {
  const maxAge = entry.key ? staleForSeconds : absentForMs / 1000;
  await caches.default.put(cacheUrl(publicKey), Response.json(entry, { headers: { 'cache-control': `max-age=${maxAge}` } })).catch(() => undefined);
}
