import type { IngestKey } from '../storage/ingest-keys.ts';

/** So many bad requests a minute of one address to one path are an accident; beyond them they are a flood. */
const maxBadRequests = 100;
const windowMs = 60_000;
/** Bound of the isolate's memory. Whoever sends from very many addresses is the platform's business. */
const maxSenders = 5_000;

interface Sender {
  startedAt: number;
  bad: number;
  /** Of the last bad request that had a valid one: whose statistics the flood belongs to. */
  key: IngestKey | null;
}

/** Per isolate, in memory only, so that counting a flood never writes anything. */
const senders = new Map<string, Sender>();

/**
 * Whether this address floods this path with requests that cannot be accepted, and until when it is refused without being read. An address for itself, and not
 * its key: keys are public, and nobody may silence others with them.
 */
export function findFlood(address: string, pathname: string, now: number): { until: number; key: IngestKey | null } | null {
  const sender = senders.get(nameOf(address, pathname));
  if (!sender || sender.bad <= maxBadRequests || now >= sender.startedAt + windowMs) return null;
  return { until: sender.startedAt + windowMs, key: sender.key };
}

export function noteBadRequest(address: string, pathname: string, key: IngestKey | null, now: number): void {
  const name = nameOf(address, pathname);
  const known = senders.get(name);
  const sender = known && now < known.startedAt + windowMs ? known : { startedAt: now, bad: 0, key: null };
  sender.bad += 1;
  sender.key = key ?? sender.key;
  if (senders.size >= maxSenders) senders.clear();
  senders.set(name, sender);
}

function nameOf(address: string, pathname: string): string {
  return `${address} ${pathname.slice(0, 100)}`;
}
