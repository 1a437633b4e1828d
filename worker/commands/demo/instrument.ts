import * as Sentry from '@sentry/node';
import { root } from '../tool.ts';

/** As in any Node app: imported first, configured by the environment (SENTRY_DSN, SENTRY_RELEASE and SENTRY_ENVIRONMENT are read by the SDK). */
Sentry.init({
  serverName: 'shop-1',
  initialScope: { tags: { service: 'shop', region: 'eu-west' } },
  integrations: [Sentry.rewriteFramesIntegration({ iteratee: asDeployed })],
});

/** Tells the parent process what became of each event. */
Sentry.getClient()?.on('afterSendEvent', (event, reply) => {
  const [exception] = event.exception?.values?.slice(-1) ?? [];
  const title = exception ? [exception.type, exception.value].filter(Boolean).join(': ') : event.message;
  process.send?.({ eventId: event.event_id, level: event.level ?? 'error', title, status: reply.statusCode });
});

/** Paths as on the shop's server, whatever the folder of this clone is called. */
function asDeployed(frame: Sentry.StackFrame): Sentry.StackFrame {
  const filename = frame.filename?.replace(`${root}worker/commands/demo/`, '/srv/shop/src/').replace(root, '/srv/shop/');
  return filename === undefined ? frame : { ...frame, filename };
}
