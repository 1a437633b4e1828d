import * as z from 'zod/mini';

/** Items of GET /organizations/{org}/environments/ and GET /projects/{org}/{project}/environments/, by name: what the events of the 300 hashes seen last named. */
export const Environment = z.object({
  /** The name again: environments are told by events, and not kept for themselves. */
  id: z.string(),
  name: z.string(),
  isHidden: z.boolean(),
});
export type Environment = z.infer<typeof Environment>;
