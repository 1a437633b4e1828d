import { reachedBy, countTowards } from './archive.ts';
import { assignOwner } from './assign.ts';
import { becomeUnresolved, tellPriority } from './become.ts';
import { findEscalation } from './forecast.ts';
import type { Life, Resolution } from './life.ts';
import type { ActivityData, Lived, Occurrences } from './lived.ts';
import { automaticPriority, graver, priorityIn } from './priority.ts';
import { compareReleases } from './release.ts';
import { covers, releaseOf } from './resolution.ts';
import { expiredSnooze, passTime } from './time.ts';

/**
 * What events do to the life of an issue that has had some before. Those received before the present status began say nothing against it: they were on their
 * way when somebody resolved or archived the issue.
 */
export function liveThrough(life: Life, occurrences: Occurrences): Lived {
  const lived = passTime(life, occurrences.receivedAt, occurrences.totals);
  const after = then(lived, occurrences.receivedAt < life.since ? { life: lived.life, happened: [] } : react(lived.life, occurrences));
  return after.life.status === 'unresolved' ? assignOwner(then(after, weigh(after.life, occurrences)), occurrences) : after;
}

function react(life: Life, occurrences: Occurrences): Lived {
  switch (life.substatus) {
    case null:
      return regress(life, occurrences);
    case 'archived_until_condition_met':
      return countDown(life, occurrences);
    case 'ongoing':
    case 'archived_until_escalating':
      return escalate(life, occurrences);
    case 'new':
    case 'regressed':
    case 'escalating':
    case 'archived_forever':
      return { life, happened: [] };
  }
}

function regress(life: Life, occurrences: Occurrences): Lived {
  const { release, eventId, receivedAt } = occurrences;
  const { resolution } = life;
  if (!resolution || covers(resolution, release)) return { life, happened: [] };
  const activity = { type: 'set_regression' as const, data: { event_id: eventId, version: release ?? '', ...resolvedIn(resolution, release) } };
  // A new life: what the events before the resolution said of its gravity is over, unless it is said again.
  const told = { activity, effect: 'regressed' as const };
  return becomeUnresolved(life, 'regressed', null, { eventId, userId: null, at: receivedAt }, told, automaticPriority(occurrences));
}

function resolvedIn(resolution: Resolution, release: string | null): ActivityData {
  const version = releaseOf(resolution);
  return version === null ? {} : { resolved_in_version: version, follows_semver: release !== null && compareReleases(release, version) !== null };
}

function countDown(life: Life, occurrences: Occurrences): Lived {
  if (life.archive?.type !== 'until_condition_met') return { life, happened: [] };
  const archive = countTowards(life.archive, occurrences);
  if (archive === life.archive) return { life, happened: [] };
  const reached = reachedBy(archive);
  if (!reached) return { life: { ...life, archive }, happened: [] };
  const { eventId, receivedAt: at } = occurrences;
  const activity = { type: 'set_escalating' as const, data: { event_id: eventId, expired_snooze: expiredSnooze(archive), ...reached } };
  return becomeUnresolved(life, 'escalating', null, { eventId, userId: null, at }, { activity, effect: 'escalating' });
}

function escalate(life: Life, { eventId, receivedAt: at, totals }: Occurrences): Lived {
  const escalation = findEscalation(life, totals.trend, at);
  if (!escalation) return { life, happened: [] };
  const activity = { type: 'set_escalating' as const, data: { event_id: eventId, forecast: escalation.forecast, events: escalation.events, hours: 24 } };
  return becomeUnresolved(life, 'escalating', null, { eventId, userId: null, at }, { activity, effect: 'escalating' });
}

/** Whether these events are graver than those before. */
function weigh(life: Life, occurrences: Occurrences): Lived {
  const { substatus, priority } = life;
  if (substatus === null || priority.automatic === 'high') return { life, happened: [] };
  const automatic = graver(priority.automatic, automaticPriority(occurrences));
  if (automatic === priority.automatic) return { life, happened: [] };
  const weighed = { ...life, priority: priorityIn(substatus, automatic, life) };
  return { life: weighed, happened: tellPriority(life, weighed, 'events', { eventId: occurrences.eventId, userId: null, at: occurrences.receivedAt }) };
}

function then(before: Lived, after: Lived): Lived {
  return before.happened.length === 0 ? after : { life: after.life, happened: [...before.happened, ...after.happened] };
}
