import { parseUserAgent } from '../event/user-agent.ts';

interface Generation {
  family: string;
  /** Major versions, both included. */
  from: number;
  to: number;
}

/** Sentry's names of old browsers; those with a number in them are what older installations chose. */
const generations = {
  ie: { family: 'IE', from: 0, to: 11 },
  edge: { family: 'Edge', from: 0, to: 110 },
  safari: { family: 'Safari', from: 0, to: 15 },
  firefox: { family: 'Firefox', from: 0, to: 110 },
  chrome: { family: 'Chrome', from: 0, to: 110 },
  opera: { family: 'Opera', from: 0, to: 99 },
  android: { family: 'Android', from: 0, to: 3 },
  opera_mini: { family: 'Opera Mini', from: 0, to: 34 },
  ie_pre_9: { family: 'IE', from: 0, to: 8 },
  ie9: { family: 'IE', from: 9, to: 9 },
  ie10: { family: 'IE', from: 10, to: 10 },
  ie11: { family: 'IE', from: 11, to: 11 },
  edge_pre_79: { family: 'Edge', from: 0, to: 18 },
  safari_pre_6: { family: 'Safari', from: 0, to: 5 },
  opera_pre_15: { family: 'Opera', from: 0, to: 14 },
  opera_mini_pre_8: { family: 'Opera Mini', from: 0, to: 7 },
  android_pre_4: { family: 'Android', from: 0, to: 3 },
} satisfies Record<string, Generation>;

/** What the filter means where it is on without a list. */
const byDefault: readonly string[] = ['ie_pre_9', 'ie9', 'safari_pre_6', 'opera_pre_15', 'opera_mini_pre_8', 'android_pre_4'];

/** `chosen` are names as above, or true for the default. Source: relay-filter/src/legacy_browsers.rs and Sentry's list of subfilters */
export function isLegacyBrowser(userAgent: string, chosen: true | readonly string[]): boolean {
  const browser = browserOf(userAgent);
  if (!browser) return false;
  const names = chosen === true ? byDefault : chosen;
  return Object.entries(generations).some(
    ([name, { family, from, to }]) => names.includes(name) && family === browser.family && from <= browser.major && browser.major <= to,
  );
}

function browserOf(userAgent: string): { family: string; major: number } | null {
  // Opera Mini calls itself Opera, with the version of that.
  const mini = /\bOpera Mini\/(\d+)/.exec(userAgent)?.[1];
  if (mini !== undefined) return { family: 'Opera Mini', major: Number(mini) };
  const { browser } = parseUserAgent(userAgent);
  const major = Number.parseInt(browser?.version ?? '', 10);
  return browser && !Number.isNaN(major) ? { family: browser.name, major } : null;
}
