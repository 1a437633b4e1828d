import { getStats, listRejections, resolveEvent } from '../api.ts';
import { createCache } from '../cache.ts';
import { locateEvent } from './whereabouts.ts';

/** By the slug of the organization and the question: see `statsSearch`. */
export const statsCache = createCache((org: string, search: string) => getStats(org, search));
/** By the slugs of the organization and the project, which is empty for all. */
export const rejectionsCache = createCache((org: string, project: string) => listRejections(org, project === '' ? {} : { project }));
/** By the slug of the organization and the id of the event. */
export const whereaboutsCache = createCache((org: string, eventId: string) =>
  locateEvent({ resolve: () => resolveEvent(org, eventId), listRejections: () => listRejections(org, { eventId }) }),
);
