/** What a member does to an issue. The issue object applies it and projects the result before it answers. */
export interface IssueCommand {
  type: 'resolve' | 'reopen' | 'archive';
  userId: number;
  at: number;
}
