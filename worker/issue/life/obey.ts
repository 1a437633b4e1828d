import { hourMs } from '../trend.ts';
import { beginArchive } from './archive.ts';
import { assign, loseAssignee } from './assign.ts';
import { becomeUnresolved, type Cause } from './become.ts';
import { forecastSeen } from './forecast.ts';
import type { Life, PriorityLevel, UnresolvedSubstatus } from './life.ts';
import type { ArchiveRequest, LifeCommand, ReleaseRequest, ResolutionRequest } from './life-command.ts';
import type { Activity, ActivityData, Lived, Totals } from './lived.ts';
import { priorityIn } from './priority.ts';
import { beginResolution, isAlready, markOf } from './resolution.ts';
import { isSeenAfter } from './time.ts';

/** What a command does. `totals` are those of the whole issue when it comes. The same life where it changes nothing, so that a repetition is harmless. */
export function obey(life: Life, command: LifeCommand, totals: Totals): Lived {
  const { userId, at } = command;
  const cause = { eventId: null, userId, at };
  switch (command.type) {
    case 'resolve':
      return resolve(life, command.resolution, cause, totals);
    case 'reopen':
      return reopen(life, command.substatus, cause, totals);
    case 'archive':
      return archive(life, command.condition, cause, totals);
    case 'assign':
      return assign(life, command.assignee, userId, at);
    case 'loseAssignee':
      return loseAssignee(life, command.assignee, userId, at);
    case 'setPriority':
      return setPriority(life, command.level, cause);
    case 'markReviewed':
      return markReviewed(life, cause, totals);
    case 'releaseCommit':
      return releaseCommit(life, command);
  }
}

function resolve(life: Life, request: ResolutionRequest, cause: Cause, totals: Totals): Lived {
  if (life.resolution && isAlready(life.resolution, request)) return nothing(life);
  // Somebody looked for issues that had gone quiet; this one has spoken since.
  const isTooYoung = request.type === 'by_age' && (life.status !== 'unresolved' || isSeenAfter(totals, cause.at - request.hours * hourMs));
  if (isTooYoung) return nothing(life);
  const resolution = beginResolution(request);
  const resolved: Life = { ...life, status: 'resolved', substatus: null, since: cause.at, by: cause.userId, resolution, archive: null, forecast: null };
  return { life: resolved, happened: [{ activity: tellResolution(request), effect: 'resolved', ...cause }] };
}

/** A substatus that is asked for by name is taken even where the issue is unresolved already. */
function reopen(life: Life, asked: UnresolvedSubstatus | null, cause: Cause, totals: Totals): Lived {
  const substatus = asked ?? 'ongoing';
  if (life.status === 'unresolved' && (asked === null || substatus === life.substatus)) return nothing(life);
  const told = { activity: { type: 'set_unresolved' as const, data: {} }, effect: life.status === 'unresolved' ? null : ('reopened' as const) };
  return becomeUnresolved(life, substatus, substatus === 'ongoing' ? forecastSeen(totals.trend, cause.at) : null, cause, told);
}

function archive(life: Life, request: ArchiveRequest, cause: Cause, totals: Totals): Lived {
  // Other conditions count from now on, so that asking again begins anew.
  if (request.type !== 'until_condition_met' && life.archive?.type === request.type) return nothing(life);
  const archived: Life = {
    ...life,
    status: 'ignored',
    substatus: `archived_${request.type}`,
    since: cause.at,
    by: cause.userId,
    resolution: null,
    archive: beginArchive(request),
    forecast: request.type === 'until_escalating' ? forecastSeen(totals.trend, cause.at) : null,
  };
  return { life: archived, happened: [{ activity: { type: 'set_ignored', data: tellArchive(request, cause.at) }, effect: 'archived', ...cause }] };
}

function setPriority(life: Life, level: PriorityLevel | null, cause: Cause): Lived {
  const { priority } = life;
  if (cause.userId === null && priority.isSetByMember) return nothing(life);
  const isByMember = cause.userId !== null && level !== null;
  const set = isByMember
    ? { ...priority, level, isSetByMember: true }
    : priorityIn(life.substatus, level ?? priority.automatic, { priority: { ...priority, isSetByMember: false } });
  if (set.level === priority.level && set.isSetByMember === priority.isSetByMember && set.automatic === priority.automatic) return nothing(life);
  const happened =
    set.level === priority.level ? [] : [{ activity: { type: 'set_priority' as const, data: { priority: set.level, reason: null } }, effect: null, ...cause }];
  return { life: { ...life, priority: set }, happened };
}

function markReviewed(life: Life, cause: Cause, totals: Totals): Lived {
  if (life.status !== 'unresolved' || life.substatus === 'ongoing') return nothing(life);
  const told = { activity: { type: 'mark_reviewed' as const, data: {} }, effect: null };
  return becomeUnresolved(life, 'ongoing', forecastSeen(totals.trend, cause.at), cause, told);
}

function releaseCommit(life: Life, request: { repository: string; commit: string } & ReleaseRequest): Lived {
  const { resolution } = life;
  if (resolution?.type !== 'in_commit' || resolution.commit !== request.commit || resolution.repository !== request.repository) return nothing(life);
  // The first release with the commit is the one that solved it; later ones hold it too.
  if (resolution.release) return nothing(life);
  return { life: { ...life, resolution: { ...resolution, release: markOf(request) } }, happened: [] };
}

function tellResolution(request: ResolutionRequest): Activity {
  switch (request.type) {
    case 'now':
      return { type: 'set_resolved', data: {} };
    case 'by_age':
      return { type: 'set_resolved_by_age', data: { age: request.hours } };
    case 'in_release':
      return { type: 'set_resolved_in_release', data: { version: request.release } };
    case 'in_next_release':
      return { type: 'set_resolved_in_release', data: { version: '', current_release_version: request.release } };
    case 'in_commit':
      return { type: 'set_resolved_in_commit', data: { commit: request.commit, repository: request.repository } };
  }
}

function tellArchive(request: ArchiveRequest, at: number): ActivityData {
  if (request.type !== 'until_condition_met') return { ignoreUntilEscalating: request.type === 'until_escalating' };
  const { until, events, users } = request;
  return {
    ignoreDuration: until === null ? null : Math.round((until - at) / 60_000),
    ignoreUntil: until === null ? null : new Date(until).toISOString(),
    ignoreCount: events?.count ?? null,
    ignoreWindow: events?.windowMinutes ?? null,
    ignoreUserCount: users?.count ?? null,
    ignoreUserWindow: users?.windowMinutes ?? null,
  };
}

function nothing(life: Life): Lived {
  return { life, happened: [] };
}
