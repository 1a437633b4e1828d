import type { ItemHeader } from '../envelope/envelope.ts';
import { Fields } from '../event/fields.ts';
import { isObject, parseEvent } from '../event/parse.ts';
import { readRelease } from '../event/release.ts';
import { Repairs } from '../event/repairs.ts';
import { cleanText } from '../event/text.ts';
import { fail, ok, type Result } from '../result.ts';
import { readHexId, readUuid } from './ids.ts';
import { readMonitorConfig } from './monitor-config.ts';
import type { Judged, Line, Reason, TelemetryContext } from './telemetry.ts';

const statuses: readonly unknown[] = ['ok', 'error', 'in_progress'];
const maxSlugLength = 50;
const maxEnvironmentLength = 64;

/**
 * One sign of life of a monitor. Lines: `{check_in_id, monitor_slug, status, duration, environment, release?, trace_id?, monitor_config?, received}`. A null
 * `check_in_id` means the latest open one; a status that is none of the protocol is `unknown`; `duration` in seconds; the configuration is there where it is valid.
 *
 * Source: relay-monitors/src/lib.rs, relay-server/src/processing/check_ins
 */
export function judgeCheckIn(_header: ItemHeader, payload: Uint8Array, context: TelemetryContext): Judged[] {
  const parsed = parseEvent(payload);
  const result = parsed.ok ? readCheckIn(parsed.value, context) : fail<Reason>('invalid_json');
  return [{ counts: [{ category: 'monitor', quantity: 1 }], result }];
}

function readCheckIn(sent: Record<string, unknown>, context: TelemetryContext): Result<Line, Reason> {
  const checkInId = readUuid(sent.check_in_id);
  const slug = typeof sent.monitor_slug === 'string' ? cleanText(sent.monitor_slug).trim().slice(0, maxSlugLength).toWellFormed() : '';
  const environment = readEnvironment(sent.environment);
  if (checkInId === undefined || slug === '' || environment === undefined) return fail('invalid_check_in');

  const status = statuses.includes(sent.status) ? sent.status : 'unknown';
  const trace = isObject(sent.contexts) && isObject(sent.contexts.trace) ? sent.contexts.trace : {};
  const data = {
    check_in_id: checkInId,
    monitor_slug: slug,
    status,
    duration: typeof sent.duration === 'number' && sent.duration >= 0 ? sent.duration : undefined,
    environment,
    release: readRelease(new Fields(sent, new Repairs().root)),
    trace_id: readHexId(trace.trace_id, 32),
    monitor_config: readMonitorConfig(sent.monitor_config),
    received: context.receivedAt / 1000,
  };
  return ok({ kind: 'check_in', id: checkInId === null ? null : `${checkInId}:${String(status)}`, data });
}

/** `production` where none is said. Undefined for one that cannot be. */
function readEnvironment(sent: unknown): string | undefined {
  if (sent === undefined || sent === null || sent === '') return 'production';
  return typeof sent === 'string' && sent.length <= maxEnvironmentLength ? cleanText(sent) : undefined;
}
