import type { Env } from '../../env.ts';
import { normalizeEvent, type NormalizeContext } from '../../event/normalize.ts';
import { parseEvent } from '../../event/parse.ts';
import { summarizeEvent } from '../../event/summarize.ts';
import { describeEvent } from '../../grouping/describe.ts';
import { groupEvent } from '../../grouping/group.ts';
import { encodeBody } from '../../issue/body.ts';
import { scrubEvent } from '../../scrubbing/scrub-event.ts';
import type { IngestKey } from '../../storage/ingest-keys.ts';
import type { Outcome } from '../outcomes.ts';
import { recordDurably } from '../overflow.ts';
import { scrubberOf } from '../scrubbers.ts';

/** The path of an event. Accepted means that it is on durable storage. Nothing is grouped, stored or logged before it is scrubbed. */
export async function ingestEvent(env: Env, key: IngestKey, payload: Uint8Array, context: NormalizeContext): Promise<Outcome> {
  const parsed = parseEvent(payload);
  if (!parsed.ok) return { outcome: 'invalid', reason: parsed.error.reason };

  const event = scrubEvent(normalizeEvent(parsed.value, context), scrubberOf(key));
  const { mechanism, hashes } = groupEvent(event);
  const origin = { organizationId: key.organizationId, projectId: key.projectId, shard: key.shard, hash: hashes[0], mechanism };
  const result = await recordDurably(env, { origin, event: summarizeEvent(event, describeEvent(event)) }, encodeBody(event));
  return result === 'accepted' ? { outcome: 'accepted' } : { outcome: 'invalid', reason: 'duplicate' };
}
