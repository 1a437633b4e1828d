/** What is read of vitest's JSON report. */
export interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
}

/** Counts each check and each test as one. A run that broke down, or ran no test at all, counts as one failure, so that it can never look like success. */
export function tally(run: { checks: number; failedChecks: number; exitCode: number; report: VitestReport | null }): { passed: number; failed: number } {
  const testsPassed = run.report?.numPassedTests ?? 0;
  const testsFailed = run.report?.numFailedTests ?? 0;
  const brokeDown = testsFailed === 0 && (run.exitCode !== 0 || testsPassed === 0);
  return {
    passed: run.checks - run.failedChecks + testsPassed,
    failed: run.failedChecks + testsFailed + (brokeDown ? 1 : 0),
  };
}
