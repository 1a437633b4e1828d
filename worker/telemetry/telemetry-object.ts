import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../env.ts';
import { dayOf, putTelemetry } from '../storage/telemetry.ts';
import { decodeBatch, encodeBatch } from './batch.ts';
import type { Kind } from './telemetry.ts';

/** What an object is told of a batch beside its body. */
export interface BatchFacts {
  projectId: number;
  /** Which of the project's objects this is. */
  part: number;
  /** Unix milliseconds. */
  receivedAt: number;
  ids: readonly string[];
  /** Before compression. */
  bytes: number;
}

interface Row extends BatchFacts {
  body: Uint8Array;
}

/** What is left of rows that became files. */
interface Flushed {
  /** Their last number. */
  row: number;
  recentIds: string[];
}

/** Lines gather this long before they become a file, ms: a file per request would cost more than all else, and be slow to read. */
const gatherMs = 60_000;
/** So much makes a file worth its while, bytes before compression. It is also what a flush holds at a time. */
const fileBytes = 4 * 1024 * 1024;
/** Ids that are remembered to tell what comes twice. Retries come within seconds; a day of ids would cost a row each. */
const maxRecentIds = 2_000;
const maxBackoffMs = 300_000;
const rowsPerRead = 32;

/**
 * Gathers some of a project's telemetry: RPC and alarm around rows, one for each request, which become files in R2. A row is durable before its sender is answered.
 *
 *   append ─▶ one row ─▶ answer                    alarm ─▶ files in R2 (named by their first row, may be repeated) ─▶ rows deleted
 */
export class TelemetryObject extends DurableObject<Env> {
  readonly #kv: SyncKvStorage;
  /** The ids seen last, oldest first. */
  #recent: Set<string> | null = null;
  #lastRow: number | null = null;
  #alarmAt: number | null = null;
  #gatheredBytes: number | null = null;
  #flushing: Promise<void> | null = null;
  #failures = 0;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    this.#kv = context.storage.kv;
  }

  /**
   * Keeps a batch, in which no id stands twice; when the answer arrives, it is on disk. The answer names the ids that were here before: their lines are not kept
   * again. `facts` is the JSON of BatchFacts, since a call carries a string at a fraction of the cost of an object.
   */
  append(facts: string, body: Uint8Array): string[] {
    const batch: BatchFacts = JSON.parse(facts);
    const recent = this.#recentIds();
    const repeated = batch.ids.filter((id) => recent.has(id));
    const row: Row | null = repeated.length === 0 ? { ...batch, body } : withoutRepeated({ ...batch, body }, recent);
    if (!row) return repeated;
    const gatheredBytes = this.#gathered() + row.bytes;
    this.#kv.put(this.#newRowKey(), row);
    this.#gatheredBytes = gatheredBytes;
    this.#remember(row.ids);
    this.#planFlush(gatheredBytes);
    return repeated;
  }

  /** What came of a kind on a day and is no file yet, and the name of the first row that was looked at: from there on, files hold the same. */
  gathered(kind: Kind, day: string): { since: string | null; lines: string[] } {
    let since: string | null = null;
    const lines: string[] = [];
    for (const [key, row] of this.#kv.list<Row>({ prefix: rowPrefix })) {
      since ??= key.slice(rowPrefix.length);
      if (dayOf(row.receivedAt) !== day) continue;
      for (const line of decodeBatch(row.body)) if (line.kind === kind) lines.push(line.json);
    }
    return { since, lines };
  }

  override async alarm(): Promise<void> {
    this.#alarmAt = null;
    await this.flush();
  }

  /** Makes files of all that is gathered. Never rejects: what fails is tried again by alarm, later each time. */
  async flush(): Promise<void> {
    this.#flushing ??= this.#flushAll().finally(() => {
      this.#flushing = null;
    });
    await this.#flushing;
  }

  async #flushAll(): Promise<void> {
    try {
      while (await this.#flushSome());
      this.#failures = 0;
    } catch (error) {
      console.warn('telemetry stays gathered for now:', error);
      this.#failures += 1;
      this.#wakeAt(Date.now() + Math.min(maxBackoffMs, 1_000 * 2 ** this.#failures));
    }
  }

  /** One file for each kind and day. False when nothing was left. */
  async #flushSome(): Promise<boolean> {
    const rows = this.#oldestRows();
    const [first] = rows;
    if (!first) return false;
    const [firstKey, { projectId, part }] = first;
    const batchId = `${part}-${firstKey.slice(rowPrefix.length)}`;
    // A flush that is repeated begins with the same row, so its files have the same names and hold at least the same.
    const days = Map.groupBy(rows, ([, { receivedAt }]) => dayOf(receivedAt));
    for (const ofDay of days.values()) {
      const lines = ofDay.flatMap(([, { body }]) => decodeBatch(body));
      await putTelemetry(this.env.FILES, projectId, ofDay[0]?.[1].receivedAt ?? 0, batchId, lines);
    }
    const flushed: Flushed = { row: numberOf(rows.at(-1)?.[0] ?? firstKey), recentIds: [...this.#recentIds()] };
    this.ctx.storage.transactionSync(() => {
      this.#kv.put('flushed', flushed);
      for (const [key] of rows) this.#kv.delete(key);
    });
    this.#gatheredBytes = null;
    return true;
  }

  #oldestRows(): [key: string, row: Row][] {
    const rows: [string, Row][] = [];
    let bytes = 0;
    let start = rowPrefix;
    for (;;) {
      const page = [...this.#kv.list<Row>({ start, end: rowsEnd, limit: rowsPerRead })];
      for (const [key, row] of page) {
        rows.push([key, row]);
        bytes += row.bytes;
        if (bytes >= fileBytes) return rows;
        // The next key in order.
        start = `${key}\0`;
      }
      if (page.length < rowsPerRead) return rows;
    }
  }

  /** Bytes in rows. Counted once after a start; each row then is added. */
  #gathered(): number {
    if (this.#gatheredBytes === null) {
      this.#gatheredBytes = 0;
      for (const [, { bytes }] of this.#kv.list<Row>({ prefix: rowPrefix })) this.#gatheredBytes += bytes;
    }
    return this.#gatheredBytes;
  }

  #oldestAt(): number {
    for (const [, { receivedAt }] of this.#kv.list<Row>({ prefix: rowPrefix, limit: 1 })) return Math.min(Date.now(), receivedAt);
    return Date.now();
  }

  /** Numbers are times of arrival, but each is greater than all before: a file is named by its first row, and readers compare the two. */
  #newRowKey(): string {
    this.#lastRow ??= this.#storedRow();
    this.#lastRow = Math.max(Date.now(), this.#lastRow + 1);
    return rowPrefix + String(this.#lastRow).padStart(16, '0');
  }

  #storedRow(): number {
    for (const [key] of this.#kv.list({ prefix: rowPrefix, limit: 1, reverse: true })) return numberOf(key);
    return this.#kv.get<Flushed>('flushed')?.row ?? 0;
  }

  /** Of the last flush and of what came since. */
  #recentIds(): Set<string> {
    if (this.#recent) return this.#recent;
    this.#recent = new Set(this.#kv.get<Flushed>('flushed')?.recentIds);
    for (const [, { ids }] of this.#kv.list<Row>({ prefix: rowPrefix })) this.#remember(ids);
    return this.#recent;
  }

  #remember(ids: readonly string[]): void {
    const recent = this.#recentIds();
    for (const id of ids) recent.add(id);
    for (const id of recent) {
      if (recent.size <= maxRecentIds) break;
      recent.delete(id);
    }
  }

  /** While R2 is away, no append hurries what waits for it. After a start the alarm is where it was: later, and it would never come. */
  #planFlush(gatheredBytes: number): void {
    const isWaiting = this.#failures > 0 && this.#alarmAt !== null;
    if (gatheredBytes >= fileBytes && !isWaiting) this.#wakeAt(Date.now());
    else if (this.#alarmAt === null) this.#wakeAt(this.#oldestAt() + gatherMs);
  }

  /** Sets the alarm unless one comes earlier anyway: setting it is a billed write. */
  #wakeAt(at: number): void {
    if (this.#alarmAt !== null && this.#alarmAt <= at) return;
    this.#alarmAt = at;
    // Not awaited: it is part of the same transaction, and the answer waits for that.
    void this.ctx.storage.setAlarm(at);
  }
}

const rowPrefix = 'row/';
/** Just behind the last row. */
const rowsEnd = 'row0';

function numberOf(rowKey: string): number {
  return Number(rowKey.slice(rowPrefix.length));
}

/** Null where nothing is new. */
function withoutRepeated(row: Row, recent: ReadonlySet<string>): Row | null {
  const lines = decodeBatch(row.body).filter(({ id }) => id === null || !recent.has(id));
  return lines.length === 0 ? null : { ...row, ...encodeBatch(lines) };
}
