import { isObject } from '../parse.ts';

/** A report of network error logging, as a log: it is about a connection, not about an error of the page. */
export interface NelLog {
  /** Unix seconds. */
  timestamp: number;
  level: 'info' | 'warn';
  body: string;
  attributes: Record<string, { type: 'string' | 'integer' | 'double'; value: string | number }>;
}

/**
 * What of a NEL report is worth a log; null of one that says that all went well, undefined where it is no report of this kind.
 *
 * Source: https://www.w3.org/TR/network-error-logging/, relay-server/src/processing/nel
 */
export function readNel(report: unknown, receivedAt: number): NelLog | null | undefined {
  if (!isObject(report) || report.type !== 'network-error' || !isObject(report.body)) return undefined;
  const { body, url, age, user_agent: userAgent } = report;
  if (typeof body.type !== 'string' || body.type === '') return undefined;
  if (body.type === 'ok') return null;
  const ageMs = typeof age === 'number' && age >= 0 ? age : 0;
  const place = typeof url === 'string' && URL.canParse(url) ? placeOf(new URL(url)) : 'an unknown address';
  return {
    timestamp: (receivedAt - ageMs) / 1000,
    level: body.type === 'http.error' ? 'warn' : 'info',
    body: `${body.type}: ${place}`,
    attributes: attributesOf({
      'sentry.origin': 'auto.http.browser_report.nel',
      report_type: 'network-error',
      'url.full': url,
      'user_agent.original': userAgent,
      'nel.type': body.type,
      'nel.phase': body.phase,
      'nel.elapsed_time': body.elapsed_time,
      'nel.sampling_fraction': body.sampling_fraction,
      'nel.referrer': body.referrer,
      'http.request.method': body.method,
      'http.response.status_code': body.status_code,
      'network.protocol.version': body.protocol,
      'server.address': body.server_ip,
    }),
  };
}

/** What stands behind the path may be secret, and only attributes are scrubbed by their names. */
function placeOf({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`;
}

function attributesOf(values: Record<string, unknown>): NelLog['attributes'] {
  const attributes: NelLog['attributes'] = {};
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === 'string' && value !== '') attributes[name] = { type: 'string', value };
    else if (typeof value === 'number') attributes[name] = { type: Number.isInteger(value) ? 'integer' : 'double', value };
  }
  return attributes;
}
