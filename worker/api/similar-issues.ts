import { findSimilar } from '../issue/similarity.ts';
import { findIssues } from '../storage/issues.ts';
import { findLikeness, listLikeness } from '../storage/likeness.ts';
import type { IssueCall } from './call.ts';
import type { SimilarIssues } from './contract/similar-issue.ts';
import { serializeIssues } from './serialize-issues.ts';

const maxSimilar = 20;

/** Most similar first. */
export async function listSimilarIssues({ organization, project, issue, access, viewer, url, now }: IssueCall): Promise<Response> {
  const [own, candidates] = await Promise.all([findLikeness(project, issue.id), listLikeness(project)]);
  const similar = findSimilar(own, candidates, maxSimilar);
  const found = await findIssues(
    [project],
    similar.map(({ issueId }) => issueId),
  );
  const issues = await serializeIssues(found, {
    project,
    organization: access.organization,
    viewing: { scope: organization, userId: viewer.user.id },
    url,
    now,
  });
  const issueOf = new Map(issues.map((one) => [one.id, one]));
  const reply: SimilarIssues = similar.flatMap(({ issueId, score, frames, words }) => {
    const one = issueOf.get(String(issueId));
    return one ? [[one, { score, frames, words }]] : [];
  });
  return Response.json(reply);
}
