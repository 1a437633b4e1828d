/** What a word means as the value of a key; null where it says so itself. */
export function aboutWord(key: string, word: string): string | null {
  return meanings[key]?.[word] ?? null;
}

const latest = { latest: 'The newest release of each project' };
const substatuses = {
  new: 'Came up in the last week',
  ongoing: 'Has been there for a week or more',
  escalating: 'Has more events than expected',
  regressed: 'Came back after it was resolved',
  archived_until_escalating: 'Archived until it has more events than expected',
  archived_until_condition_met: 'Archived until a time or a number of events',
  archived_forever: 'Archived for good',
};
const statuses = { unresolved: 'Still to be dealt with', resolved: 'Done, until it comes back', archived: 'Put aside', reprocessing: 'Being worked out anew' };

const meanings: Record<string, Record<string, string>> = {
  is: {
    ...statuses,
    ...substatuses,
    assigned: 'Somebody looks after it',
    unassigned: 'Nobody looks after it',
    for_review: 'New, back or growing, and nobody has looked at it',
    linked: 'Linked to an issue elsewhere',
    unlinked: 'Linked to no issue elsewhere',
  },
  status: statuses,
  substatus: substatuses,
  assigned: { me: 'You', my_teams: 'Any team that you are in', none: 'Nobody' },
  release: latest,
  firstRelease: latest,
  regressed_in_release: latest,
  'release.stage': { adopted: 'Most use it', low_adoption: 'Few use it yet', replaced: 'A newer one is used' },
};
