import type { Event, Exception } from '../event/event.ts';
import type { Component } from './component.ts';
import type { JudgedStacks } from './judge-stacks.ts';
import { findVariants } from './mechanism-2026-11/strategies.ts';

/** One way to look at an event. */
export interface Variant {
  name: 'app' | 'system' | 'default';
  /** What decides, in words, such as `in-app exception stack trace`. */
  description: string;
  root: Component;
}

export interface Finding {
  /** Best first. Where none contributes, an event holds nothing to group by: all of those make one issue. */
  variants: readonly Variant[];
  /** The exception that names the event, where that is not the last one. */
  main: Exception | null;
}

export type FindVariants = (event: Event, stacks: JudgedStacks) => Finding;

/**
 * Every mechanism that ever grouped events, by version. One that has been in use never changes, or old issues would no longer get their events: a better one
 * is added beside it.
 */
export const mechanisms = { 'picket:2026-11': findVariants } satisfies Record<string, FindVariants>;

export type Mechanism = keyof typeof mechanisms;

export const currentMechanism: Mechanism = 'picket:2026-11';
