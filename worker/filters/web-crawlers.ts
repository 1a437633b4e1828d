/** Names that crawlers, monitors and link previews give themselves. Source: relay-filter/src/web_crawlers.rs */
const names = [
  'Mediapartners-Google',
  'AdsBot-Google',
  'Googlebot',
  'FeedFetcher-Google',
  'BingBot',
  'BingPreview',
  'Baiduspider',
  'Slurp',
  'Sogou',
  'facebook',
  'ia_archiver',
  'Slack',
  'Calypso AppCrawler',
  'pingdom',
  'lyticsbot',
  'AWS Security Scanner',
  'HubSpot Crawler',
  'Bytespider',
  'Better Uptime',
  'Cloudflare-Healthchecks',
].map((name) => name.toLowerCase());
/** Any other that says so. */
const generic = /(?:bots?|spider)[/\s);]/i;
/** Slack's own clients, which show what people use. */
const allowed = /Slackbot\s1\.\d+/i;

export function isWebCrawler(userAgent: string): boolean {
  const lowered = userAgent.toLowerCase();
  return (generic.test(userAgent) || names.some((name) => lowered.includes(name))) && !allowed.test(userAgent);
}
