import type { UserReport as UserReportRow } from '../storage/user-reports.ts';
import type { UserReport } from './contract/user-report.ts';
import { isoTime } from './time.ts';

export function serializeUserReport({ id, eventId, name, email, comments, createdAt }: UserReportRow): UserReport {
  return {
    id: String(id),
    eventID: eventId,
    name,
    email,
    comments,
    dateCreated: isoTime(createdAt),
    user: null,
    event: { id: eventId, eventID: eventId },
  };
}
