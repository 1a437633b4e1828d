/** A Worker with the real SDK that reports over a service binding, as the README shows it. */
import * as Sentry from '@sentry/cloudflare';

interface Report {
  statusCode: number;
  headers: { 'x-sentry-rate-limits': string | null; 'retry-after': string | null };
}

interface Env {
  SENTRY_DSN: string;
  PICKET: { sendEnvelope(dsn: string, envelope: string | Uint8Array): Promise<Report> };
}

export default Sentry.withSentry(
  (env: Env) => ({
    dsn: env.SENTRY_DSN,
    tracesSampleRate: 1,
    transport: (options) => Sentry.createTransport(options, ({ body }) => env.PICKET.sendEnvelope(env.SENTRY_DSN, body)),
  }),
  {
    async fetch() {
      Sentry.logger.info('About to break next door');
      throw new Error('The neighbour broke');
    },
  },
);
