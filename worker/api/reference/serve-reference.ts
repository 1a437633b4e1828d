import { buildOpenApi } from './openapi.ts';
import { renderReference } from './page.ts';

/** Whether the path is one of the reference: the document for machines, or the page for people. */
export function isReferencePath(path: string): boolean {
  return path === documentPath || path === pagePath || path === `${pagePath}/`;
}

const documentPath = '/api/0/openapi.json';
const pagePath = '/api/docs';

/** Of this isolate, once somebody has asked: it depends on nothing but the version that runs. */
let built: Promise<{ document: string; page: string }> | null = null;

/** Anybody may read it: it tells what can be asked, not what is there. */
export async function serveReference({ method }: Request, path: string): Promise<Response> {
  if (method !== 'GET' && method !== 'HEAD') return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  built ??= build();
  const { document, page } = await built;
  const isDocument = path === documentPath;
  const headers = isDocument ? documentHeaders : pageHeaders;
  return new Response(method === 'HEAD' ? null : isDocument ? document : page, { headers: { ...commonHeaders, ...headers } });
}

const commonHeaders = { 'cache-control': 'public, max-age=300', 'x-content-type-options': 'nosniff' };
const documentHeaders = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };
const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-frame-options': 'DENY',
};

async function build(): Promise<{ document: string; page: string }> {
  const document = buildOpenApi();
  return { document: JSON.stringify(document), page: await renderReference(document) };
}
