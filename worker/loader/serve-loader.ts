import type { Env } from '../env.ts';
import { findProjectKey } from '../ingest/project-keys.ts';
import { defaultLoaderOptions } from '../settings/loader-options.ts';
import { sentryCdn } from './bundle.ts';
import { emptyScript, loaderScript } from './loader-script.ts';

/** The public key in the path of a loader, e.g. `/js-sdk-loader/{key}.min.js`; null for other paths. */
export function keyInLoaderPath(pathname: string): string | null {
  return /^\/js-sdk-loader\/([0-9a-f]{32})(?:\.min)?\.js$/i.exec(pathname)?.[1]?.toLowerCase() ?? null;
}

/** Always a script: a page must not break because a key was turned off. */
export async function serveLoader(env: Env, context: ExecutionContext, request: Request, url: URL, publicKey: string): Promise<Response> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405, headers: { allow: 'GET, HEAD' } });
  const { found } = await findProjectKey(env, context, publicKey, Date.now());
  if (found === 'unavailable' || !found?.isActive) return scriptOf(emptyScript, unknownKeyCaching);
  const dsn = `${url.protocol}//${publicKey}@${url.host}/${found.projectId}`;
  const cdn = (env.SDK_CDN ?? sentryCdn).replace(/\/+$/, '');
  return scriptOf(loaderScript({ publicKey, dsn, cdn, options: found.loader ?? defaultLoaderOptions }), caching);
}

/** A change holds within an hour at most; a page never waits for us to look. */
const caching = 'public, max-age=3600, s-maxage=60, stale-while-revalidate=315360000, stale-if-error=315360000';
const unknownKeyCaching = 'public, max-age=60';

function scriptOf(script: string, cacheControl: string): Response {
  return new Response(script, {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': cacheControl,
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    },
  });
}
