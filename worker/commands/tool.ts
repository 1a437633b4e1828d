import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The repository. Every command works from here, wherever it was called. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface ToolRun {
  exitCode: number;
  stdout: string;
  /** Standard output and standard error as they came; empty, like `stdout`, when `show` was set. */
  output: string;
}

/**
 * Runs the command of an installed package (`wrangler`, `vite`, …) to its end, with the Node that runs this. It never throws because the tool failed.
 * `show` passes its output through to the terminal.
 */
export async function runTool(
  name: string,
  args: string[],
  options: { cwd?: string; env?: Record<string, string>; input?: string; show?: boolean } = {},
): Promise<ToolRun> {
  const child = spawn(process.execPath, [toolPath(name), ...args], {
    cwd: options.cwd ?? root,
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', NO_UPDATE_NOTIFIER: '1', ...options.env },
    stdio: [options.input === undefined ? 'ignore' : 'pipe', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
  });
  let stdout = '';
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    output += chunk.toString();
  });
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdin?.end(options.input);
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  return { exitCode, stdout, output };
}

/** The script behind a package's command, without the shell wrappers of node_modules/.bin that differ by system. */
function toolPath(name: string): string {
  const folder = `${root}node_modules/${name === 'tsc' ? 'typescript' : name}/`;
  const manifest: { bin: string | Record<string, string> } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'));
  const script = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[name];
  if (!script) throw new Error(`Package ${name} has no command of that name`);
  return folder + script;
}
