import type { Activity } from '../../worker/api/contract/issue.ts';
import type { IconName } from '../ui/icon-names.ts';
import { counted } from '../ui/numbers.ts';
import { archiveText, spanText } from './actions/archive-until.ts';
import { asFields } from '../../worker/reading/value.ts';

/** A piece of a sentence. What comes from outside, such as a release or a title, is marked, since it may be hostile. */
export type Part = string | { name: string } | { code: string } | { issueId: string; title: string } | { eventId: string };

/** Says who a member or a team is by their id; null for who is not known. */
export type NameOf = (type: 'user' | 'team', id: string) => string | null;

export interface Words {
  /** Null where it came about by itself. */
  who: string | null;
  /** A sentence that begins behind who did it. */
  parts: Part[];
}

/** What happened, in plain words. */
export function activityWords({ type, user, data }: Activity, nameOf: NameOf): Words {
  const who = user === null ? null : user.name || user.email;
  const by = (...parts: Part[]): Words => ({ who: who ?? 'Picket', parts });
  const itself = (...parts: Part[]): Words => ({ who: null, parts });
  switch (type) {
    case 'first_seen':
      return itself('First event', ...inRelease(data['version']));
    case 'set_resolved':
      return by('resolved it', ...inRelease(data['version']));
    case 'set_resolved_by_age':
      return itself('Resolved by itself', ...quietFor(data['age']));
    case 'set_resolved_in_release':
      return by(...releaseWords(data));
    case 'set_resolved_in_commit':
      return by('resolved it by commit ', { code: short(data['commit'], 12) }, ...(isText(data['repository']) ? [' in ', { code: data['repository'] }] : []));
    case 'set_unresolved':
      return data['expired_snooze'] === undefined ? by('reopened it') : itself('Back from the archive: its time was up');
    case 'set_ignored':
      return by(data['ignoreUntilEscalating'] === true ? 'archived it until it escalates' : `archived it ${archiveText(archivedUntil(data))}`);
    case 'set_regression':
      return itself('Came back', ...inRelease(data['version']), ...thoughResolved(data['resolved_in_version']), ...withEvent(data['event_id']));
    case 'set_escalating':
      return itself(...escalationWords(data), ...withEvent(data['event_id']));
    case 'set_priority':
      return who === null
        ? itself(`Priority is ${String(data['priority'])} now`, priorityReason(data['reason']))
        : by(`set the priority to ${String(data['priority'])}`);
    case 'auto_set_ongoing':
      return itself(`Ongoing${typeof data['after_days'] === 'number' ? ` after ${counted(data['after_days'], 'day')}` : ''}`);
    case 'mark_reviewed':
      return by('reviewed it');
    case 'assigned':
      return assignedWords(user, data, nameOf, by, itself);
    case 'unassigned':
      return by('assigned it to nobody');
    case 'merge':
      return by(...mergeWords(data['issues']));
    case 'unmerge_source':
      return by(`took ${counted(Array.isArray(data['fingerprints']) ? data['fingerprints'].length : 1, 'hash', 'hashes')} out of it`);
    case 'unmerge_destination':
      return by('took it out of another issue');
    case 'note':
      return by('commented');
    case 'set_public':
      return by('shared it by a public link');
    case 'set_private':
      return by('took the public link back');
  }
}

export function activityIcon(type: Activity['type']): IconName {
  switch (type) {
    case 'first_seen':
      return 'sparkles';
    case 'set_regression':
    case 'set_unresolved':
      return 'rotate-ccw';
    case 'set_resolved':
    case 'set_resolved_by_age':
    case 'set_resolved_in_release':
    case 'set_resolved_in_commit':
      return 'check';
    case 'set_ignored':
      return 'archive';
    case 'set_escalating':
      return 'trending-up';
    case 'set_priority':
      return 'signal-high';
    case 'auto_set_ongoing':
      return 'circle-dashed';
    case 'mark_reviewed':
      return 'eye';
    case 'assigned':
    case 'unassigned':
      return 'user-plus';
    case 'merge':
      return 'merge';
    case 'unmerge_source':
    case 'unmerge_destination':
      return 'split';
    case 'note':
      return 'message-square';
    case 'set_public':
      return 'globe';
    case 'set_private':
      return 'lock';
  }
}

function inRelease(version: unknown): Part[] {
  return isText(version) ? [' in ', { name: version }] : [];
}

function thoughResolved(version: unknown): Part[] {
  return isText(version) ? [', though resolved in ', { name: version }] : [];
}

function withEvent(eventId: unknown): Part[] {
  return typeof eventId === 'string' && /^[0-9a-f]{32}$/.test(eventId) ? [' with event ', { eventId }] : [];
}

function quietFor(hours: unknown): Part[] {
  return typeof hours === 'number' ? [`: not seen for ${spanText(hours * 60)}`] : [];
}

function releaseWords({ version, current_release_version: current }: Activity['data']): Part[] {
  if (isText(version)) return ['resolved it in ', { name: version }];
  return ['resolved it in the next release', ...(isText(current) ? [' after ', { name: current }] : [])];
}

function archivedUntil(data: Activity['data']) {
  return {
    // The moment says more than the time from then on, and a short one reads better as a time.
    ...(typeof data['ignoreDuration'] === 'number' ? { ignoreDuration: data['ignoreDuration'] } : { ignoreUntil: textOf(data['ignoreUntil']) }),
    ignoreCount: numberOf(data['ignoreCount']),
    ignoreWindow: numberOf(data['ignoreWindow']),
    ignoreUserCount: numberOf(data['ignoreUserCount']),
    ignoreUserWindow: numberOf(data['ignoreUserWindow']),
  };
}

function escalationWords({ forecast, events, hours, expired_snooze: snooze }: Activity['data']): Part[] {
  if (typeof forecast === 'number' && typeof events === 'number')
    return [`Escalating: ${counted(events, 'event')} in ${typeof hours === 'number' ? hours : 24} h, forecast ${forecast.toLocaleString()}`];
  if (snooze === undefined) return ['Escalating'];
  const { count, window, user_count: users, user_window: userWindow } = asFields(snooze);
  const waited = archiveText({
    ignoreCount: numberOf(count),
    ignoreWindow: numberOf(window),
    ignoreUserCount: numberOf(users),
    ignoreUserWindow: numberOf(userWindow),
  });
  return [`Escalating: it was archived ${waited}`];
}

function priorityReason(reason: unknown): string {
  switch (reason) {
    case 'events':
      return ', by what its events say';
    case 'escalating':
      return ', since it escalates';
    case 'ongoing':
      return ', since it is ongoing';
    default:
      return '';
  }
}

function assignedWords(
  user: Activity['user'],
  { assignee, assigneeType, integration }: Activity['data'],
  nameOf: NameOf,
  by: (...parts: Part[]) => Words,
  itself: (...parts: Part[]) => Words,
): Words {
  const type = assigneeType === 'team' ? 'team' : 'user';
  const id = String(assignee);
  if (user !== null && type === 'user' && user.id === id) return by('took it');
  const known = nameOf(type, id);
  const name = known === null ? (type === 'team' ? 'a team' : 'somebody who has left') : { name: type === 'team' ? `#${known}` : known };
  return integration === 'projectOwnership' ? itself('Assigned to ', name, ' by an ownership rule') : by('assigned it to ', name);
}

function mergeWords(issues: unknown): Part[] {
  const merged = (Array.isArray(issues) ? issues : [])
    .map(asFields)
    .flatMap(({ id, title }) => (isText(id) ? [{ issueId: id, title: isText(title) ? title : id }] : []));
  if (merged.length === 0) return ['merged other issues into it'];
  const shown = merged.slice(0, 3);
  const rest = merged.length - shown.length;
  return [
    'merged ',
    ...shown.flatMap((issue, index): Part[] => (index === 0 ? [issue] : [', ', issue])),
    rest > 0 ? ` and ${`${rest} more`} into it` : ' into it',
  ];
}

function short(value: unknown, length: number): string {
  return textOf(value)?.slice(0, length) ?? '?';
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
