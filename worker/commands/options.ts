import { parseArgs, type ParseArgsConfig } from 'node:util';
import { stopWith } from './stop-with.ts';

/**
 * The options of a command, as they were given. What the command does not know ends it, with what that was and how the command is called; `--help` with the
 * latter alone.
 */
export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(usage: string, options: Options) {
  const args = process.argv.slice(2);
  if (args.includes('--help')) {
    console.log(`Usage: ${usage}`);
    process.exit(0);
  }
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // What follows the first sentence is about options in general.
    stopWith(`${error.message.split(/[.\n]/, 1).join('')}.\nUsage: ${usage}`);
  }
}

export function readPort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) stopWith(`--port must be a number from 1 to 65535, not ${text}.`);
  return port;
}
