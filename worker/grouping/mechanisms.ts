import type { Event } from '../event/event.ts';
import { findVariants } from './mechanism-2026-11/variants.ts';

/** One way to look at an event. Its values, one after the other, are what is hashed. */
export interface Variant {
  /** What the values were taken from. */
  component: string;
  values: readonly string[];
}

/** The variants of an event, best first, without repetition. None where an event holds nothing to group by: all of those make one issue. */
export type FindVariants = (event: Event) => readonly Variant[];

/**
 * Every mechanism that ever grouped events, by version. One that has been in use never changes, or old issues would no longer get their events: a better one
 * is added beside it.
 */
export const mechanisms = { 'picket:2026-11': findVariants } satisfies Record<string, FindVariants>;

export type Mechanism = keyof typeof mechanisms;

export const currentMechanism: Mechanism = 'picket:2026-11';
