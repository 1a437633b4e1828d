import type { Issue } from '../../worker/api/contract/issue.ts';

/** An issue as the API sends it, with what a test cares about. */
export function anIssue(fields: Partial<Issue> = {}): Issue {
  const id = fields.id ?? '1000000001';
  return {
    id,
    shortId: `WEB-${id}`,
    shareId: null,
    title: 'TypeError: x is undefined',
    culprit: 'src/cart.ts in add',
    permalink: `http://localhost:8787/organizations/acme/issues/${id}/`,
    logger: null,
    level: 'error',
    status: 'unresolved',
    substatus: 'ongoing',
    statusDetails: {},
    isPublic: false,
    platform: 'javascript',
    priority: 'medium',
    isPrioritySetByMember: false,
    project: { id: '1', name: 'Web', slug: 'web', platform: 'javascript' },
    type: 'error',
    issueType: 'error',
    issueCategory: 'error',
    metadata: { type: 'TypeError', value: 'x is undefined', filename: 'src/cart.ts', function: 'add' },
    numComments: 0,
    assignedTo: null,
    isBookmarked: false,
    isSubscribed: false,
    subscriptionDetails: null,
    hasSeen: false,
    annotations: [],
    isUnhandled: false,
    count: '3',
    userCount: 1,
    firstSeen: '2026-11-20T10:00:00Z',
    lastSeen: '2026-11-23T15:44:52Z',
    stats: { '24h': [], '14d': [] },
    ...fields,
  };
}
