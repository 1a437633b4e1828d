import { isObject } from '../event/parse.ts';

/** When a monitor is expected. Minutes, but for the thresholds, which count check-ins. */
export interface MonitorConfig {
  schedule: { type: 'crontab'; value: string } | { type: 'interval'; value: number; unit: IntervalUnit };
  checkin_margin: number;
  max_runtime: number;
  timezone: string;
  failure_issue_threshold: number;
  recovery_threshold: number;
  /** `user:1` or `team:2`. */
  owner?: string | undefined;
}

const intervalUnits = ['year', 'month', 'week', 'day', 'hour', 'minute'] as const;
type IntervalUnit = (typeof intervalUnits)[number];

const defaultMargin = 1;
const defaultRuntime = 30;
const maxRuntime = 40_320;
const maxThreshold = 720;

/** Undefined where it is missing or cannot be followed: the check-in then goes by what is known of its monitor. Source: relay-monitors/src/lib.rs */
export function readMonitorConfig(sent: unknown): MonitorConfig | undefined {
  if (!isObject(sent)) return undefined;
  const schedule = readSchedule(sent.schedule);
  const margin = readNumber(sent.checkin_margin, defaultMargin, 0, maxRuntime);
  const runtime = readNumber(sent.max_runtime, defaultRuntime, 1, maxRuntime);
  const failures = readNumber(sent.failure_issue_threshold, 1, 1, maxThreshold);
  const recoveries = readNumber(sent.recovery_threshold, 1, 1, maxThreshold);
  const timezone = sent.timezone ?? 'UTC';
  if (!schedule || margin === undefined || runtime === undefined || failures === undefined || recoveries === undefined) return undefined;
  if (typeof timezone !== 'string' || !isTimezone(timezone)) return undefined;
  return {
    schedule,
    checkin_margin: Math.max(1, margin),
    max_runtime: runtime,
    timezone,
    failure_issue_threshold: failures,
    recovery_threshold: recoveries,
    owner: typeof sent.owner === 'string' && /^(?:user|team):\d{1,15}$/.test(sent.owner) ? sent.owner : undefined,
  };
}

function readSchedule(sent: unknown): MonitorConfig['schedule'] | undefined {
  if (!isObject(sent)) return undefined;
  const { type, value } = sent;
  if (type === 'crontab') return typeof value === 'string' && isCrontab(value.trim()) ? { type, value: value.trim() } : undefined;
  const unit = intervalUnits.find((name) => name === sent.unit);
  const isInterval = type === 'interval' && unit !== undefined && typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
  return isInterval ? { type, value, unit } : undefined;
}

/** Five fields, or one of the names for them. Seconds are nobody's business here. */
function isCrontab(text: string): boolean {
  if (/^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly)$/.test(text)) return true;
  const fields = text.split(/\s+/);
  return fields.length === 5 && fields.every((field) => /^[\dA-Za-z*,/?L#-]{1,100}$/.test(field));
}

function isTimezone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

function readNumber(sent: unknown, otherwise: number, min: number, max: number): number | undefined {
  if (sent === undefined || sent === null) return otherwise;
  return typeof sent === 'number' && Number.isSafeInteger(sent) && sent >= min && sent <= max ? sent : undefined;
}
