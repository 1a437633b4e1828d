import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** A running `npm start`, noted in its data folder: two runtimes on one folder would corrupt it, and `npm run demo` asks where to send. */
export interface Instance {
  pid: number;
  url: string;
}

/**
 * Takes the folder for this process until it ends. Answers the instance that already has it open, and then takes nothing.
 */
export function claimDataFolder(dataFolder: string, url: string): Instance | null {
  const other = runningInstance(dataFolder);
  if (other) return other;
  const instance: Instance = { pid: process.pid, url };
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(noteFile(dataFolder), JSON.stringify(instance));
  process.once('exit', () => rmSync(noteFile(dataFolder), { force: true }));
  return null;
}

/** The instance that has the folder open now, if any. A note that a killed one left behind does not count. */
export function runningInstance(dataFolder: string): Instance | null {
  try {
    const instance: Instance = JSON.parse(readFileSync(noteFile(dataFolder), 'utf8'));
    process.kill(instance.pid, 0);
    return instance;
  } catch {
    return null;
  }
}

function noteFile(dataFolder: string): string {
  return `${dataFolder}/instance.json`;
}
