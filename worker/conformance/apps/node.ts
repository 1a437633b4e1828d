/** A Node app with the real SDK, run as a process of its own with SENTRY_DSN in the environment. Prints the ids of what it sent. */
import * as Sentry from '@sentry/node';

Sentry.init({ release: 'app@1.0.0', environment: 'staging' });

function readSettings(): never {
  try {
    JSON.parse('{"port": }');
  } catch (error) {
    throw new Error('The settings could not be read', { cause: error });
  }
  throw new Error('unreachable');
}

const ids = Sentry.withScope((scope) => {
  scope.setUser({ id: '7', email: 'jane@example.com' });
  scope.setTag('shop', 'berlin');
  scope.addBreadcrumb({ category: 'start', message: 'Reading settings', level: 'info' });
  scope.addAttachment({ filename: 'settings.json', data: '{"port": }', contentType: 'application/json' });
  try {
    return readSettings();
  } catch (error) {
    return { error: Sentry.captureException(error) };
  }
});
const message = Sentry.captureMessage('Settings are from 2019', 'warning');
if (!(await Sentry.flush(10_000))) throw new Error('The SDK gave up sending');
console.log(JSON.stringify({ ...ids, message }));
