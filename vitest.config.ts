import { availableParallelism } from 'node:os';
import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

/** Tests that need a file system or child processes, so not the Workers runtime. */
const nodeTests = [
  'worker/**/*.node.test.ts',
  'worker/boundaries.test.ts',
  'worker/commands/**/*.test.ts',
  'worker/bench/**/*.test.ts',
  'worker/conformance/**/*.test.ts',
];
const browserTests = ['web/**/*.browser.test.ts'];

const migrations = await readD1Migrations('./migrations');

export default defineConfig({
  test: {
    // On two cores vitest would run one file after the other, though most of them wait rather than compute.
    maxWorkers: Math.max(3, availableParallelism()),
    // An object that a test lets crash takes calls with it that nobody waits for any more.
    onUnhandledError: ({ message }) => message !== 'crashed, as the test wants it',
    projects: [
      {
        plugins: [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            // A second data shard, so that every test of storage can be one across shards.
            miniflare: { bindings: { SETUP_TOKEN: 'setup-token-of-the-tests', MIGRATIONS: migrations }, d1Databases: ['DB_1'] },
          }),
        ],
        test: {
          name: 'worker',
          include: ['worker/**/*.test.ts'],
          exclude: nodeTests,
          setupFiles: ['worker/storage/migrate.fixture.ts'],
          // What waits for a projection must not depend on how busy the machine is.
          testTimeout: 20_000,
          hookTimeout: 60_000,
          // A runtime for each of so many files would take longer than the tests. Each test makes its own organization, so none minds what others left.
          isolate: false,
        },
      },
      { test: { name: 'node', include: nodeTests, testTimeout: 60_000, hookTimeout: 120_000 } },
      { plugins: [preact()], test: { name: 'web', include: ['web/**/*.test.{ts,tsx}'], exclude: browserTests, environment: 'node', isolate: false } },
      { test: { name: 'browser', include: browserTests, testTimeout: 90_000, hookTimeout: 180_000 } },
    ],
  },
});
