import { createHash } from 'node:crypto';

/** One node of the tree that explains a hash: what was looked at, whether it counted, and why. Names and order are Sentry's. */
export interface Component {
  /** Such as `exception`, `frame`, `context-line`. */
  id: string;
  contributes: boolean;
  /** Why it does not count, or what was done to its value. */
  hint: string | null;
  /** The texts that are hashed, and the components that it is made of, in the order in which they are hashed. */
  values: readonly (string | Component)[];
}

/** Counts where one of its parts does, unless a hint says why it must not. */
export function component(id: string, values: Component['values'], excludedBecause: string | null = null): Component {
  return { id, contributes: excludedBecause === null && values.some((value) => typeof value === 'string' || value.contributes), hint: excludedBecause, values };
}

export function excluded({ id, values }: Component, hint: string): Component {
  return { id, contributes: false, hint, values };
}

/** The texts that count, in order. Their concatenation is what is hashed. */
export function contributingTexts(of: Component, texts: string[] = []): string[] {
  if (!of.contributes) return texts;
  for (const value of of.values) {
    if (typeof value === 'string') texts.push(value);
    else contributingTexts(value, texts);
  }
  return texts;
}

/** Whether a component of this id, or one inside it, counts. */
export function holdsContributing(of: Component, id: string): boolean {
  if (!of.contributes) return false;
  return of.id === id || of.values.some((value) => typeof value !== 'string' && holdsContributing(value, id));
}

/** 32 hex digits. */
export function hashOf(texts: readonly string[]): string {
  return createHash('md5').update(texts.join('')).digest('hex');
}
