/** A Node app with the real SDK that sends more than it may, run as a process of its own with SENTRY_DSN in the environment. */
import * as Sentry from '@sentry/node';

Sentry.init({});

for (const name of ['one', 'two', 'three', 'four', 'five']) {
  Sentry.captureMessage(`message ${name}`);
  // One after the other, so that the answer to one is known before the next.
  await Sentry.flush(10_000);
}
// Its client report leaves as it closes.
await Sentry.close(10_000);
