import { createHash } from 'node:crypto';
import type { Env } from '../env.ts';
import { putTelemetry } from '../storage/telemetry.ts';
import { encodeBatch, partOf, storedLineOf, telemetryObjectName } from '../telemetry/batch.ts';
import type { BatchFacts } from '../telemetry/telemetry-object.ts';
import type { Line } from '../telemetry/telemetry.ts';
import { withinPatience } from './patience.ts';

/** Rows of an object hold 2 MB with all that belongs to them. */
const maxRowBytes = 1_500_000;
/** An object that has not answered by then is taken for unreachable, ms. */
const patienceMs = 5_000;

/**
 * Hands lines, of which no two have the same id, to an object of their project; when there are too many for a row, or the object is overloaded or out of reach, they
 * become files at once. Either way they are safe when this resolves, with the ids of those that were kept before. Lines of an object that answers too late are there
 * twice: rare, and better than not at all.
 */
export async function appendDurably(env: Env, projectId: number, lines: readonly Line[], receivedAt: number): Promise<ReadonlySet<string>> {
  const stored = lines.map(storedLineOf);
  const { ids, bytes, body } = encodeBatch(stored);
  const part = partOf(lines);
  if (body.length <= maxRowBytes) {
    try {
      const facts: BatchFacts = { projectId, part, receivedAt, ids, bytes };
      const object = env.TELEMETRY.getByName(telemetryObjectName(projectId, part));
      return new Set(await withinPatience(object.append(JSON.stringify(facts), body), patienceMs));
    } catch (error) {
      console.warn('telemetry object out of reach, its lines become files at once:', error);
    }
  }
  const digest = createHash('md5')
    .update(ids.length > 0 ? ids.join() : body)
    .digest('hex');
  await putTelemetry(env.FILES, projectId, receivedAt, `direct-${digest}`, stored);
  return new Set();
}
