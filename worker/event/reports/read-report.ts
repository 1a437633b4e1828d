import { fail, ok, type Result } from '../../result.ts';
import { isObject } from '../parse.ts';
import { cspCulprit, cspMessage, readCsp } from './csp.ts';

/** What the address that a browser reports to says of the page. */
export interface ReportFacts {
  release: string | null;
  environment: string | null;
}

/** Relay's reasons: a kind that nobody knows, or one of a known kind that says nothing. */
export type ReportError = 'security_report_type' | 'security_report';

/**
 * One report of a browser as the payload of an event. What kind it is shows in its keys, since the content types do not tell.
 *
 * Source: relay-event-schema/src/protocol/security_report.rs
 */
export function readReport(report: unknown, facts: ReportFacts): Result<Record<string, unknown>, ReportError> {
  if (!isObject(report)) return fail('security_report_type');
  const payload = payloadOf(report);
  if (!payload.ok) return payload;
  const { release, environment } = facts;
  return ok({
    ...payload.value,
    // Whoever sends it is the reader of the page.
    user: { ip_address: '{{auto}}' },
    ...(release === null ? {} : { release }),
    ...(environment === null ? {} : { environment }),
  });
}

function payloadOf(report: Record<string, unknown>): Result<Record<string, unknown>, ReportError> {
  if ('csp-report' in report) return cspEvent(report['csp-report']);
  if (report.type === 'csp-violation') return cspEvent(report.body);
  if ('known-pins' in report) return hostEvent('hpkp', report, 'Public key pinning validation failed for');
  if ('expect-staple-report' in report) return hostEvent('expectstaple', report['expect-staple-report'], 'Expect-Staple failed for');
  if ('expect-ct-report' in report) return hostEvent('expectct', report['expect-ct-report'], 'Expect-CT failed for');
  return fail('security_report_type');
}

function cspEvent(body: unknown): Result<Record<string, unknown>, ReportError> {
  const csp = isObject(body) ? readCsp(body) : undefined;
  if (!csp) return fail('security_report');
  const { document_uri: url, referrer } = csp;
  return ok({
    logger: 'csp',
    logentry: { formatted: cspMessage(csp) },
    culprit: cspCulprit(csp),
    csp,
    request: { ...(url === undefined ? {} : { url }), ...(referrer === undefined ? {} : { headers: [['Referer', referrer]] }) },
  });
}

/** Of what a whole host did wrong. */
function hostEvent(name: 'hpkp' | 'expectct' | 'expectstaple', body: unknown, words: string): Result<Record<string, unknown>, ReportError> {
  const fields = isObject(body) ? snakeCased(body) : {};
  const { hostname, port } = fields;
  if (typeof hostname !== 'string' || hostname === '') return fail('security_report');
  const hasPort = typeof port === 'number' || typeof port === 'string';
  return ok({
    logger: 'csp',
    logentry: { formatted: `${words} '${hostname}'` },
    tags: { hostname, ...(hasPort ? { port: String(port) } : {}) },
    [name]: fields,
    request: { url: `https://${hostname}${hasPort && String(port) !== '443' ? `:${port}` : ''}/` },
  });
}

function snakeCased(body: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name.replaceAll('-', '_'), value]));
}
