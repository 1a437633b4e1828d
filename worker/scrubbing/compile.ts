import { fail, ok, type Result } from '../result.ts';
import { type Application, classicApplications, type ClassicSettings } from './classic.ts';
import { type ConfigProblem, isRecord, RuleBook } from './rules.ts';
import { type Selector, parseSelector } from './selector.ts';

/** Everything that is to be scrubbed for one project, ready to run. */
export interface Scrubber {
  /** Whether GraphQL queries lose their variables. */
  scrubsGraphql: boolean;
  /** The advanced ones, then the classic ones. */
  applications: readonly Application[];
  advanced: readonly Application[];
  classic: readonly Application[];
}

export interface ScrubbingOptions extends ClassicSettings {
  /** Advanced rules of the project, as JSON text; null for none. */
  relayPiiConfig: string | null;
  /** Those of its organization, which run first. */
  organizationPiiConfig?: string | null | undefined;
}

/** Advanced rules run first, in the order of their selectors; then the classic scrubber. */
export function compileScrubber(options: ScrubbingOptions): Result<Scrubber, ConfigProblem[]> {
  const organization = compilePiiConfig(options.organizationPiiConfig ?? null, 'organization:');
  const project = compilePiiConfig(options.relayPiiConfig, 'project:');
  if (!organization.ok) return organization;
  if (!project.ok) return project;
  const advanced = [...organization.value, ...project.value].sort((one, other) => (one.text < other.text ? -1 : Number(one.text > other.text)));
  const classic = classicApplications(options);
  return ok({ scrubsGraphql: options.dataScrubber, applications: [...advanced, ...classic], advanced, classic });
}

interface AdvancedApplication extends Application {
  /** The selector as it was written. */
  text: string;
}

const maxConfigLength = 100_000;
const maxApplications = 100;
/** Of all selectors together: each may be asked about every text of an event. */
const maxAppliedRules = 1_000;

/** Reads one `relayPiiConfig`. All of its problems are told at once, each with its place. */
export function compilePiiConfig(json: string | null, prefix: string): Result<AdvancedApplication[], ConfigProblem[]> {
  if (json === null || json.trim() === '') return ok([]);
  if (json.length > maxConfigLength) return fail([{ place: '', message: `The rules may have ${maxConfigLength} characters.` }]);
  const config = parseJson(json);
  if (!isRecord(config)) return fail([{ place: '', message: 'This must be a JSON object with rules and applications.' }]);
  const { rules = {}, applications = {} } = config;
  if (!isRecord(rules)) return fail([{ place: 'rules', message: 'This must be an object: a rule by its id.' }]);
  if (!isRecord(applications)) return fail([{ place: 'applications', message: 'This must be an object: ids of rules by their selector.' }]);
  if (Object.keys(applications).length > maxApplications) return fail([{ place: 'applications', message: `There may be ${maxApplications} selectors.` }]);

  const book = new RuleBook(rules, prefix);
  const compiled = Object.entries(applications).flatMap(([text, ids]) => compileApplication(text, ids, book));
  // A rule that nothing uses is checked all the same.
  for (const id of Object.keys(rules)) book.rulesOf(id, `rules.${id}`);
  const applied = compiled.reduce((sum, { rules: ofOne }) => sum + ofOne.length, 0);
  if (applied > maxAppliedRules)
    return fail([{ place: 'applications', message: `The selectors may name ${maxAppliedRules} rules together, and these name ${applied}.` }]);
  return book.problems.length === 0 ? ok(compiled) : fail(withoutRepeats(book.problems));
}

function compileApplication(text: string, ids: unknown, book: RuleBook): AdvancedApplication[] {
  const place = `applications.${text}`;
  const selector = parseSelectorAt(text, place, book.problems);
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string')) {
    book.problems.push({ place, message: 'This must be a list of ids of rules.' });
    return [];
  }
  // What a rule took, it does not find again.
  const rules = [...new Set(ids)].sort().flatMap((id) => book.rulesOf(id, place));
  return selector && rules.length > 0 ? [{ text, selector, rules }] : [];
}

function parseSelectorAt(text: string, place: string, problems: ConfigProblem[]): Selector | null {
  const parsed = parseSelector(text);
  if (parsed.ok) return parsed.value;
  problems.push({ place, message: parsed.error.message, at: parsed.error.at, inKey: true });
  return null;
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function withoutRepeats(problems: readonly ConfigProblem[]): ConfigProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.place}\n${problem.message}`, problem])).values()];
}
