import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { root } from './tool.ts';

function run(command: string, args: string[]): { exitCode: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [`${root}worker/${command}.ts`, ...args], { encoding: 'utf8', timeout: 30_000 });
  return { exitCode: status, output: stdout + stderr };
}

it.each([
  ['commands/start', 'npm start [-- --port N --persist-to DIR --host ADDRESS]'],
  ['commands/dev', 'npm run dev [-- --port N --persist-to DIR]'],
  ['commands/demo', 'npm run demo [-- --dsn DSN | --persist-to DIR]'],
  ['commands/deploy', 'npm run deploy [-- --dry-run]'],
  ['commands/test', 'npm test. A part of it: npx vitest run --project NAME path'],
  ['commands/screenshots', 'npm run screenshots [-- --all [--only NAME]]'],
  ['commands/migration', 'npm run migration -- --name issue_assignee'],
])('%s says how it is called where an option is unknown, and does nothing', (command, usage) => {
  expect(run(command, ['--prot', 'x'])).toEqual({ exitCode: 1, output: `Unknown option '--prot'.\nUsage: ${usage}\n` });
  expect(run(command, ['--help'])).toEqual({ exitCode: 0, output: `Usage: ${usage}\n` });
});

it('the benchmark names its groups', () => {
  expect(run('bench/run', ['cup'])).toEqual({ exitCode: 1, output: expect.stringMatching(/^There is no group 'cup'\.\nUsage: .*\bcpu rows\b.*\n$/) });
});

it.each<[command: string, args: string[], output: string]>([
  ['demo', ['--dsn'], "Option '--dsn <value>' argument missing.\n"],
  ['demo', ['8787'], "Unexpected argument '8787'.\n"],
  ['demo', ['--dsn', 'localhost:8787'], 'localhost:8787 is no DSN: '],
  ['demo', ['--dsn', 'http://localhost:8787/1'], 'http://localhost:8787/1 is no DSN: '],
  ['start', ['--port', 'abc'], '--port must be a number from 1 to 65535, not abc.\n'],
  ['dev', ['--port', '0'], '--port must be a number from 1 to 65535, not 0.\n'],
  ['migration', [], 'A migration needs a name.\n'],
])('%s %j is refused in a sentence', (command, args, output) => {
  const said = run(`commands/${command}`, args);
  expect([said.exitCode, said.output.slice(0, output.length)]).toEqual([1, output]);
  expect(said.output.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
});
