import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

/** A running `npm start`, noted in its data folder: two runtimes on one folder would corrupt it, and `npm run demo` asks where to send. */
export interface Instance {
  pid: number;
  url: string;
}

export function noteInstance(dataFolder: string, instance: Instance): void {
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(noteFile(dataFolder), JSON.stringify(instance));
}

export function forgetInstance(dataFolder: string): void {
  rmSync(noteFile(dataFolder), { force: true });
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
