import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { fail, ok, type Result } from '../result.ts';
import { listProcesses, type RunningProcess } from './processes.ts';

/** A running `npm start`, noted in its data folder: two runtimes on one folder would corrupt it, and `npm run demo` asks where to send. */
export interface Instance {
  pid: number;
  url: string;
  claimedAt: number;
  /** Its process of workerd, once it runs and where processes can be seen. */
  workerd?: Pick<RunningProcess, 'pid' | 'command'>;
}

export type ClaimError =
  | { reason: 'served'; by: Instance } // another instance has the folder open
  | { reason: 'unusable'; message: string }; // it cannot be made or written to

/** So long an instance may build and migrate before it answers. */
const startsWithinMs = 60_000;

/** Takes the folder for this process until it ends. */
export async function claimDataFolder(dataFolder: string, url: string): Promise<Result<null, ClaimError>> {
  const other = await runningInstance(dataFolder);
  if (other) return fail({ reason: 'served', by: other });
  try {
    mkdirSync(dataFolder, { recursive: true });
    writeNote(dataFolder, { pid: process.pid, url, claimedAt: Date.now() });
  } catch (error) {
    return fail({ reason: 'unusable', message: error instanceof Error ? error.message : String(error) });
  }
  process.once('exit', () => rmSync(noteFile(dataFolder), { force: true }));
  return ok(null);
}

/** Notes the workerd of this instance, so that a later start can end it should this process be killed without it. */
export function noteWorkerd(dataFolder: string, { pid, command }: RunningProcess): void {
  const instance = readNote(dataFolder);
  if (instance?.pid === process.pid) writeNote(dataFolder, { ...instance, workerd: { pid, command } });
}

/**
 * Ends the workerd that outlived its `npm start`, since it still has the data open. The command tells it from whatever else may have its process id by now: it
 * names the ports it listens on. Answers whether there was one.
 */
export async function endOrphan(dataFolder: string): Promise<boolean> {
  const instance = readNote(dataFolder);
  const orphan = () =>
    listProcesses().find(({ pid, parentPid, command }) => pid === instance?.workerd?.pid && command === instance.workerd.command && parentPid !== instance.pid);
  const found = orphan();
  if (!found) return false;
  // It could not end well anyway: what it needs of its Node process is gone. All it answered is on disk.
  process.kill(found.pid, 'SIGKILL');
  while (orphan()) await wait(20);
  return true;
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

function writeNote(dataFolder: string, instance: Instance): void {
  writeFileSync(noteFile(dataFolder), JSON.stringify(instance));
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
