import type { Family } from '../family.ts';
import type { FrameView } from '../frame-view.ts';
import type { FrameField, StackOwner, StackRule } from './read-stack-rules.ts';
import type { RuleWork } from './rule-work.ts';

/** So many different values of a field are remembered for a family; an app has some thousand functions. */
const maxRemembered = 4000;

/**
 * Stack-trace rules that are asked together. Most are about one field of a frame, and an app sends the same few values of it again and again: which of these rules
 * fit a value is remembered, so that hundreds of rules cost one look-up. Only the others are asked anew for each frame.
 */
export class RuleSet {
  readonly #rules: readonly StackRule[];
  /** Places of the rules that look at more than one field, or at what other rules changed, by the families that they can be about. */
  readonly #others: Readonly<Record<Family | 'mixed', readonly number[]>>;
  readonly #fields: readonly FieldRules[];

  constructor(rules: readonly StackRule[]) {
    this.#rules = rules;
    const others = rules.flatMap(({ decidingField }, place) => (decidingField === null ? [place] : []));
    const of = (family: Family) => others.filter((place) => rules[place]?.families.has(family));
    this.#others = { native: of('native'), javascript: of('javascript'), other: of('other'), mixed: others };
    const byField = Map.groupBy(rules.keys(), (place) => rules[place]?.decidingField ?? null);
    this.#fields = [...byField].flatMap(([field, places]) => (field === null ? [] : [new FieldRules(field, rules, places)]));
  }

  /** Rule by rule, top to bottom, until the work is too much. A rule is asked about all frames before it may change one. */
  forEachMatch(views: readonly FrameView[], owner: StackOwner, work: RuleWork, act: (rule: StackRule, index: number) => void): void {
    const found = new Map<number, number[]>();
    for (const field of this.#fields) {
      views.forEach((view, index) => {
        for (const place of field.placesFor(view, work)) {
          const indexes = found.get(place);
          if (indexes) indexes.push(index);
          else found.set(place, [index]);
        }
      });
    }
    const others = this.#others[familyOfAll(views)];
    const places = found.size === 0 ? others : [...found.keys(), ...others].sort((one, other) => one - other);
    for (const place of places) {
      if (work.isTooMuch) return;
      const rule = this.#rules[place];
      if (!rule?.ownerTest(owner, work)) continue;
      const indexes = found.get(place) ?? matchesIn(rule, views, work);
      for (const index of indexes) act(rule, index);
    }
  }
}

function familyOfAll(views: readonly FrameView[]): Family | 'mixed' {
  const [first] = views;
  return first !== undefined && views.every(({ family }) => family === first.family) ? first.family : 'mixed';
}

/** Rules that fit a value, and what it took to find them. */
interface Remembered {
  places: readonly number[];
  steps: number;
}

/** The rules that only look at one field. */
class FieldRules {
  readonly #valueOf: (view: FrameView) => string;
  readonly #rules: readonly { place: number; rule: StackRule }[];
  readonly #remembered: Record<Family, Map<string, Remembered>> = { native: new Map(), javascript: new Map(), other: new Map() };

  constructor(field: FrameField, rules: readonly StackRule[], places: readonly number[]) {
    this.#valueOf = field === 'module' ? (view) => view.frame.module ?? '' : (view) => view[field] ?? '';
    this.#rules = places.flatMap((place) => {
      const rule = rules[place];
      return rule ? [{ place, rule }] : [];
    });
  }

  /** No value and an empty one are the same: normalized events have no empty ones. */
  placesFor(view: FrameView, work: RuleWork): readonly number[] {
    const value = this.#valueOf(view);
    const answers = work.answersOf(this);
    const name = `${view.family} ${value}`;
    const answered = answers.get(name);
    if (answered) return answered;
    const places = this.#recall(view, value, work);
    answers.set(name, places);
    return places;
  }

  /** What is remembered costs what it took: else it would be chance which rules an event meets. */
  #recall(view: FrameView, value: string, work: RuleWork): readonly number[] {
    const remembered = this.#remembered[view.family];
    const known = remembered.get(value);
    if (known) {
      work.spend(known.steps);
      return known.places;
    }
    const before = work.steps;
    const places: number[] = [];
    for (const { place, rule } of this.#rules) {
      if (work.isTooMuch) return [];
      if (rule.families.has(view.family) && rule.frameTests.every((test) => test(view, work))) places.push(place);
    }
    if (remembered.size >= maxRemembered) remembered.clear();
    remembered.set(value, { places, steps: work.steps - before });
    return places;
  }
}

function matchesIn(rule: StackRule, views: readonly FrameView[], work: RuleWork): number[] {
  const found: number[] = [];
  for (let index = 0; index < views.length && !work.isTooMuch; index += 1) if (matchesAt(rule, views, index, work)) found.push(index);
  work.spend(views.length);
  return found;
}

/** Whether a rule fits a frame, its caller (the older one beside it) and its callee. */
export function matchesAt(rule: StackRule, views: readonly FrameView[], index: number, work: RuleWork): boolean {
  const view = views[index];
  if (view === undefined || !rule.families.has(view.family)) return false;
  for (const test of rule.frameTests) if (!test(view, work)) return false;
  return isFitting(rule.callerTest, views[index - 1], work) && isFitting(rule.calleeTest, views[index + 1], work);
}

function isFitting(test: StackRule['callerTest'], neighbour: FrameView | undefined, work: RuleWork): boolean {
  return test === null || (neighbour !== undefined && test(neighbour, work));
}
