import { getSharedIssue } from '../api.ts';
import { createCache } from '../cache.ts';

/** Shared issues by the id of their link. */
export const sharedIssues = createCache(getSharedIssue);
