/**
 * Rules of one kind may take so many steps on one event, some 50 ms. A thousand ordinary rules take a million on a stack of 250 frames; patterns made of wildcards
 * take a quarter of one each time they are asked.
 */
const maxSteps = 5_000_000;

/** What is looked up in place of asking rules again. */
type Answers = Map<string, readonly number[]>;

/**
 * What rules cost while they look at one event. Steps and not milliseconds, and the same whatever the isolate remembers, so that an event always meets the same
 * rules.
 */
export class RuleWork {
  #steps = 0;
  readonly #answers = new Map<object, Answers>();

  spend(steps: number): void {
    this.#steps += steps;
  }

  get steps(): number {
    return this.#steps;
  }

  /** Nothing that is found from now on counts. */
  get isTooMuch(): boolean {
    return this.#steps > maxSteps;
  }

  /** What these rules have answered about this event. */
  answersOf(rules: object): Answers {
    const known = this.#answers.get(rules) ?? new Map<string, readonly number[]>();
    this.#answers.set(rules, known);
    return known;
  }
}
