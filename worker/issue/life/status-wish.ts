import { fail, ok, type Result } from '../../result.ts';
import { type ArchiveError, checkArchive } from './archive.ts';
import type { UnresolvedSubstatus } from './life.ts';
import type { LimitRequest } from './life-command.ts';

/** What the body of Sentry's API says of the status, in Sentry's words. Null is as good as absent: sentry-cli sends `snoozeDuration: null`. */
export interface StatusBody {
  status?: string | null | undefined;
  substatus?: string | null | undefined;
  statusDetails?: StatusDetailsBody | null | undefined;
  /** Minutes; the old name of `ignoreDuration`. */
  snoozeDuration?: number | null | undefined;
}

export interface StatusDetailsBody {
  inRelease?: string | null | undefined;
  inNextRelease?: boolean | null | undefined;
  /** With `inNextRelease`: the release that the next one comes after; the newest one where it is absent. */
  currentReleaseVersion?: string | null | undefined;
  inCommit?: { commit: string; repository: string } | null | undefined;
  /** Minutes. */
  ignoreDuration?: number | null | undefined;
  ignoreCount?: number | null | undefined;
  /** Minutes. */
  ignoreWindow?: number | null | undefined;
  ignoreUserCount?: number | null | undefined;
  /** Minutes. */
  ignoreUserWindow?: number | null | undefined;
  /** ISO 8601: the moment instead of a duration. */
  ignoreUntil?: string | null | undefined;
  /** The same as the substatus `archived_until_escalating`. */
  untilEscalating?: boolean | null | undefined;
  /** As replies have it. Nobody can ask for that: it is resolved, as by a member. */
  autoResolved?: boolean | null | undefined;
}

/** A body that makes sense in itself. What is still missing are the releases of the project, and the time. */
export type StatusWish =
  | { type: 'resolve'; resolution: { type: 'now' } | { type: 'in_release'; release: string } | InNextRelease | InCommit }
  | { type: 'reopen'; substatus: UnresolvedSubstatus | null }
  | { type: 'archive'; condition: { type: 'forever' } | { type: 'until_escalating' } | Conditions };

interface InNextRelease {
  type: 'in_next_release';
  /** The release that it comes after; null: the newest. */
  release: string | null;
}

interface InCommit {
  type: 'in_commit';
  repository: string;
  commit: string;
}

interface Conditions {
  type: 'until_condition_met';
  durationMinutes: number | null;
  /** Unix milliseconds; at most one of the two is given. */
  until: number | null;
  events: LimitRequest | null;
  users: LimitRequest | null;
}

export interface StatusError {
  reason: 'invalid_status';
  /** Path into the body: `status`, `substatus`, `statusDetails.ignoreCount`. */
  field: string;
  /** A sentence for whoever sent it. */
  message: string;
}

/** Ten years. */
export const maxDurationMinutes = 5_256_000;
const maxReleaseLength = 200;
const maxCommitLength = 64;
const maxRepositoryLength = 200;

/** Null: the body says nothing of the status. */
export function readStatus(body: StatusBody): Result<StatusWish | null, StatusError> {
  const details = withoutNulls({ ...body.statusDetails, ignoreDuration: body.statusDetails?.ignoreDuration ?? body.snoozeDuration });
  switch (body.status) {
    case undefined:
    case null:
      return body.substatus == null && Object.keys(details).length === 0 ? ok(null) : invalid('status', 'A substatus or details need a status.');
    case 'resolved':
      return readResolution(details, body.substatus);
    case 'resolvedInNextRelease':
      return readResolution({ ...details, inNextRelease: true }, body.substatus);
    case 'unresolved':
      return readReopening(details, body.substatus);
    case 'ignored':
    case 'muted':
      return readArchiving(details, body.substatus);
    default:
      return invalid('status', `${JSON.stringify(body.status)} is no status; it is one of resolved, resolvedInNextRelease, unresolved, ignored.`);
  }
}

function readResolution(details: Details, substatus: string | null | undefined): Result<StatusWish, StatusError> {
  if (substatus != null) return invalid('substatus', 'A resolved issue has no substatus.');
  const { inRelease, inCommit, inNextRelease, currentReleaseVersion, autoResolved: _isOfReplies, ...others } = details;
  const unfit = refuseOthers(others, 'resolved');
  if (unfit) return unfit;
  if (Number(inRelease !== undefined) + Number(inCommit !== undefined) + Number(inNextRelease === true) > 1)
    return invalid('statusDetails', 'Only one of inRelease, inNextRelease and inCommit can be given.');
  if (inRelease !== undefined) {
    if (!isText(inRelease, maxReleaseLength)) return invalid('statusDetails.inRelease', `A release has 1 to ${maxReleaseLength} characters.`);
    return ok({ type: 'resolve', resolution: { type: 'in_release', release: inRelease } });
  }
  if (inCommit !== undefined) {
    const { commit, repository } = inCommit;
    if (!isText(commit, maxCommitLength)) return invalid('statusDetails.inCommit', `A commit has 1 to ${maxCommitLength} characters.`);
    if (!isText(repository, maxRepositoryLength)) return invalid('statusDetails.inCommit', `A repository has 1 to ${maxRepositoryLength} characters.`);
    return ok({ type: 'resolve', resolution: { type: 'in_commit', repository, commit } });
  }
  if (inNextRelease !== true)
    return currentReleaseVersion === undefined
      ? ok({ type: 'resolve', resolution: { type: 'now' } })
      : invalid('statusDetails.currentReleaseVersion', 'currentReleaseVersion needs inNextRelease.');
  if (currentReleaseVersion !== undefined && !isText(currentReleaseVersion, maxReleaseLength))
    return invalid('statusDetails.currentReleaseVersion', `A release has 1 to ${maxReleaseLength} characters.`);
  return ok({ type: 'resolve', resolution: { type: 'in_next_release', release: currentReleaseVersion ?? null } });
}

function readReopening(details: Details, substatus: string | null | undefined): Result<StatusWish, StatusError> {
  const unfit = refuseOthers(details, 'unresolved');
  if (unfit) return unfit;
  switch (substatus) {
    case undefined:
    case null:
      return ok({ type: 'reopen', substatus: null });
    case 'new':
    case 'ongoing':
    case 'escalating':
    case 'regressed':
      return ok({ type: 'reopen', substatus });
    default:
      return invalid('substatus', `${JSON.stringify(substatus)} is no substatus of an unresolved issue; it is one of new, ongoing, escalating, regressed.`);
  }
}

function readArchiving(details: Details, substatus: string | null | undefined): Result<StatusWish, StatusError> {
  const { ignoreDuration, ignoreUntil, ignoreCount, ignoreWindow, ignoreUserCount, ignoreUserWindow, untilEscalating, ...others } = details;
  const unfit = refuseOthers(others, 'ignored');
  if (unfit) return unfit;
  if (ignoreWindow !== undefined && ignoreCount === undefined) return invalid('statusDetails.ignoreWindow', 'ignoreWindow needs ignoreCount.');
  if (ignoreUserWindow !== undefined && ignoreUserCount === undefined)
    return invalid('statusDetails.ignoreUserWindow', 'ignoreUserWindow needs ignoreUserCount.');
  if (ignoreDuration !== undefined && !(Number.isInteger(ignoreDuration) && ignoreDuration >= 1 && ignoreDuration <= maxDurationMinutes))
    return invalid('statusDetails.ignoreDuration', `ignoreDuration is a whole number of minutes from 1 to ${maxDurationMinutes}.`);
  const until = ignoreUntil === undefined ? null : Date.parse(ignoreUntil);
  if (Number.isNaN(until)) return invalid('statusDetails.ignoreUntil', 'ignoreUntil is a time in ISO 8601.');
  if (until !== null && ignoreDuration !== undefined) return invalid('statusDetails', 'Only one of ignoreDuration and ignoreUntil can be given.');
  const condition: Conditions = {
    type: 'until_condition_met',
    durationMinutes: ignoreDuration ?? null,
    until,
    events: ignoreCount === undefined ? null : { count: ignoreCount, windowMinutes: ignoreWindow ?? null },
    users: ignoreUserCount === undefined ? null : { count: ignoreUserCount, windowMinutes: ignoreUserWindow ?? null },
  };
  const hasCondition = ignoreDuration !== undefined || until !== null || ignoreCount !== undefined || ignoreUserCount !== undefined;
  const inferred = untilEscalating ? 'archived_until_escalating' : hasCondition ? 'archived_until_condition_met' : 'archived_forever';
  if (untilEscalating && substatus != null && substatus !== inferred)
    return invalid('substatus', `untilEscalating does not go with ${JSON.stringify(substatus)}.`);
  switch (substatus ?? inferred) {
    case 'archived_forever':
      return hasCondition ? invalid('substatus', 'What is archived forever has no condition.') : ok({ type: 'archive', condition: { type: 'forever' } });
    case 'archived_until_escalating':
      return hasCondition
        ? invalid('substatus', 'What is archived until it escalates has no other condition.')
        : ok({ type: 'archive', condition: { type: 'until_escalating' } });
    case 'archived_until_condition_met': {
      const checked = checkArchive({ ...condition, until: until ?? condition.durationMinutes });
      return checked.ok ? ok({ type: 'archive', condition }) : fail(explain(checked.error));
    }
    default:
      return invalid(
        'substatus',
        `${JSON.stringify(substatus)} is no substatus of an archived issue; it is one of archived_until_escalating, archived_until_condition_met, archived_forever.`,
      );
  }
}

function explain(error: ArchiveError): StatusError {
  const invalidField = (name: string, message: string): StatusError => ({ reason: 'invalid_status', field: `statusDetails${name}`, message });
  switch (error.reason) {
    case 'no_condition':
      return invalidField('', 'One of ignoreDuration, ignoreUntil, ignoreCount and ignoreUserCount must be given.');
    case 'count_out_of_range': {
      const name = error.of === 'events' ? 'ignoreCount' : 'ignoreUserCount';
      return invalidField(`.${name}`, `${name} is a whole number from 1 to ${error.max}.`);
    }
    case 'window_out_of_range': {
      const name = error.of === 'events' ? 'ignoreWindow' : 'ignoreUserWindow';
      return invalidField(`.${name}`, `${name} is a whole number of minutes from 1 to ${error.max}.`);
    }
    case 'too_many_users_in_window':
      return invalidField('.ignoreUserCount', `Within a window, ignoreUserCount is at most ${error.max}, because each user of it is remembered.`);
  }
}

type Details = { [Key in keyof StatusDetailsBody]?: NonNullable<StatusDetailsBody[Key]> };

function withoutNulls({
  inRelease,
  inNextRelease,
  currentReleaseVersion,
  inCommit,
  ignoreDuration,
  ignoreUntil,
  ignoreCount,
  ignoreWindow,
  ignoreUserCount,
  ignoreUserWindow,
  untilEscalating,
  autoResolved,
}: StatusDetailsBody): Details {
  return {
    ...(inRelease != null && { inRelease }),
    ...(inNextRelease === true && { inNextRelease }),
    ...(currentReleaseVersion != null && { currentReleaseVersion }),
    ...(inCommit != null && { inCommit }),
    ...(ignoreDuration != null && { ignoreDuration }),
    ...(ignoreUntil != null && { ignoreUntil }),
    ...(ignoreCount != null && { ignoreCount }),
    ...(ignoreWindow != null && { ignoreWindow }),
    ...(ignoreUserCount != null && { ignoreUserCount }),
    ...(ignoreUserWindow != null && { ignoreUserWindow }),
    ...(untilEscalating === true && { untilEscalating }),
    ...(autoResolved === true && { autoResolved }),
  };
}

function refuseOthers(others: Details, status: string): ReturnType<typeof invalid> | null {
  const [name] = Object.keys(others);
  return name === undefined ? null : invalid(`statusDetails.${name}`, `${name} does not go with the status ${status}.`);
}

function isText(text: string, maxLength: number): boolean {
  return text.length >= 1 && text.length <= maxLength;
}

export function invalid(field: string, message: string) {
  return fail<StatusError>({ reason: 'invalid_status', field, message });
}
