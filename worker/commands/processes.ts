import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

export interface RunningProcess {
  pid: number;
  parentPid: number;
  /** Path and arguments, separated by blanks. */
  command: string;
}

/** What runs on this machine, as far as this user may see it. Empty where there is neither /proc nor `ps`. */
export function listProcesses(): RunningProcess[] {
  return existsSync('/proc/self/stat') ? readProc() : askPs();
}

function readProc(): RunningProcess[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        // `pid (name) state parent …`, and the name may hold anything. What has ended has no command any more.
        const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
        const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        return command === '' ? [] : [{ pid: Number(entry), parentPid: Number(parent), command }];
      } catch {
        // It ended meanwhile.
        return [];
      }
    });
}

function askPs(): RunningProcess[] {
  try {
    const lines = execFileSync('ps', ['-A', '-ww', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n');
    return lines.flatMap((line) => {
      const [, pid, parentPid, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*?)\s*$/.exec(line) ?? [];
      return pid === undefined ? [] : [{ pid: Number(pid), parentPid: Number(parentPid), command }];
    });
  } catch {
    return [];
  }
}
