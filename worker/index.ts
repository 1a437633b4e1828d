import { growIssues } from './ageing/grow-issues.ts';
import { resolveQuietIssues } from './ageing/resolve-quiet-issues.ts';
import { api } from './api/app.ts';
import { isReferencePath, serveReference } from './api/reference/serve-reference.ts';
import { handleEffect } from './alerts/effects.ts';
import type { Env } from './env.ts';
import { handleIngest } from './ingest/ingest.ts';
import { handleOverflowNotice, type OverflowNotice, sweepOverflow } from './ingest/overflow.ts';
import { routeIngest } from './ingest/route.ts';
import { saveWaitingReports } from './ingest/user-reports.ts';
import { isDialogPath, serveDialog } from './feedback/serve-dialog.ts';
import { keyInLoaderPath, serveLoader } from './loader/serve-loader.ts';
import type { Effect } from './issue/effects.ts';
import { isMcpPath, serveMcp } from './mcp/serve-mcp.ts';
import { isOauthPath, serveOauth } from './oauth/serve-oauth.ts';
import { sweepLeftovers } from './retention/sweep-leftovers.ts';
import { sweepRetention } from './retention/sweep.ts';

export { Reporter } from './ingest/reporter.ts';
export { CourierObject } from './issue/courier-object.ts';
export { IssueObject } from './issue/issue-object.ts';
export { LimitObject } from './limits/limit-object.ts';
export { LiveObject } from './live/live-object.ts';
export { MirrorObject } from './mirror/mirror-object.ts';
export { ProjectorObject } from './storage/projector-object.ts';
export { TelemetryObject } from './telemetry/telemetry-object.ts';

/** Table of contents: which face answers, who consumes which queue, what runs every minute. */
export default {
  async fetch(request, env, context) {
    const url = new URL(request.url);
    const route = routeIngest(url.pathname);
    if (route) return handleIngest(env, context, request, url, route);
    if (isDialogPath(url.pathname)) return serveDialog(env, context, request, url);
    const loaderKey = keyInLoaderPath(url.pathname);
    if (loaderKey) return serveLoader(env, context, request, url, loaderKey);
    if (isReferencePath(url.pathname)) return serveReference(request, url.pathname);
    if (isMcpPath(url.pathname)) return serveMcp(env, context, request);
    if (isOauthPath(url)) return serveOauth(env, request, url);
    if (url.pathname.startsWith('/api/')) return api.fetch(request, env, context);
    return env.ASSETS.fetch(request);
  },

  async queue(batch, env) {
    await Promise.all(batch.messages.map((message) => settle(message, consume(env, message.body))));
  },

  async scheduled(_event, env) {
    const now = Date.now();
    await Promise.all([
      sweepOverflow(env, now),
      saveWaitingReports(env),
      sweepRetention(env, now),
      sweepLeftovers(env, now),
      growIssues(env, now),
      resolveQuietIssues(env, now),
    ]);
  },
} satisfies ExportedHandler<Env, Effect | OverflowNotice>;

function consume(env: Env, body: Effect | OverflowNotice): Promise<void> {
  return 'kind' in body ? handleOverflowNotice(env, body) : handleEffect(env, body);
}

async function settle(message: Message, work: Promise<void>): Promise<void> {
  try {
    await work;
    message.ack();
  } catch (error) {
    console.warn(`message ${message.id} comes again:`, error);
    message.retry({ delaySeconds: Math.min(600, 2 ** message.attempts) });
  }
}
