import { getCapture } from '../api.ts';
import { createCache } from '../cache.ts';

/** By the slug of the organization, that of the project (empty for none), and the id. */
export const captures = createCache((org: string, project: string, id: string) => getCapture(org, project === '' ? null : project, id));
