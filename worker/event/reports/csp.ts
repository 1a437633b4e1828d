/** What a page was kept from doing, with its names as in level 3 of the standard, in snake case. */
export interface CspReport {
  effective_directive: string;
  blocked_uri: string;
  document_uri?: string;
  violated_directive?: string;
  original_policy?: string;
  referrer?: string;
  status_code?: number;
  source_file?: string;
  line_number?: number;
  column_number?: number;
  script_sample?: string;
  disposition?: string;
}

const directives = [
  'base-uri',
  'block-all-mixed-content',
  'child-src',
  'connect-src',
  'default-src',
  'fenced-frame-src',
  'font-src',
  'form-action',
  'frame-ancestors',
  'frame-src',
  'img-src',
  'manifest-src',
  'media-src',
  'navigate-to',
  'object-src',
  'plugin-types',
  'prefetch-src',
  'referrer',
  'report-to',
  'report-uri',
  'require-sri-for',
  'require-trusted-types-for',
  'sandbox',
  'script-src',
  'script-src-attr',
  'script-src-elem',
  'style-src',
  'style-src-attr',
  'style-src-elem',
  'trusted-types',
  'upgrade-insecure-requests',
  'webrtc',
  'worker-src',
];

/** Undefined where no known directive was violated. Source: relay-event-schema/src/protocol/security_report.rs */
export function readCsp(body: Record<string, unknown>): CspReport | undefined {
  const text = (...names: string[]) => names.map((name) => body[name]).find((value): value is string => typeof value === 'string' && value !== '');
  const number = (...names: string[]) => names.map((name) => integerOf(body[name])).find((value) => value !== undefined);
  const violated = text('violated-directive', 'violatedDirective', 'violated_directive');
  const directive = firstWord(text('effective-directive', 'effectiveDirective', 'effective_directive')) ?? firstWord(violated);
  if (directive === undefined || !directives.includes(directive)) return undefined;
  return withoutUndefined({
    effective_directive: directive,
    blocked_uri: text('blocked-uri', 'blockedURL', 'blockedURI', 'blocked_uri') ?? 'self',
    document_uri: text('document-uri', 'documentURL', 'documentURI', 'document_uri'),
    violated_directive: violated,
    original_policy: text('original-policy', 'originalPolicy', 'original_policy'),
    referrer: text('referrer'),
    status_code: number('status-code', 'statusCode', 'status_code'),
    source_file: text('source-file', 'sourceFile', 'source_file'),
    line_number: number('line-number', 'lineNumber', 'line_number'),
    column_number: number('column-number', 'columnNumber', 'column_number'),
    script_sample: text('script-sample', 'sample', 'script_sample'),
    disposition: text('disposition'),
  });
}

/** The words for what was blocked, e.g. `Blocked 'image' from 'cdn.example'`. */
export function cspMessage(report: CspReport): string {
  const { effective_directive: directive, violated_directive: violated = '' } = report;
  const host = isLocal(report.blocked_uri) ? null : hostOf(report.blocked_uri);
  const kind = kinds[directive] ?? directive;
  if (host !== null) return directive === 'form-action' ? `Blocked 'form' action to '${host}'` : `Blocked '${kind}' from '${host}'`;
  switch (directive) {
    case 'script-src':
    case 'script-src-elem':
    case 'script-src-attr':
      if (violated.includes("'unsafe-inline'")) return "Blocked unsafe inline 'script'";
      if (violated.includes("'unsafe-eval'")) return "Blocked unsafe eval() 'script'";
      return "Blocked unsafe (eval() or inline) 'script'";
    case 'style-src-elem':
      return "Blocked 'style' or 'link' element";
    case 'form-action':
      return "Blocked inline 'form' action";
    default:
      return `Blocked inline '${kind}'`;
  }
}

/** The violated directive, with the document's own origin as `'self'`. */
export function cspCulprit({ violated_directive: violated, effective_directive: effective, document_uri: uri }: CspReport): string {
  const own = uri !== undefined && URL.canParse(uri) ? new URL(uri) : null;
  return (violated ?? effective)
    .split(/\s+/)
    .filter((part) => part !== '')
    .map((part) => (own && (part === own.origin || part === own.host || part === `${own.protocol}//`) ? "'self'" : part))
    .join(' ');
}

/** Made of the event and not of the report, so that they follow what is scrubbed in it. */
export function cspTags({ effective_directive: directive, blocked_uri: uri }: Record<string, unknown>): [key: string, value: string][] {
  if (typeof directive !== 'string' || typeof uri !== 'string') return [];
  const url = URL.canParse(uri) ? new URL(uri) : null;
  const isWeb = url?.protocol === 'http:' || url?.protocol === 'https:';
  // Stripe puts what it knows about the reader into its addresses.
  const shown = url?.host === 'api.stripe.com' ? url.origin + url.pathname : uri;
  const tags: [key: string, value: string][] = [['effective-directive', directive]];
  if (!isLocal(uri)) tags.push(['blocked-uri', shown]);
  if (url && isWeb) tags.push(['blocked-host', url.host]);
  return tags;
}

const kinds: Readonly<Record<string, string>> = {
  'child-src': 'child',
  'connect-src': 'connect',
  'font-src': 'font',
  'img-src': 'image',
  'manifest-src': 'manifest',
  'media-src': 'media',
  'object-src': 'object',
  'script-src': 'script',
  'script-src-elem': 'script',
  'script-src-attr': 'script',
  'style-src': 'style',
  'style-src-elem': 'style',
  'style-src-attr': 'style',
};

/** Of the page itself: browsers say `self`, `inline` or `eval`, or nothing. */
function isLocal(uri: string): boolean {
  return ['', 'self', "'self'", 'inline', 'eval', 'wasm-eval', 'trusted-types-policy', 'trusted-types-sink'].includes(uri);
}

/** `host[:port]` of web addresses, `scheme://host` or `scheme:` of others. */
function hostOf(uri: string): string {
  if (!URL.canParse(uri)) return /^[a-z][a-z0-9+.-]*$/i.test(uri) ? `${uri}:` : uri;
  const { protocol, host } = new URL(uri);
  if (protocol === 'http:' || protocol === 'https:') return host;
  return host === '' ? protocol : `${protocol}//${host}`;
}

function firstWord(text: string | undefined): string | undefined {
  return text?.trim().split(/\s+/)[0]?.toLowerCase();
}

function integerOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^-?\d{1,10}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

function withoutUndefined(
  report: { [Key in keyof CspReport]: CspReport[Key] | undefined } & Pick<CspReport, 'effective_directive' | 'blocked_uri'>,
): CspReport {
  // JSON leaves out what is undefined.
  return JSON.parse(JSON.stringify(report));
}
