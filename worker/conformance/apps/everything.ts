/** A Node app that uses all that the real SDK has, as a process of its own: the SDK's package is the argument, SENTRY_DSN in the environment. */
import type * as NodeSdk from '@sentry/node';

// Version 8 has no logs and metrics.
type Sdk = Omit<typeof NodeSdk, 'logger' | 'metrics'> & Partial<Pick<typeof NodeSdk, 'logger'> & { metrics: Partial<typeof NodeSdk.metrics> }>;
const Sentry: Sdk = await import(process.argv[2] ?? '@sentry/node');

Sentry.init({
  release: 'shop@2.0.0',
  environment: 'staging',
  tracesSampleRate: 1,
  beforeSend: (event) => (event.message === 'not this one' ? null : event),
});

Sentry.startSession();
Sentry.startSpan({ name: 'POST /checkout', op: 'http.server' }, () => {
  Sentry.startSpan({ name: 'select cart', op: 'db' }, () => {});
  Sentry.withScope((scope) => {
    scope.addAttachment({ filename: 'cart.json', data: '{"items":3}', contentType: 'application/json' });
    Sentry.captureException(new Error('The card was refused'));
  });
});
Sentry.captureMessage('Stock is low', 'warning');
Sentry.captureMessage('not this one');
Sentry.captureFeedback({ message: 'The button does nothing', name: 'Jane', email: 'jane@example.com' });
const checkInId = Sentry.captureCheckIn({ monitorSlug: 'nightly', status: 'in_progress' }, { schedule: { type: 'crontab', value: '0 3 * * *' } });
Sentry.captureCheckIn({ checkInId, monitorSlug: 'nightly', status: 'ok', duration: 3 });
Sentry.logger?.info('Order placed', { total: 12.5 });
Sentry.logger?.error('Mail could not be sent');
Sentry.metrics?.count?.('orders', 2);
Sentry.metrics?.distribution?.('cart.size', 3);
Sentry.endSession();
// A client report leaves as the SDK closes.
await Sentry.flush(10_000);
await Sentry.close(10_000);
