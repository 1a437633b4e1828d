import { appleEvent } from '../apple-report/apple-event.ts';
import { readAppleReport } from '../apple-report/read-apple-report.ts';
import { maxEventBytes } from '../envelope/item-types.ts';
import { crashEvent } from '../minidump/crash-event.ts';
import type { Minidump } from '../minidump/minidump.ts';
import { readMinidump } from '../minidump/read-minidump.ts';
import { attachedEvent } from './attached-event.ts';

type Payload = Record<string, unknown>;

/** Bytes of known length that are read where they lie. */
export interface FileBytes {
  bytes: number;
  read(from: number, length: number): Promise<Uint8Array>;
}

/** Files that tell of a crash, by their attachment type. Of dumps and reports the first one counts, of breadcrumbs the first two. */
export interface CrashFile {
  type: CrashFileType;
  /** Null where it could not be kept: that there was one tells of a crash all the same. */
  content: FileBytes | null;
}

export type CrashFileType = (typeof crashFileTypes)[number];

const crashFileTypes = ['event.minidump', 'event.applecrashreport', 'event.payload', 'event.breadcrumbs'] as const;

export function crashFileType(attachmentType: unknown): CrashFileType | null {
  return crashFileTypes.find((type) => type === attachmentType) ?? null;
}

/** The text of a report is read so far, and no further. */
const maxReportBytes = 1024 * 1024;

/** What the client says of the event beside the files. */
export interface Said {
  /** As an event of its own. */
  event?: Payload;
  /** In the fields of a form. */
  form?: Payload;
}

/**
 * What these files and the client say of an event, as a client would send it; null where they say nothing. Event, files, form: what comes first in this order goes
 * before, but for the crash: exception, threads and images are those of the dump or the report. Where that cannot be read, a placeholder tells that there was one.
 */
export async function crashPayload({ event, form }: Said, files: readonly CrashFile[]): Promise<Payload | null> {
  const attached = attachedEvent({ event: (await readSmall(files, 'event.payload'))[0] ?? null, breadcrumbs: await readSmall(files, 'event.breadcrumbs') });
  const payload = event || attached || form ? { ...form, ...attached, ...event } : null;
  const dump = files.find(({ type }) => type === 'event.minidump');
  if (dump) return dumpEvent(payload ?? {}, dump.content);
  const report = files.find(({ type }) => type === 'event.applecrashreport');
  return report ? reportEvent(payload ?? {}, report.content) : payload;
}

async function readSmall(files: readonly CrashFile[], type: CrashFileType): Promise<Uint8Array[]> {
  const contents: Uint8Array[] = [];
  for (const { content } of files.filter((file) => file.type === type).slice(0, 2)) {
    const bytes = content && content.bytes > 0 && content.bytes <= maxEventBytes ? await orNull(() => content.read(0, content.bytes)) : null;
    if (bytes) contents.push(bytes);
  }
  return contents;
}

async function dumpEvent(payload: Payload, content: FileBytes | null): Promise<Payload> {
  const dump = content && (await orNull(() => readMinidump(content)));
  return dump?.ok && saysSomething(dump.value) ? crashEvent(payload, dump.value) : withPlaceholder(payload, 'Minidump', 'Invalid Minidump', 'minidump');
}

function saysSomething({ crash, system, threads }: Minidump): boolean {
  return crash !== null || system !== null || threads.length > 0;
}

async function reportEvent(payload: Payload, content: FileBytes | null): Promise<Payload> {
  const text = content && (await orNull(() => content.read(0, Math.min(content.bytes, maxReportBytes))));
  const report = text && readAppleReport(new TextDecoder().decode(text));
  return report ? appleEvent(payload, report) : withPlaceholder(payload, 'AppleCrashReport', 'Invalid Apple Crash Report', 'applecrashreport');
}

/** Source: relay-server/src/utils/native.rs */
function withPlaceholder(payload: Payload, type: string, value: string, mechanism: string): Payload {
  return {
    ...payload,
    platform: payload.platform ?? 'native',
    level: payload.level ?? 'fatal',
    exception: { values: [{ type, value, mechanism: { type: mechanism, handled: false, synthetic: true } }] },
  };
}

/** When storage fails, a part of the event is lost, but not the event. */
async function orNull<Value>(read: () => Promise<Value>): Promise<Value | null> {
  try {
    return await read();
  } catch (error) {
    console.error('a file about a crash cannot be read:', error);
    return null;
  }
}
