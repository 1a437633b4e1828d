export type UnrealFileType = 'minidump' | 'apple-report' | 'log' | 'config' | 'context' | 'other';

/** Bytes of a file's beginning that tell its type. */
export const headBytes = 20;

/** What a file of the container is, by its name and its first bytes. Source: symbolic-unreal/src/container.rs */
export function unrealFileType(name: string, head: Uint8Array): UnrealFileType {
  if (name === 'CrashReportClient.ini') return 'config';
  if (name === 'CrashContext.runtime-xml') return 'context';
  if (name.endsWith('.log')) return 'log';
  const start = String.fromCharCode(...head.subarray(0, headBytes));
  if (start.startsWith('MDMP')) return 'minidump';
  return start.startsWith('Incident Identifier:') ? 'apple-report' : 'other';
}
