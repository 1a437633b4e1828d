/**
 * A message without what differs from one occurrence to the next: the first two lines that are not blank, in which addresses, ids, dates and numbers are
 * replaced by their kind, as in `<uuid>`. All repetitions are bounded, so that the time is linear in the length of the message.
 *
 * Source: sentry/src/sentry/grouping/parameterization.py
 */
export function parameterize(message: string): string {
  return firstLines(message.slice(0, maxCharacters)).replace(patterns, (written, ...groups: unknown[]) => {
    const index = groups.findIndex((group) => group !== undefined);
    return `<${kinds[index] ?? written}>`;
  });
}

const maxCharacters = 8192;

function firstLines(message: string): string {
  const lines = message.split(/[\r\n]+/).filter((line) => line.trim() !== '');
  const kept = lines.slice(0, 2).join('\n');
  return lines.length > 2 ? `${kept}...` : kept;
}

const month = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}';
const day = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}';
const clock = String.raw`\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:\s?[AaPp][Mm]\b)?`;
const zone = String.raw`(?:\s?(?:Z\b|UTC|GMT)?(?:[+-]\d\d:?\d\d)?(?: \([A-Za-z ]{1,40}\))?)`;
const group = '[0-9a-fA-F]{1,4}';

/** Kind and pattern; at one place the first that fits counts. */
const table: readonly [kind: string, pattern: string][] = [
  ['email', String.raw`(?<![\w.!#$%&'*+/=?^{}~|${'`'}-])[\w.!#$%&'*+/=?^{}~|${'`'}-]{1,64}@(?:[a-zA-Z0-9-]{1,63}\.){1,8}[a-zA-Z0-9-]{1,63}`],
  ['url', String.raw`\b(?:wss?|https?|ftp)://\S{1,2048}`],
  [
    'hostname',
    String.raw`(?<![\w.-])(?:[a-z0-9-]{1,63}\.){1,8}(?:com|net|org|io|dev|app|co|edu|gov|info|biz|cloud|local|internal|de|uk|fr|nl|eu|ch|at|us|ca|br|jp|cn|in|ru)\b(?![.-]?\w)`,
  ],
  [
    'ip',
    String.raw`(?<![\w:])(?:(?:${group}:){7}${group}|(?:${group}(?::${group}){0,6})?::(?:${group}(?::${group}){0,6})?)(?![\w:])|(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\d)\b`,
  ],
  ['traceparent', String.raw`\b(?:00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]|1-[0-9a-f]{8}-[0-9a-f]{24})\b`],
  ['uuid', String.raw`\b[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\b`],
  ['sha1', String.raw`\b[0-9a-fA-F]{40}\b`],
  ['md5', String.raw`\b[0-9a-fA-F]{32}\b`],
  [
    'date',
    [
      String.raw`\bdatetime\.datetime\([^)]{1,120}\)`,
      String.raw`\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?${zone})?`,
      String.raw`\b\d{8}T\d{6}Z?\b`,
      String.raw`\b${day},? (?:\d{1,2}[ -]${month}[ -]\d{2,4}|${month} \d{1,2},? ?\d{0,4})(?:,? ${clock}${zone})?`,
      String.raw`(?<![\w:])${clock}(?![\w:])`,
    ].join('|'),
  ],
  ['duration', String.raw`\b\d{1,12}(?:\.\d{1,9})?(?:ms|s|us|ns)\b`],
  [
    'hex',
    String.raw`\b0[xX][0-9a-fA-F]{1,128}\b|\b(?=[a-f]{0,128}\d)[0-9a-f]{8,128}\b(?<=[a-f][0-9a-f]{0,128})|\b(?=[A-F]{0,128}\d)[0-9A-F]{8,128}\b(?<=[A-F][0-9A-F]{0,128})`,
  ],
  ['git_sha', String.raw`\b(?=\d{0,6}[a-f])(?=[a-f]{0,6}\d)[0-9a-f]{7}\b`],
  ['float', String.raw`(?:(?<!\w)-)?\b\d{1,20}\.\d{1,20}\b`],
  ['int', String.raw`(?:(?<!\w)-)?\b\d{1,20}\b`],
  ['quoted_str', String.raw`(?<==)(?:'[^'\n]{0,512}'|"[^"\n]{0,512}")`],
  ['bool', String.raw`(?<==)(?:[Tt]rue|[Ff]alse)\b`],
];

const kinds: readonly string[] = table.map(([kind]) => kind);
const patterns = new RegExp(table.map(([, pattern]) => `(${pattern})`).join('|'), 'g');
