import { describeContext } from './context-names.ts';
import type { Bag, Contexts, RequestData } from './event.ts';
import { headerOf } from './request.ts';
import { parseUserAgent, type UserAgent } from './user-agent.ts';

export interface UserAgentSources {
  request: RequestData | undefined;
  platform: string;
  /** Of the request that brought the event, where it is the user's own. */
  senderUserAgent: string | null;
}

/**
 * Browser, system and device of the event's request as contexts, where the client has set none. The system is `os` for code that runs in that browser, and
 * `client_os` where a server reports a request it got. Client hints say more than a frozen user agent, so they come first.
 */
export function addUserAgentContexts(contexts: Contexts, { request, platform, senderUserAgent }: UserAgentSources): Contexts {
  const userAgent = headerOf(request?.headers, 'User-Agent') ?? senderUserAgent ?? undefined;
  const hints = readClientHints(request);
  if (userAgent === undefined && hints.browser === undefined && hints.os === undefined) return contexts;

  const parsed = parseUserAgent(userAgent ?? '');
  const osKey = platform === 'javascript' ? 'os' : 'client_os';
  return {
    ...contexts,
    ...missing(contexts, 'browser', 'browser', hints.browser ?? parsed.browser),
    ...missing(contexts, osKey, 'os', hints.os ?? parsed.os),
    ...missing(contexts, 'device', 'device', hints.device ?? parsed.device),
  };
}

function missing(contexts: Contexts, key: string, type: string, found: Bag | undefined): Contexts {
  return found === undefined || Object.hasOwn(contexts, key) ? {} : { [key]: { ...describeContext(type, found), type } };
}

function readClientHints(request: RequestData | undefined): UserAgent {
  const brands = headerOf(request?.headers, 'Sec-CH-UA-Full-Version-List') ?? headerOf(request?.headers, 'Sec-CH-UA');
  const platform = unquote(headerOf(request?.headers, 'Sec-CH-UA-Platform'));
  const model = unquote(headerOf(request?.headers, 'Sec-CH-UA-Model'));
  return {
    browser: brands === undefined ? undefined : readBrands(brands),
    os: platform ? { name: platform, version: unquote(headerOf(request?.headers, 'Sec-CH-UA-Platform-Version')) || undefined } : undefined,
    device: model ? { family: model, model } : undefined,
  };
}

/** `"Chromium";v="130", "Google Chrome";v="130", "Not?A_Brand";v="99"`: one is made up, and Chromium is what all say. */
function readBrands(header: string): UserAgent['browser'] {
  const brands = [...header.slice(0, 500).matchAll(/"([^"]{1,80})"\s*;\s*v="([^"]{1,40})"/g)]
    .map(([, name = '', version]) => ({ name, version }))
    .filter(({ name }) => !/^[^A-Za-z]*not/i.test(name));
  return brands.find(({ name }) => name !== 'Chromium') ?? brands[0];
}

function unquote(value: string | undefined): string | undefined {
  return value?.replaceAll('"', '').trim();
}
