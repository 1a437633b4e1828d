import type { LoaderOptions, SdkVersion } from '../settings/loader-options.ts';

/** The releases that stand for the majors: the CDN has no names for "the last of". */
const releases: Readonly<Record<SdkVersion, string>> = { '11.x': '11.12.0', '10.x': '10.78.0', '8.x': '8.55.2', '7.x': '7.120.4' };

export const sentryCdn = 'https://browser.sentry-cdn.com';

/** Address of the SDK's bundle, whose name says what is in it, in this order. `cdn` has no slash at the end. */
export function bundleUrl({ sdkVersion, hasPerformance, hasReplay, hasDebug }: LoaderOptions, cdn: string): string {
  const isEs5 = sdkVersion === '7.x' && !hasReplay;
  const parts = ['bundle', hasPerformance && 'tracing', hasReplay && 'replay', isEs5 && 'es5', hasDebug && 'debug', 'min', 'js'];
  return `${cdn}/${releases[sdkVersion]}/${parts.filter((part) => part !== false).join('.')}`;
}

/** What the SDK is initialized with where the page does not do it. */
export function sdkConfig({ hasPerformance, hasReplay, hasDebug }: LoaderOptions, dsn: string): Record<string, unknown> {
  return {
    dsn,
    ...(hasDebug && { debug: true }),
    ...(hasPerformance && { tracesSampleRate: 1 }),
    ...(hasReplay && { replaysSessionSampleRate: 0.1, replaysOnErrorSampleRate: 1 }),
  };
}
