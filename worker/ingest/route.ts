export type EndpointName =
  | 'envelope'
  | 'eventAttachments'
  | 'minidump'
  | 'unreal'
  | 'store'
  | 'security'
  | 'nel'
  | 'otlp'
  | 'vercel'
  | 'cron'
  | 'uploads'
  | 'upload';

/** What a path on the ingest face asks for. */
export interface IngestRoute {
  endpoint: EndpointName | 'unknown';
  /** Null where only the key names the project. */
  projectId: string | null;
  /** What the `:names` of the path stand for, percent-decoded. */
  parameters: Readonly<Record<string, string>>;
}

/** Below `/api/{project}/`. */
const ofProject = patterns([
  ['envelope', 'envelope'],
  ['store', 'store'],
  ['minidump', 'minidump'],
  ['unreal/:key', 'unreal'],
  ['events/:eventId/attachments', 'eventAttachments'],
  ['security', 'security'],
  ['csp-report', 'security'],
  ['nel', 'nel'],
  ['integration/otlp/v1/:signal', 'otlp'],
  ['otlp/v1/:signal', 'otlp'],
  ['integration/vercel/logs', 'vercel'],
  ['upload', 'uploads'],
  ['upload/:uploadId', 'upload'],
  ['cron/:slug', 'cron'],
  ['cron/:slug/:key', 'cron'],
]);

/** Where the key, or the header of the envelope, names the project. */
const ofKey = patterns([
  ['tunnel', 'envelope'],
  ['api/envelope', 'envelope'],
  ['api/store', 'store'],
]);

interface Pattern {
  /** A segment that begins with a colon takes any text. */
  segments: readonly string[];
  endpoint: EndpointName;
}

function patterns(rows: readonly (readonly [path: string, endpoint: EndpointName])[]): readonly Pattern[] {
  return rows.map(([path, endpoint]) => ({ segments: path.split('/'), endpoint }));
}

/**
 * Matches a path of the SDKs, with or without its trailing slash and with doubled slashes, since a POST must never be answered by a redirect. Null for all
 * that is not of the ingest face. `/tunnel` takes bare envelopes whose header names the DSN.
 */
export function routeIngest(pathname: string): IngestRoute | null {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  const withoutProject = findPattern(ofKey, segments);
  if (withoutProject) return { ...withoutProject, projectId: null };

  const [first, projectId, ...rest] = segments;
  if (first !== 'api' || projectId === undefined || projectId === '0' || !/^\d+$/.test(projectId)) return null;
  return { ...(findPattern(ofProject, rest) ?? { endpoint: 'unknown', parameters: {} }), projectId };
}

function findPattern(among: readonly Pattern[], segments: readonly string[]): Pick<IngestRoute, 'endpoint' | 'parameters'> | null {
  for (const pattern of among) {
    if (pattern.segments.length !== segments.length) continue;
    const isMatch = pattern.segments.every((segment, index) => segment.startsWith(':') || segment === segments[index]);
    if (isMatch) return { endpoint: pattern.endpoint, parameters: parametersOf(pattern, segments) };
  }
  return null;
}

function parametersOf(pattern: Pattern, segments: readonly string[]): Record<string, string> {
  return Object.fromEntries(pattern.segments.flatMap((segment, index) => (segment.startsWith(':') ? [[segment.slice(1), decode(segments[index] ?? '')]] : [])));
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
