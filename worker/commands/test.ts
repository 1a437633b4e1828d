/** `npm test`: all that must hold before a change goes in. Its last line is the tally, and nothing follows that line. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOptions } from './options.ts';
import { tally, type VitestReport } from './tally.ts';
import { runTool } from './tool.ts';

readOptions('npm test. A part of it: npx vitest run --project NAME path', {});

const checks: { name: string; tool: string; args: string[] }[] = [
  { name: 'format', tool: 'oxfmt', args: ['--check'] },
  { name: 'lint', tool: 'oxlint', args: ['--deny-warnings'] },
  { name: 'types', tool: 'tsc', args: ['-b'] },
  { name: 'dashboard', tool: 'vite', args: ['build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'] },
];

const failedChecks: string[] = [];
for (const { name, tool, args } of checks) {
  const startedAt = Date.now();
  const { exitCode, output } = await runTool(tool, args);
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1);
  console.log(`${exitCode === 0 ? '✓' : '✗'} ${name} (${tool} ${args.join(' ')}, ${seconds} s)`);
  if (exitCode === 0) continue;
  failedChecks.push(name);
  console.log(output);
}

const folder = mkdtempSync(join(tmpdir(), 'picket-tally-'));
const reportFile = join(folder, 'report.json');
const vitest = await runTool('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`], { show: true });
const { passed, failed } = tally({ checks: checks.length, failedChecks: failedChecks.length, exitCode: vitest.exitCode, report: readReport() });
rmSync(folder, { recursive: true });

if (failedChecks.length > 0) console.log(`Failed before the tests: ${failedChecks.join(', ')}. See above.`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

/** Null when vitest ended before it could write one. */
function readReport(): VitestReport | null {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    return null;
  }
}
