/** Majors of the browser SDK that the loader can bring. The first is what a new key gets. */
export const sdkVersions = ['11.x', '10.x', '8.x', '7.x'] as const;
export type SdkVersion = (typeof sdkVersions)[number];

/** What the owner of a key wants the JS loader to bring. */
export interface LoaderOptions {
  sdkVersion: SdkVersion;
  hasPerformance: boolean;
  hasReplay: boolean;
  hasDebug: boolean;
}

/** Errors alone, loaded when the first one happens: a page pays nothing for what it may never need. */
export const defaultLoaderOptions: LoaderOptions = { sdkVersion: '11.x', hasPerformance: false, hasReplay: false, hasDebug: false };
