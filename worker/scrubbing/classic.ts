import { passwordWords } from './detectors.ts';
import { builtInRules, hasOneOf } from './rules.ts';
import type { Rule } from './redact.ts';
import { parseSelector, type Selector } from './selector.ts';

/** Rules, and which values they are for. */
export interface Application {
  selector: Selector;
  rules: readonly Rule[];
  /** A quick look that spares the rest for nearly all values: false where no rule could find anything. */
  mayFind?: (key: string | null, value: unknown) => boolean;
}

/** The settings without advanced rules. Source: relay-pii/src/convert.rs */
export interface ClassicSettings {
  dataScrubber: boolean;
  dataScrubberDefaults: boolean;
  scrubIPAddresses: boolean;
  sensitiveFields: readonly string[];
  safeFields: readonly string[];
}

/** The classic scrubber as applications of rules, in the order in which they run. */
export function classicApplications(settings: ClassicSettings): Application[] {
  const { dataScrubber, dataScrubberDefaults, scrubIPAddresses } = settings;
  const applications: Application[] = [];
  if (scrubIPAddresses) applications.push(addressFields);
  const main = mainApplication(settings);
  if (main) applications.push(main);
  if (dataScrubber && dataScrubberDefaults) applications.push(cookies(settings.safeFields), readableTexts);
  return applications;
}

const defaultRuleIds = ['@bearer:filter', '@creditcard:filter', '@iban:filter', '@password:filter', '@pemkey:filter', '@urlauth:legacy', '@usssn:filter'];

/** Field names, addresses and patterns everywhere but where an issue could no longer be understood. Safe fields are kept. */
function mainApplication(settings: ClassicSettings): Application | null {
  const { dataScrubber, dataScrubberDefaults, scrubIPAddresses } = settings;
  const hasDefaults = dataScrubber && dataScrubberDefaults;
  const sensitive = dataScrubber ? namesOf(settings.sensitiveFields) : [];
  const ids = [...(hasDefaults ? defaultRuleIds : []), ...(scrubIPAddresses ? ['@ip:replace'] : [])].sort();
  const rules = [...ids.flatMap(rulesOf), ...(sensitive.length === 0 ? [] : [stripFields(sensitive)])];
  if (rules.length === 0) return null;

  const escaped = sensitive.map(escapePattern);
  const words = [...(hasDefaults ? [passwordWords] : []), ...escaped].join('|');
  const signs = [...(hasDefaults ? [signsOfData] : []), ...(scrubIPAddresses ? [signsOfAddresses] : [])].join('|');
  const isSensitiveKey = remembered(words === '' ? () => false : hasOneOf(new RegExp(words, 'i')));
  const isSuspicious = hasOneOf(new RegExp([words, signs].filter((part) => part !== '').join('|'), 'i'));
  return {
    selector: withoutSafeFields(selectorOf(`($string || $number || $array || $object) && !(${unreadable})`), settings.safeFields),
    rules,
    mayFind: (key, value) => (key !== null && isSensitiveKey(key)) || (typeof value === 'string' && isSuspicious(value)),
  };
}

/** What must stay: without it, nobody could tell one error from another. */
const unreadable =
  "debug_meta.** || $frame.filename || $frame.abs_path || $logentry.formatted || $error.value || $request.headers.'user-agent' || " +
  "$span.data.'gen_ai.input.messages' || $span.data.'gen_ai.output.messages' || $span.data.'gen_ai.prompt' || $span.data.'gen_ai.response.text'";

/** What each text with personal data has. Two digits in a row are rare enough in all but numbers. */
const signsOfData = '\\bbearer\\s|\\d[-\\s]?\\d[-\\s]?\\d|[a-z]{2}\\d\\d[a-z0-9]{11}|-----BEGIN|\\/\\/[^\\s@\\/]+@';
const signsOfAddresses = '\\d\\.\\d|[0-9a-f:]:[0-9a-f:]';

function stripFields(names: readonly string[]): Rule {
  const word = hasOneOf(new RegExp(names.map(escapePattern).join('|'), 'i'));
  return { id: 'strip-fields', matcher: { kind: 'word', word }, redaction: { method: 'replace', text: '[Filtered]' } };
}

/** Whatever holds an address and nothing else is removed. */
const addressFields: Application = {
  selector: selectorOf("$request.env.REMOTE_ADDR || $user.ip_address || $sdk.client_ip || $span.sentry_tags.'user.ip'"),
  rules: rulesOf('@anything:remove'),
  mayFind: (key) => key !== null && /^(?:remote_addr|ip_address|client_ip|user\.ip)$/i.test(key),
};

/** Sessions and forgery tokens of common frameworks. */
const cookieNames: ReadonlySet<string> = new Set(
  (
    'sentrysid sudo su session __session sessionid user_session symfony phpsessid fasthttpsessionid mysession irissessionid _vercel_jwt csrf xsrf _xsrf _csrf ' +
    'csrf-token csrf_token xsrf-token xsrf_token fastcsrf _iris_csrf'
  ).split(' '),
);

function cookies(safeFields: readonly string[]): Application {
  return {
    selector: withoutSafeFields(selectorOf("*.cookies.* || *.'http.request.header.cookie'.* || 'http.request.header.cookie'"), safeFields),
    rules: rulesOf('@anything:filter'),
    mayFind: (key) => key !== null && (cookieNames.has(key.toLowerCase()) || key === 'http.request.header.cookie'),
  };
}

/** Texts that people have to read: only what was found in them is replaced, by its name, never the whole. */
const readableTexts: Application = {
  selector: selectorOf(
    "$logentry.formatted || $span.data.'gen_ai.input.messages' || $span.data.'gen_ai.output.messages' || $span.data.'gen_ai.prompt' || $span.data.'gen_ai.response.text'",
  ),
  rules: ['@email:replace', '@creditcard:replace', '@iban:replace', '@usssn:replace', '@bearer:replace'].flatMap(rulesOf),
  mayFind: (key, value) => typeof value === 'string' && key !== null && (key === 'formatted' || key.startsWith('gen_ai.')),
};

/** A safe field is a selector, or else the literal name of a key. It shields the value itself, not what is inside. */
function withoutSafeFields(selector: Selector, safeFields: readonly string[]): Selector {
  const safe = namesOf(safeFields).map((name): Selector => {
    const parsed = parseSelector(name);
    return parsed.ok ? parsed.value : { kind: 'path', items: [{ kind: 'key', key: name.toLowerCase() }] };
  });
  return safe.length === 0 ? selector : { kind: 'all', selectors: [selector, { kind: 'not', selector: { kind: 'any', selectors: safe } }] };
}

function namesOf(fields: readonly string[]): string[] {
  return fields.map((field) => field.trim()).filter((field) => field !== '');
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function rulesOf(id: string): Rule[] {
  const rules = builtInRules(id);
  if (!rules) throw new Error(`There is no built-in rule ${id}`);
  // The matcher for bearer tokens within passwords has a rule of its own here.
  return id === '@password:filter' ? rules.slice(0, 1) : rules;
}

function selectorOf(text: string): Selector {
  const parsed = parseSelector(text);
  if (!parsed.ok) throw new Error(`A built-in selector is wrong: ${parsed.error.message} in ${text}`);
  return parsed.value;
}

const maxRemembered = 2_000;

/** The same keys come again and again. */
function remembered(isMet: (key: string) => boolean): (key: string) => boolean {
  const known = new Map<string, boolean>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= maxRemembered) known.clear();
    const now = isMet(key);
    known.set(key, now);
    return now;
  };
}
