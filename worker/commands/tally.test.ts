import { expect, it } from 'vitest';
import { tally } from './tally.ts';

const green = { checks: 4, failedChecks: 0, exitCode: 0, report: { numPassedTests: 10, numFailedTests: 0 } };

it.each([
  ['all is well', {}, { passed: 14, failed: 0 }],
  ['a check fails', { failedChecks: 1 }, { passed: 13, failed: 1 }],
  ['tests fail', { exitCode: 1, report: { numPassedTests: 7, numFailedTests: 3 } }, { passed: 11, failed: 3 }],
  ['vitest passes every test but ends with an error', { exitCode: 1 }, { passed: 14, failed: 1 }],
  ['vitest wrote no report', { exitCode: 1, report: null }, { passed: 4, failed: 1 }],
  ['not one test ran', { report: { numPassedTests: 0, numFailedTests: 0 } }, { passed: 4, failed: 1 }],
])('tallies when %s', (_, change, expected) => {
  expect(tally({ ...green, ...change })).toEqual(expected);
});
