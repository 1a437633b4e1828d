import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { startBench } from './runtimes.ts';

const MiB = 1024 * 1024;

export interface MemoryFigures {
  attachmentMiB: number;
  status: number;
  /** Highest resident size of the runtime while the attachment came in, above what it was before, MiB. */
  growthMiB: number;
}

/** Streams a 90 MB attachment in, after one of half the size, and watches the runtime's resident size. */
export async function measureMemory(): Promise<MemoryFigures> {
  const picket = await startBench();
  try {
    const pid = picket.runtime.pid();
    const attachmentMiB = 90;
    // Half of it first: garbage of the runtime and of the emulated R2 gathers up to some size before it is collected, whatever the attachment's, and
    // what grows with the attachment is what matters.
    await stream(picket.ingestUrl, attachmentMiB / 2);
    const before = residentMiB(pid);
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, residentMiB(pid))), 20);
    const status = await stream(picket.ingestUrl, attachmentMiB);
    clearInterval(watch);
    return { attachmentMiB, status, growthMiB: Math.max(peak, residentMiB(pid)) - before };
  } finally {
    await picket.stop();
  }
}

function residentMiB(pid: number): number {
  const kB = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kB ?? 0) / 1024;
}

function stream(url: string, mebibytes: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST' }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sending.on('error', reject);
    const eventId = crypto.randomUUID().replaceAll('-', '');
    sending.write(`{"event_id":"${eventId}"}\n{"type":"event"}\n{"message":"with a large attachment"}\n`);
    sending.write(`{"type":"attachment","length":${mebibytes * MiB},"filename":"dump.bin"}\n`);
    const piece = Buffer.alloc(MiB / 4, 'x');
    let left = mebibytes * 4;
    const more = () => {
      while (left > 0) {
        left -= 1;
        if (!sending.write(piece)) return void sending.once('drain', more);
      }
      sending.end('\n');
    };
    more();
  });
}
