import type { Env } from '../../env.ts';
import type { Event } from '../../event/event.ts';
import { normalizeEvent, type NormalizeContext } from '../../event/normalize.ts';
import { parseEvent } from '../../event/parse.ts';
import { summarizeEvent } from '../../event/summarize.ts';
import { filterEvent } from '../../filters/filter-event.ts';
import { describeEvent } from '../../grouping/describe.ts';
import { groupEvent } from '../../grouping/group.ts';
import { encodeBody } from '../../issue/body.ts';
import { fail, ok, type Result } from '../../result.ts';
import { scrubEvent } from '../../scrubbing/scrub-event.ts';
import type { IngestKey } from '../../storage/ingest-keys.ts';
import type { Limiter } from '../limiter.ts';
import type { Outcome } from '../outcomes.ts';
import { recordDurably } from '../overflow.ts';
import { scrubberOf } from '../scrubbers.ts';

/** The path of an event. Accepted means that it is on durable storage. */
export async function ingestEvent(env: Env, key: IngestKey, payload: Uint8Array, context: NormalizeContext, limiter: Limiter): Promise<Outcome> {
  const judged = await judgeEvent(key, payload, context, limiter);
  return judged.ok ? recordEvent(env, key, judged.value) : judged.error;
}

/**
 * Whether an event is to be kept, before anything is stored; scrubbed if so, since nothing may be grouped, stored or logged before. The filters see it unscrubbed:
 * they go by messages and addresses. What they drop takes nothing of a quota; but once a quota is known to be spent, nothing is read any more.
 */
export async function judgeEvent(key: IngestKey, payload: Uint8Array, context: NormalizeContext, limiter: Limiter): Promise<Result<Event, Outcome>> {
  const spent = limiter.refusal('error', 1);
  if (spent !== null) return fail({ outcome: 'rate_limited', reason: spent });

  const parsed = parseEvent(payload);
  if (!parsed.ok) return fail({ outcome: 'invalid', reason: parsed.error.reason });
  const event = normalizeEvent(parsed.value, context);

  const filtered = filterEvent(event, context, key.options);
  if (filtered) return fail({ outcome: 'filtered', reason: filtered.filter });
  const limited = await limiter.take('error', 1);
  return limited === null ? ok(scrubEvent(event, scrubberOf(key))) : fail({ outcome: 'rate_limited', reason: limited });
}

/** `event` as judgeEvent gave it. */
export async function recordEvent(env: Env, key: IngestKey, event: Event): Promise<Outcome> {
  const { mechanism, hashes } = groupEvent(event);
  const origin = { organizationId: key.organizationId, projectId: key.projectId, shard: key.shard, hash: hashes[0], mechanism };
  const result = await recordDurably(env, { origin, event: summarizeEvent(event, describeEvent(event)) }, encodeBody(event));
  return result === 'accepted' ? { outcome: 'accepted' } : { outcome: 'invalid', reason: 'duplicate' };
}
