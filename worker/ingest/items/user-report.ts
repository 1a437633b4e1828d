import { parseEvent } from '../../event/parse.ts';
import { groupEvent } from '../../grouping/group.ts';
import { readEventId } from '../event-id.ts';
import { groupingRulesOf } from '../grouping-rules.ts';
import type { Intake } from '../intake.ts';
import type { Outcome } from '../outcomes.ts';
import { recordReport } from '../user-reports.ts';
import { cascades } from './event.ts';
import type { ItemHandler } from './handler.ts';

/** What somebody wrote about an event, which comes along, came before or comes later. */
export const userReportHandler: ItemHandler = {
  needsEventId: true,
  disposal: () => ({ kind: 'keep' }),
  async settle(intake, { payload, bytes }, _index, items) {
    const outcome = await settleReport(intake, payload ?? new Uint8Array(), items);
    return [{ outcome, category: 'feedback', quantity: 1, bytes }];
  },
};

async function settleReport(intake: Intake, payload: Uint8Array, items: Parameters<Intake['judge']>[0]): Promise<Outcome> {
  const parsed = parseEvent(payload);
  if (!parsed.ok) return { outcome: 'invalid', reason: parsed.error.reason };
  const { event_id: statedId, name, email, comments } = parsed.value;
  const judged = await intake.judge(items);
  if (judged && !judged.ok && cascades(judged.error)) return judged.error;

  const eventId = readEventId(statedId) ?? intake.eventIdOf(items);
  const hash = judged?.ok && judged.value.event_id === eventId ? groupEvent(judged.value, groupingRulesOf(intake.key)).hashes[0] : null;
  return recordReport(intake, { eventId, hash, name: textOf(name), email: textOf(email), comments: textOf(comments) });
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
