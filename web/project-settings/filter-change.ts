import type { InboundFilter, InboundFilterChange } from '../../worker/api/contract/project-options.ts';

type Browser = NonNullable<InboundFilterChange['subfilters']>[number];

/** The generations that are offered; what else an API client chose stays as it is. */
export const knownBrowsers: readonly [id: Browser, name: string][] = [
  ['ie', 'Internet Explorer'],
  ['edge', 'Edge up to 110'],
  ['safari', 'Safari up to 15'],
  ['firefox', 'Firefox up to 110'],
  ['chrome', 'Chrome up to 110'],
  ['opera', 'Opera up to 99'],
  ['android', 'Android up to 3'],
  ['opera_mini', 'Opera Mini up to 34'],
];

/** What to tell the API so that a filter is as it was entered; null where it is so already. `browsers` are the known ones that are ticked. */
export function filterChange(filter: InboundFilter, isOn: boolean, browsers: readonly Browser[]): InboundFilterChange | null {
  if (!isOn) return filter.active === false ? null : { active: false };
  if (filter.id !== 'legacy-browsers') return filter.active === false ? { active: true } : null;
  const saved = Array.isArray(filter.active) ? filter.active.filter(isBrowser) : [];
  const known = knownBrowsers.map(([id]) => id);
  const wanted = [...saved.filter((browser) => !known.includes(browser)), ...browsers];
  if (wanted.length === 0) return filter.active === true ? null : { active: true };
  return wanted.length === saved.length && wanted.every((browser) => saved.includes(browser)) ? null : { subfilters: wanted };
}

/** The API knows its names; the ones here are among them, and so is whatever it sent. */
function isBrowser(name: string): name is Browser {
  return name !== '';
}
