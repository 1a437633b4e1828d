import type { Stretch } from './pattern-machine.ts';

/*
 * What personal data looks like. All of these run on the platform's engine, which tracks back, so each is written such that it cannot do much of that: what
 * repeats is bounded, or cannot start where it has just failed.
 *
 * Source: relay-pii/src/regexes.rs
 */

/** Start and end in a text, in UTF-16 units. */
export type Span = readonly [start: number, end: number];

export interface Detector {
  /** Global; with a group for each part of a match. */
  pattern: RegExp;
  /** Which group goes: 0 is the whole match. */
  group: number;
  /** Texts without it cannot match, and need not be searched. */
  needs?: string;
}

export type DetectorName = 'bearer' | 'creditcard' | 'email' | 'iban' | 'imei' | 'ip' | 'mac' | 'pemkey' | 'url_auth' | 'us_ssn' | 'userpath' | 'uuid';

const countries =
  'AD|AE|AL|AT|AZ|BA|BE|BG|BH|BR|BY|CH|CR|CY|CZ|DE|DK|DO|EE|EG|ES|FI|FO|FR|GB|GE|GI|GL|GR|GT|HR|HU|IE|IL|IQ|IS|IT|JO|KW|KZ|LB|LC|LI|LT|LU|LV|LY|MC|MD|ME|MK|MR|' +
  'MT|MU|NL|NO|PK|PL|PS|PT|QA|RO|RS|RU|SA|SC|SE|SI|SK|SM|ST|SV|TL|TN|TR|UA|VA|VG|XK';
const octet = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const ipv4 = `${octet}(?:\\.${octet}){3}`;
const quad = '[0-9a-f]{1,4}';
/** Longest forms first, since the first that fits is taken. */
const ipv6 = [
  `(?:${quad}:){7}${quad}`,
  `(?:${quad}:){6}${ipv4}`,
  ...[6, 5, 4, 3, 2, 1].map((before) => `(?:${quad}:){${before}}(?::(?:(?:${quad}:){0,${6 - before}}(?:${ipv4}|${quad})))`),
  `::(?:(?:${quad}:){0,6}(?:${ipv4}|${quad}))`,
  `(?:${quad}:){1,7}:`,
];

export const detectors: Readonly<Record<DetectorName, Detector>> = {
  bearer: { pattern: /\bBearer\s{1,100}\S+/gi, group: 0 },
  creditcard: { pattern: /\b(?:3[47]\d|4\d{3}|5[1-5]\d\d|65\d\d|6011)(?:[-\s]?\d){12}\b/g, group: 0 },
  email: { pattern: /[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,254}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,8}\.[a-z]{2,63}\b/gi, group: 0, needs: '@' },
  iban: { pattern: new RegExp(`\\b(?:${countries})\\d{2}[a-zA-Z0-9]{11,29}\\b`, 'g'), group: 0 },
  imei: { pattern: /\b\d{2}-?\d{6}-?\d{6}-?\d{1,2}\b/g, group: 0 },
  ip: { pattern: new RegExp(`(?<![\\w.])${ipv4}(?![\\w]|\\.\\d)|(?<![\\w:.])(?:${ipv6.join('|')})(?![\\w:]|\\.\\d)`, 'gi'), group: 0 },
  mac: { pattern: /\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b/gi, group: 0 },
  // A block that was cut has no end, and is as secret. No key begins with a bracket, but what stands for one that was taken does.
  pemkey: {
    pattern: /-----BEGIN[A-Z ]{1,40}(?:PRIVATE|PUBLIC) KEY-----[\t ]{0,20}\r?\n?(?!\s*\[)([^]+?)(?=\r?\n?(?:-----END|$))/g,
    group: 1,
    needs: '-----BEGIN',
  },
  url_auth: { pattern: /(?:\b[a-z0-9]{1,40}:|\b)?\/\/[\w%.-]{1,1000}:([\w%.-]{1,1000})@/gi, group: 1, needs: '@' },
  us_ssn: { pattern: /\b\d{3}-\d{2}-\d{4}\b/g, group: 0 },
  userpath: { pattern: /(?:\b|[\\/])(?:users|home|documents and settings)[\\/]{1,2}([^\\/\r\n]+)/gi, group: 1 },
  uuid: { pattern: /\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b/gi, group: 0 },
};

/** Names of fields that hold secrets; found in a text, the text is taken for one. */
export const passwordWords = 'password|secret|passwd|api[-_]key|apikey|auth|credentials|mysql_pwd|privatekey|private[-_]key|token|^otp$|^two[-_]factor$';

/** Spans of what a detector finds. */
export function detect(detector: Detector, text: string): Span[] {
  return detectIn(detector, text, { from: 0, until: text.length, isWhole: true }).spans;
}

/** The same in a part of a text. `openAt` is where something begins that the end of the text cuts off, `resumeAt` where the last match ends. */
export function detectIn(
  { pattern, group, needs }: Detector,
  text: string,
  { from, until, isWhole }: Stretch,
): { spans: Span[]; openAt: number | null; resumeAt: number } {
  const spans: Span[] = [];
  let resumeAt = from;
  if (needs !== undefined && !text.includes(needs)) return { spans, openAt: null, resumeAt };
  pattern.lastIndex = from;
  for (const match of text.matchAll(pattern)) {
    if (match.index >= until) break;
    const end = match.index + match[0].length;
    // A line break may stand between what goes and what ends it.
    if (!isWhole && end >= text.length - 2) return { spans, openAt: match.index, resumeAt };
    const found = match[group] ?? '';
    // Every group that goes is the last thing in its match, or is followed by one sign.
    const start = match.index + match[0].lastIndexOf(found);
    if (found !== '') spans.push([start, start + found.length]);
    resumeAt = end;
  }
  return { spans, openAt: null, resumeAt };
}
