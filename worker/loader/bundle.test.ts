import { expect, it } from 'vitest';
import { defaultLoaderOptions } from '../settings/loader-options.ts';
import { bundleUrl, sdkConfig } from './bundle.ts';

const cdn = 'https://cdn.example';

it.each([
  [{}, '11.12.0/bundle.min.js'],
  [{ hasPerformance: true }, '11.12.0/bundle.tracing.min.js'],
  [{ hasReplay: true }, '11.12.0/bundle.replay.min.js'],
  [{ hasPerformance: true, hasReplay: true, hasDebug: true }, '11.12.0/bundle.tracing.replay.debug.min.js'],
  [{ sdkVersion: '7.x' }, '7.120.4/bundle.es5.min.js'],
  [{ sdkVersion: '7.x', hasDebug: true }, '7.120.4/bundle.es5.debug.min.js'],
  [{ sdkVersion: '7.x', hasReplay: true }, '7.120.4/bundle.replay.min.js'],
] as const)('names the bundle of %j', (options, path) => {
  expect(bundleUrl({ ...defaultLoaderOptions, ...options }, cdn)).toBe(`${cdn}/${path}`);
});

it.each([
  [{}, { dsn: 'd' }],
  [
    { hasPerformance: true, hasDebug: true },
    { dsn: 'd', debug: true, tracesSampleRate: 1 },
  ],
  [{ hasReplay: true }, { dsn: 'd', replaysSessionSampleRate: 0.1, replaysOnErrorSampleRate: 1 }],
] as const)('configures the SDK for %j', (options, config) => {
  expect(sdkConfig({ ...defaultLoaderOptions, ...options }, 'd')).toEqual(config);
});
