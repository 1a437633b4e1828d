import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';

/** A running `npm start`, noted in its data folder: two runtimes on one folder would corrupt it, and `npm run demo` asks where to send. */
export interface Instance {
  pid: number;
  url: string;
  claimedAt: number;
}

/** So long an instance may build and migrate before it answers. */
const startsWithinMs = 60_000;

/** Takes the folder for this process until it ends. Answers the instance that already has it open, and then takes nothing. */
export async function claimDataFolder(dataFolder: string, url: string): Promise<Instance | null> {
  const other = await runningInstance(dataFolder);
  if (other) return other;
  const instance: Instance = { pid: process.pid, url, claimedAt: Date.now() };
  mkdirSync(dataFolder, { recursive: true });
  writeFileSync(noteFile(dataFolder), JSON.stringify(instance));
  process.once('exit', () => rmSync(noteFile(dataFolder), { force: true }));
  return null;
}

/**
 * The instance that has the folder open now, if any. A note that a killed one left behind does not count, even where its process id lives on as something
 * else, as in a container that was started again.
 */
export async function runningInstance(dataFolder: string): Promise<Instance | null> {
  const instance = readNote(dataFolder);
  if (!instance || instance.pid === process.pid || !isAlive(instance.pid)) return null;
  const isStarting = Date.now() - instance.claimedAt < startsWithinMs;
  return isStarting || (await isListening(Number(new URL(instance.url).port))) ? instance : null;
}

/** Whether something on this machine answers on the port. */
export async function isListening(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, 'localhost');
    socket.once('connect', () => {
      socket.destroy();
      answer(true);
    });
    socket.once('error', () => answer(false));
  });
}

function readNote(dataFolder: string): Instance | null {
  try {
    return JSON.parse(readFileSync(noteFile(dataFolder), 'utf8'));
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function noteFile(dataFolder: string): string {
  return `${dataFolder}/instance.json`;
}
