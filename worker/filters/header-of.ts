import type { Event } from '../event/event.ts';

/** A header of the request that the event tells of. `name` in lower case. */
export function headerOf({ request }: Event, name: string): string | undefined {
  return request?.headers?.find(([header]) => header.toLowerCase() === name)?.[1];
}
