import type { Event } from '../event/event.ts';
import { matchesAny } from './glob.ts';

/** What sits in the reader's browser or network, and is none of the site's doing. Source: Sentry's default of ignored sources */
const strangers: readonly string[] = [
  'about',
  'about:*',
  'ms-browser-extension*',
  'chrome://*',
  'chrome-extension*',
  'chromeinvokeimmediate*',
  'chromenull*',
  'moz-extension*',
  'safari-extension*',
  'safari-web-extension*',
  'mbinit*',
  'symres*',
  'resource://*',
  'webviewprogressproxy*',
  'data:text/html,chromewebdata*',
  '*://localhost{,:*,/*}',
  '*.superfish.com{,:*,/*}',
  '*.tlscdn.com{,:*,/*}',
  '*.kaspersky-labs.com{,:*,/*}',
  '*.bluecoat.com{,:*,/*}',
];

/** A report of a content policy that an extension or a proxy broke, not the site. The keys may still be as browsers write them. */
export function isStrangeCsp({ csp }: Event): boolean {
  if (!csp) return false;
  const sources = ['blocked_uri', 'blocked-uri', 'blockedURL', 'source_file', 'source-file', 'sourceFile'].map((key) => csp[key]);
  return matchesAny(strangers, ...sources.flatMap((source) => (typeof source === 'string' && source !== '' ? [source] : [])));
}
