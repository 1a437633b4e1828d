import chromium from '@sparticuz/chromium';
import { chromium as playwright, type Browser } from 'playwright-core';

/** A real Chromium: that of CHROME_PATH in the environment, or else the one from npm, which needs Linux but neither root nor a download. */
export async function openBrowser(): Promise<Browser> {
  const ownChrome = process.env.CHROME_PATH;
  return playwright.launch({
    executablePath: ownChrome ?? (await chromium.executablePath()),
    // Without its processes a browser hangs as soon as one of its contexts closes.
    args: ownChrome ? [] : chromium.args.filter((argument) => argument !== '--single-process'),
    headless: true,
  });
}
