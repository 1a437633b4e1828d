import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Runs sentry-cli with these arguments, and answers what it prints. Rejects with that where it fails. */
export async function runSentryCli(parameters: readonly string[], env: Record<string, string>, folder: string): Promise<string> {
  const { stdout, stderr } = await run(sentryCli(), parameters, { cwd: folder, env: { PATH: process.env.PATH, HOME: folder, ...env } });
  return stdout + stderr;
}

/** The program itself: the package's own launcher downloads it where its scripts may not run. */
function sentryCli(): string {
  const platform = `@sentry/cli-${process.platform === 'darwin' ? 'darwin' : `${process.platform}-${process.arch}`}`;
  return createRequire(createRequire(import.meta.url).resolve('@sentry/cli/package.json')).resolve(`${platform}/bin/sentry-cli`);
}
