import type { TelemetryContext } from '../telemetry/telemetry.ts';
import { newEventId } from './event-id.ts';
import type { Intake } from './intake.ts';

const dayMs = 24 * 3_600_000;

/** What telemetry is told of its request. */
export function telemetryContextOf(intake: Intake): TelemetryContext {
  const { receivedAt, sentAt, clientIp, clientGeo = null, userAgent } = intake.normalizing('');
  return { receivedAt, sentAt, clientIp, clientGeo, userAgent, retentionMs: intake.key.options.retentionDays * dayMs, newId: newEventId };
}
