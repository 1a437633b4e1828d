/** A Worker with the real SDK. Its answer to `/` is an error that the SDK captures. */
import * as Sentry from '@sentry/cloudflare';

interface Env {
  SENTRY_DSN: string;
}

export default Sentry.withSentry((env: Env) => ({ dsn: env.SENTRY_DSN, release: 'worker@1.0.0', tracesSampleRate: 1 }), {
  async fetch() {
    Sentry.logger.info('About to break');
    Sentry.metrics.count('requests', 1);
    await Sentry.startSpan({ name: 'read from KV', op: 'cache.get' }, () => Promise.resolve());
    Sentry.captureMessage('Still here');
    throw new Error('The Worker broke');
  },
});
