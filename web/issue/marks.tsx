import type { JSX } from 'preact';
import type { Issue } from '../../worker/api/contract/issue.ts';
import { Badge } from '../ui/badge.tsx';

/** What is special about an issue, in words: new, back again, escalating, unhandled. On the page of an issue also that it is resolved or archived. */
export function Marks({ issue, withStatus = false }: { issue: Pick<Issue, 'status' | 'substatus' | 'isUnhandled'>; withStatus?: boolean }): JSX.Element {
  return (
    <>
      {withStatus && issue.status === 'resolved' && (
        <Badge tone="accent" icon="check">
          Resolved
        </Badge>
      )}
      {withStatus && issue.status === 'ignored' && <Badge icon="archive">Archived</Badge>}
      {issue.status === 'unresolved' && issue.substatus === 'new' && (
        <Badge tone="accent" icon="sparkles">
          New
        </Badge>
      )}
      {issue.status === 'unresolved' && issue.substatus === 'regressed' && (
        <Badge tone="strong" icon="rotate-ccw">
          Regressed
        </Badge>
      )}
      {issue.status === 'unresolved' && issue.substatus === 'escalating' && (
        <Badge tone="accent" icon="trending-up">
          Escalating
        </Badge>
      )}
      {issue.isUnhandled && <Badge icon="shield-alert">Unhandled</Badge>}
    </>
  );
}
