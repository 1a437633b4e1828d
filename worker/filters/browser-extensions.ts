import type { Event } from '../event/event.ts';

/** Words in messages of errors that extensions, toolbars and meddling proxies cause. Lower case. Source: relay-filter/src/browser_extensions.rs */
const messages = [
  'top.globals',
  'originalcreatenotification',
  'canvas.contentdocument',
  'myapp_removeallhighlights',
  'http://tt.epicplay.com',
  "can't find variable: zitereader",
  'jigsaw is not defined',
  'combosearch is not defined',
  'http://loading.retry.widdit.com/',
  'atomicfindclose',
  'fb_xd_fragment',
  'bmi_safeaddonload',
  'ebcallbackmessagereceived',
  '_gcrweb',
  'conduitpage',
  "null is not an object (evaluating 'elt.parentnode')",
  'plugin.setsuspendstate is not a function',
  'extension context invalidated',
  'webkit-masked-url:',
  "can't access dead object",
];

/** Where their scripts come from. Lower case. */
const hosts = [
  'graph.facebook.com',
  'connect.facebook.net',
  'eatdifferent.com.woopra-ns.com',
  'static.woopra.com/js/woopra.js',
  'webkit-masked-url',
  '127.0.0.1:4001/isrunning',
  'webappstoolbarba.texthelp.com/',
  'metrics.itunes.apple.com.edgesuite.net/',
  'kaspersky-labs.com',
];
const schemes = /^(?:chrome|chrome-extension|moz-extension|safari-extension|safari-web-extension):\/\//i;

/** Judged, as in Relay, by the first exception: its message, and the innermost frame that has an address. */
export function isFromBrowserExtension({ exception }: Event): boolean {
  const first = exception?.values[0];
  const message = first?.value?.toLowerCase() ?? '';
  if (messages.some((part) => message.includes(part))) return true;
  const source = first?.stacktrace?.frames.findLast(({ abs_path: path }) => path !== undefined && path !== '<anonymous>' && path !== '[native code]')?.abs_path;
  return source !== undefined && (schemes.test(source) || hosts.some((host) => source.toLowerCase().includes(host)));
}
