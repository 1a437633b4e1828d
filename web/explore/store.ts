import { exploreEvents, exploreLines, listSavedQueries } from '../api.ts';
import { createCache } from '../cache.ts';

/** By the slug of the organization and the question: see `tableSearch`. */
export const tables = createCache(exploreEvents);
/** By the slug of the organization and the question: see `linesSearch`. */
export const lineSets = createCache(exploreLines);
/** Questions with a name, by the slug of the organization. */
export const savedQueries = createCache(listSavedQueries);
