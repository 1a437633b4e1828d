import { detectors, passwordWords, type DetectorName } from './detectors.ts';
import { compilePattern } from './pattern.ts';
import type { Matcher, Redaction, Rule } from './redact.ts';

/* Rules of a `relayPiiConfig`, and those that every one may use by a name with `@`. Source: relay-pii/src/{config,builtin,compiledconfig}.rs */

/** What is wrong with a configuration; `place` is the path in it, such as `rules.0.pattern`. */
export interface ConfigProblem {
  place: string;
  message: string;
  /** Which character of the string at that place, from 0. */
  at?: number;
  /** It is the key of the place that is wrong, not its value. */
  inKey?: true;
}

/** Rules as they are written, by id. */
export type WrittenRules = Readonly<Record<string, unknown>>;

const texts: Readonly<Record<DetectorName, string>> = {
  bearer: 'Bearer [token]',
  creditcard: '[creditcard]',
  email: '[email]',
  iban: '[iban]',
  imei: '[imei]',
  ip: '[ip]',
  mac: '[mac]',
  pemkey: '[pemkey]',
  url_auth: '[auth]',
  us_ssn: '[us-ssn]',
  userpath: '[user]',
  uuid: '[uuid]',
};
const filtered: Redaction = { method: 'replace', text: '[Filtered]' };
const hash: Redaction = { method: 'hash' };

const hasPasswordWord = hasOneOf(new RegExp(passwordWords, 'i'));
const passwordMatchers: readonly Matcher[] = [
  { kind: 'word', word: hasPasswordWord },
  { kind: 'detector', detector: detectors.bearer },
];

const common = ['iban', 'ip', 'email', 'creditcard', 'pemkey', 'urlauth', 'userpath', 'bearer', 'password', 'usssn'].map((name) => `@${name}`);

/** A rule that needs no definition, such as `@email:mask`; undefined where there is none of that name. */
export function builtInRules(id: string): Rule[] | undefined {
  const [, name = '', suffix = 'default'] = /^@(\w+)(?::(\w+))?$/.exec(id) ?? [];
  if (id === '@common') return common.flatMap((inner) => builtInRules(inner) ?? []);
  const redaction = builtInRedaction(name, suffix);
  return redaction && matchersOf(builtInType(name))?.map((matcher) => ({ id, matcher, redaction }));
}

/** Two are called otherwise as built-ins than as types. */
function builtInType(name: string): string {
  if (name === 'urlauth') return 'url_auth';
  return name === 'usssn' ? 'us_ssn' : name;
}

function builtInRedaction(name: string, suffix: string): Redaction | undefined {
  const type = builtInType(name);
  switch (suffix) {
    case 'default':
      if (['mac', 'uuid', 'usssn'].includes(name)) return { method: 'mask' };
      return name === 'password' ? { method: 'remove' } : builtInRedaction(name, 'replace');
    case 'replace':
      return { method: 'replace', text: isDetector(type) ? texts[type] : name === 'password' ? '[password]' : '[Filtered]' };
    case 'filter':
    case 'legacy':
      return filtered;
    case 'mask':
      // Relay hashes these, whatever the name says.
      return name === 'imei' ? hash : { method: 'mask' };
    case 'hash':
      return hash;
    case 'remove':
      return { method: 'remove' };
    default:
      return undefined;
  }
}

function isDetector(type: string): type is DetectorName {
  return Object.hasOwn(detectors, type);
}

/** Of the types that have no settings of their own. */
function matchersOf(type: string): readonly Matcher[] | undefined {
  if (type === 'anything') return [{ kind: 'anything' }];
  if (type === 'password') return passwordMatchers;
  return isDetector(type) ? [{ kind: 'detector', detector: detectors[type] }] : undefined;
}

const maxNesting = 20;
/** Rules may refer to each other so that a short text means very many. */
const maxRulesOfOne = 200;

/** Makes the rules of one configuration. `prefix` tells the two configurations of a project apart in remarks. */
export class RuleBook {
  readonly #written: WrittenRules;
  readonly #prefix: string;
  readonly problems: ConfigProblem[] = [];
  readonly #compiled = new Map<string, Rule[]>();

  constructor(written: WrittenRules, prefix: string) {
    this.#written = written;
    this.#prefix = prefix;
  }

  /** The simple rules that a name stands for. A name that nobody defined is a problem at `place`. */
  rulesOf(id: string, place: string, nesting = 0): Rule[] {
    const builtIn = id.startsWith('@') ? builtInRules(id) : undefined;
    if (builtIn) return builtIn;
    const known = this.#compiled.get(id);
    if (known) return known;
    if (!Object.hasOwn(this.#written, id)) return this.#refuse(place, `There is no rule ${id}.`);
    if (nesting > maxNesting) return this.#refuse(place, `The rule ${id} refers to itself, or to too many others in a row.`);
    const rules = this.#compile(id, this.#written[id], `rules.${id}`, nesting);
    if (rules.length > maxRulesOfOne) return this.#refuse(place, `The rule ${id} stands for more than ${maxRulesOfOne} others.`);
    this.#compiled.set(id, rules);
    return rules;
  }

  #compile(id: string, written: unknown, place: string, nesting: number): Rule[] {
    if (!isRecord(written)) return this.#refuse(place, 'A rule must be an object.');
    const redaction = this.#redaction(written.redaction, `${place}.redaction`);
    const rule = (matcher: Matcher): Rule => ({ id: this.#prefix + id, matcher, redaction });
    switch (written.type) {
      case 'pattern':
        return this.#pattern(written, place).map(rule);
      case 'redact_pair':
      case 'redactPair':
        return this.#pair(written.keyPattern, `${place}.keyPattern`).map(rule);
      case 'multiple':
        return this.#inner(written.rules, written.hideInner === true, rule, place, nesting);
      case 'alias':
        return this.#inner([written.rule], written.hideInner === true, rule, place, nesting);
      default:
        if (typeof written.type !== 'string') return this.#refuse(`${place}.type`, 'A rule needs a type.');
        // A type that this version does not know has no effect, as in Sentry, so that configurations can be moved.
        return (matchersOf(written.type) ?? []).map(rule);
    }
  }

  #inner(ids: unknown, isHidden: boolean, outer: (matcher: Matcher) => Rule, place: string, nesting: number): Rule[] {
    if (!Array.isArray(ids)) return this.#refuse(`${place}.rules`, 'This must be a list of names of rules.');
    const rules: Rule[] = [];
    for (const [index, inner] of ids.entries()) {
      if (rules.length > maxRulesOfOne) break;
      if (typeof inner !== 'string') this.#refuse(`${place}.rules.${index}`, 'This must be the name of a rule.');
      else rules.push(...this.rulesOf(inner, `${place}.rules.${index}`, nesting + 1));
    }
    return isHidden ? rules.map(({ matcher }) => outer(matcher)) : rules;
  }

  #pattern({ pattern, replaceGroups }: Record<string, unknown>, place: string): Matcher[] {
    const program = this.#program(pattern, `${place}.pattern`);
    if (!program) return [];
    const groups: unknown[] = Array.isArray(replaceGroups) ? replaceGroups : [0];
    const numbers = groups.filter((group): group is number => typeof group === 'number' && Number.isInteger(group) && group >= 0 && group <= program.groups);
    if (numbers.length < groups.length) return this.#refuse(`${place}.replaceGroups`, `The pattern has the groups 0 to ${program.groups}.`);
    return [{ kind: 'pattern', program, groups: numbers }];
  }

  #pair(keyPattern: unknown, place: string): Matcher[] {
    const program = this.#program(keyPattern, place);
    if (!program) return [];
    return [{ kind: 'pattern-word', program }];
  }

  #program(source: unknown, place: string) {
    if (typeof source !== 'string') return void this.#refuse(place, 'This must be a pattern.');
    const compiled = compilePattern(source);
    if (!compiled.ok) return void this.#refuse(place, compiled.error.message, compiled.error.at);
    return compiled.value;
  }

  #redaction(written: unknown, place: string): Redaction {
    if (written === undefined || written === null) return { method: 'remove' };
    if (!isRecord(written)) {
      this.#refuse(place, 'This must be an object with a method.');
      return { method: 'none' };
    }
    switch (written.method) {
      case 'remove':
      case 'mask':
      case 'hash':
        return { method: written.method };
      case 'replace':
        return { method: 'replace', text: typeof written.text === 'string' ? written.text : '[Filtered]' };
      case undefined:
        return { method: 'remove' };
      default:
        return { method: 'none' };
    }
  }

  #refuse(place: string, message: string, at?: number): [] {
    this.problems.push({ place, message, ...(at === undefined ? {} : { at }) });
    return [];
  }
}

/** Not for patterns of people: those are no business of the platform's engine. */
export function hasOneOf(words: RegExp): (text: string) => boolean {
  return (text) => words.test(text);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
