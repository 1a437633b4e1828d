import type { Env } from '../env.ts';
import { normalizeEvent } from '../event/normalize.ts';
import { cleanText, shortenText } from '../event/text.ts';
import { scrubEvent } from '../scrubbing/scrub-event.ts';
import { type NewUserReport, saveUserReport } from '../storage/user-reports.ts';
import type { Intake } from './intake.ts';
import type { Outcome } from './outcomes.ts';
import { withinPatience } from './patience.ts';
import { scrubberOf } from './scrubbers.ts';

/** What somebody wrote about an event. */
export interface SentReport {
  /** 32 lower-case hex digits. */
  eventId: string;
  /** Grouping hash of the event, where it came along. */
  hash: string | null;
  name: string;
  email: string;
  comments: string;
}

/** Longer texts are cut. */
const maxCharacters = { name: 128, email: 75, comments: 4096 };
/** What the Unreal engine writes where nobody was there to write. */
const unattended = 'Sent in the unattended mode';
/** Events older than this take no report any more, ms, and reports older than this cannot be changed: else whoever learns an id could. */
const eventAgeMs = 30 * 60_000;
const reportAgeMs = 5 * 60_000;
/** A database that has not answered by then is taken for away, ms. */
const patienceMs = 5_000;

/** Keeps a report that came by itself. Source: sentry/src/sentry/feedback/usecases/ingest/userreport.py */
export async function recordReport(intake: Intake, sent: SentReport): Promise<Outcome> {
  const { receivedAt } = intake.call;
  return record(intake, sent, { eventsSince: receivedAt - eventAgeMs, reportsSince: receivedAt - reportAgeMs });
}

/** Keeps what was written into the crash-report dialog, however late: a dialog may be open for long, and may be sent again. */
export async function recordDialogReport(intake: Intake, sent: SentReport): Promise<Outcome> {
  return record(intake, sent, { eventsSince: 0, reportsSince: 0 });
}

async function record(intake: Intake, sent: SentReport, ages: Pick<NewUserReport, 'eventsSince' | 'reportsSince'>): Promise<Outcome> {
  const { call, key, limiter } = intake;
  if (sent.comments.trim() === '' || sent.comments.trim() === unattended) return { outcome: 'invalid', reason: 'empty_message' };
  const limited = await limiter.take('feedback', 1);
  if (limited !== null) return { outcome: 'rate_limited', reason: limited };

  const { eventId, hash } = sent;
  const { projectId, shard } = key;
  const isKept = await saveDurably(call.env, { projectId, shard, eventId, hash, ...scrub(intake, sent), createdAt: call.receivedAt, ...ages });
  return isKept ? { outcome: 'accepted' } : { outcome: 'invalid', reason: 'event_too_old' };
}

/** By the same rules as a feedback that is an event of its own. */
function scrub(intake: Intake, sent: SentReport): Pick<NewUserReport, 'name' | 'email' | 'comments'> {
  const short = (part: keyof typeof maxCharacters) => shortenText(cleanText(sent[part].trim()), maxCharacters[part]);
  const context = { message: short('comments'), contact_email: short('email'), name: short('name') };
  const event = normalizeEvent({ type: 'feedback', contexts: { feedback: context } }, intake.normalizing(sent.eventId));
  const { feedback } = scrubEvent(event, scrubberOf(intake.key)).contexts;
  return { name: textOf(feedback?.name), email: textOf(feedback?.contact_email), comments: textOf(feedback?.message) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

const prefix = 'waiting-reports/';

/** False where the report comes too late. While the database is away, reports wait in R2; then nobody can say yet whether it is too late. */
async function saveDurably(env: Env, report: NewUserReport): Promise<boolean> {
  try {
    return (await withinPatience(saveUserReport(env, report), patienceMs)) !== null;
  } catch (error) {
    console.warn('the report waits, since the database is away:', error);
    await env.FILES.put(`${prefix}${report.projectId}/${report.eventId}/${report.createdAt}`, JSON.stringify(report));
    return true;
  }
}

/** Reports tried in one run. */
const savedPerRun = 200;

/** Saves the reports that wait. Called by cron. */
export async function saveWaitingReports(env: Env): Promise<void> {
  const { objects } = await env.FILES.list({ prefix, limit: savedPerRun });
  for (const { key } of objects) {
    const object = await env.FILES.get(key);
    if (!object) continue;
    try {
      // Only saveDurably writes under this prefix, so the shape is known.
      await saveUserReport(env, await object.json<NewUserReport>());
      await env.FILES.delete(key);
    } catch (error) {
      console.warn(`${key} goes on waiting:`, error);
    }
  }
}
