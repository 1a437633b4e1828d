import * as z from 'zod/mini';
import { Issue } from './issue.ts';

/** Why two issues are alike. */
export const Likeness = z.object({
  /** 0 to 1: how much of what tells them apart from others both have. */
  score: z.number(),
  /** Functions that both have on their stacks, `module function`. */
  frames: z.array(z.string()),
  /** Words that both say. */
  words: z.array(z.string()),
});
export type Likeness = z.infer<typeof Likeness>;

/** GET /organizations/{org}/issues/{id}/similar-issues/: most similar first, at most 20, of those of the project that were seen last. */
export const SimilarIssues = z.array(z.tuple([Issue, Likeness]));
export type SimilarIssues = z.infer<typeof SimilarIssues>;
