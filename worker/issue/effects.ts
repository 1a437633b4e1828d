/** What an event or a command did to an issue that somebody outside may care about. Delivered at least once: `id` tells repetitions. */
export interface Effect {
  /** The same for every delivery of the same effect. */
  id: string;
  type: 'new' | 'regressed' | 'resolved' | 'reopened' | 'archived' | 'deleted';
  organizationId: number;
  projectId: number;
  issueId: number;
  /** The event that caused it, where one did. */
  eventId: string | null;
  /** The member who caused it, where one did. */
  userId: number | null;
  at: number;
}

/** An entry of the issue's own history, kept on the object and projected with it, oldest first. */
export interface IssueActivity {
  id: string;
  type: 'set_resolved' | 'set_unresolved' | 'set_ignored' | 'set_regression';
  userId: number | null;
  at: number;
  /** Release of the event that brought the issue back. */
  release: string | null;
}
