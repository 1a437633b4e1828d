export interface UserAgent {
  browser: { name: string; version: string | undefined } | undefined;
  os: { name: string; version: string | undefined } | undefined;
  device: { family: string; brand?: string; model?: string } | undefined;
}

/** Without a name of its own the rule takes what `name` matched. */
type Rule = readonly [name: string | null, pattern: RegExp];

/**
 * What a `User-Agent` header says. The names are those of ua-parser, which Sentry shows. A table of what is met in practice, not of all there ever was: what
 * it does not know is undefined, and costs nobody anything.
 */
export function parseUserAgent(userAgent: string): UserAgent {
  const text = userAgent.slice(0, 500);
  return { browser: firstMatch(browsers, text), os: readOs(text), device: readDevice(text) };
}

/** More special ones first, since nearly all claim to be Chrome or Safari too. */
const browsers: readonly Rule[] = [
  [null, /\b(?<name>Googlebot|bingbot|AdsBot-Google|YandexBot|DuckDuckBot|Applebot|AhrefsBot|facebookexternalhit|GPTBot)\b(?:\/(?<version>[\d.]+))?/],
  [null, /^(?<name>curl|Wget|python-requests|axios|okhttp|PostmanRuntime|Go-http-client|node-fetch|undici|Deno|Bun)\b(?:\/(?<version>[\d.]+))?/],
  ['Edge Mobile', /\bEdg(?:A|iOS)\/(?<version>[\d.]+)/],
  ['Edge', /\bEdge?\/(?<version>[\d.]+)/],
  ['Opera Mobile', /\bMobile\b.*\bOPR\/(?<version>[\d.]+)/],
  ['Opera', /\b(?:OPR|OPT)\/(?<version>[\d.]+)/],
  ['Opera', /^Opera\/.*\bVersion\/(?<version>[\d.]+)/],
  ['Samsung Internet', /\bSamsungBrowser\/(?<version>[\d.]+)/],
  ['Vivaldi', /\bVivaldi\/(?<version>[\d.]+)/],
  ['Yandex Browser', /\bYaBrowser\/(?<version>[\d.]+)/],
  ['UC Browser', /\bUCBrowser\/(?<version>[\d.]+)/],
  ['MiuiBrowser', /\bMiuiBrowser\/(?<version>[\d.]+)/],
  ['Facebook', /\bFB(?:AV|SV)\/(?<version>[\d.]+)/],
  ['Instagram', /\bInstagram (?<version>[\d.]+)/],
  ['Electron', /\bElectron\/(?<version>[\d.]+)/],
  ['HeadlessChrome', /\bHeadlessChrome\/(?<version>[\d.]+)/],
  ['Firefox iOS', /\bFxiOS\/(?<version>[\d.]+)/],
  ['Chrome Mobile iOS', /\bCriOS\/(?<version>[\d.]+)/],
  ['Firefox Mobile', /\b(?:Mobile|Tablet);.*\bFirefox\/(?<version>[\d.]+)/],
  ['Firefox', /\bFirefox\/(?<version>[\d.]+)/],
  ['Chrome Mobile WebView', /\bAndroid\b.*; wv\).*\bChrome\/(?<version>[\d.]+)/],
  ['Chrome Mobile', /\bAndroid\b.*\bChrome\/(?<version>[\d.]+).* Mobile\b/],
  ['Chrome', /\b(?:Chrome|Chromium)\/(?<version>[\d.]+)/],
  ['Android', /\bAndroid\b.*\bVersion\/(?<version>[\d.]+)/],
  ['Mobile Safari', /\b(?:iPhone|iPad|iPod)\b.*\bVersion\/(?<version>[\d.]+).*\bSafari\b/],
  ['Mobile Safari UI/WKWebView', /\b(?:iPhone|iPad|iPod)\b.* OS (?<version>\d[\d_]*).*\bAppleWebKit\b/],
  ['Safari', /\bVersion\/(?<version>[\d.]+).*\bSafari\b/],
  ['IE', /\bMSIE (?<version>[\d.]+)/],
  ['IE', /\bTrident\/.*\brv:(?<version>[\d.]+)/],
];

const systems: readonly Rule[] = [
  ['Windows Phone', /\bWindows Phone(?: OS)? (?<version>[\d.]+)/],
  ['Windows', /\bWindows NT (?<version>[\d.]+)/],
  ['Android', /\bAndroid(?:[ /-](?<version>[\d.]+))?/],
  ['iOS', /\b(?:iPhone|iPad|iPod)\b.*? OS (?<version>\d[\d_]*)/],
  ['iOS', /\b(?:iPhone|iPad|iPod)\b/],
  ['Mac OS X', /\bMac OS X (?<version>\d[\d_.]*)/],
  ['Mac OS X', /\b(?:Macintosh|Darwin)\b/],
  ['Chrome OS', /\bCrOS \S+ (?<version>[\d.]+)/],
  ['Tizen', /\bTizen[ /](?<version>[\d.]+)/],
  ['Ubuntu', /\bUbuntu(?:\/(?<version>[\d.]+))?/],
  ['Fedora', /\bFedora(?:\/(?<version>[\d.]+))?/],
  ['FreeBSD', /\bFreeBSD\b/],
  ['Linux', /\b(?:Linux|X11)\b/],
];

/** Kernel versions of Windows, as sold. 11 still says 10. */
const windowsVersions: Readonly<Record<string, string>> = { '5.1': 'XP', '5.2': 'XP', '6.0': 'Vista', '6.1': '7', '6.2': '8', '6.3': '8.1', '10.0': '10' };

function firstMatch(rules: readonly Rule[], text: string): { name: string; version: string | undefined } | undefined {
  for (const [name, pattern] of rules) {
    const match = pattern.exec(text);
    if (match) return { name: name ?? match.groups?.name ?? '', version: shortVersion(match.groups?.version) };
  }
  return undefined;
}

/** At most three parts: a build number would make each browser its own. */
function shortVersion(version: string | undefined): string | undefined {
  return version?.replaceAll('_', '.').split('.').filter(Boolean).slice(0, 3).join('.') || undefined;
}

function readOs(text: string): UserAgent['os'] {
  const os = firstMatch(systems, text);
  return os?.name === 'Windows' && os.version ? { name: os.name, version: windowsVersions[os.version] ?? os.version } : os;
}

function readDevice(text: string): UserAgent['device'] {
  if (/\b(?:\w*[bB]ot|[sS]pider|crawler|facebookexternalhit)\b/.test(text)) return { family: 'Spider', brand: 'Spider', model: 'Desktop' };
  const apple = /\b(iPhone|iPad|iPod)\b/.exec(text)?.[1];
  if (apple) return { family: apple, brand: 'Apple', model: apple };
  if (/\bMacintosh\b/.test(text)) return { family: 'Mac', brand: 'Apple', model: 'Mac' };
  const android = /\bAndroid [\d.]+; (?:[a-z]{2}[-_][a-zA-Z]{2}; )?([^;)]{1,60}?)(?: Build\/[^;)]*)?(?:; wv)?\)/.exec(text)?.[1];
  if (android && android !== 'Mobile' && android !== 'K') return { family: android, model: android };
  return /\bAndroid\b.*\bMobile\b/.test(text) ? { family: 'Generic Smartphone', brand: 'Generic', model: 'Smartphone' } : undefined;
}
