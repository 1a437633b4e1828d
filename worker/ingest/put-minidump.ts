import { readRegions } from '../minidump/memory-regions.ts';
import { rulesOfBrokenMinidump, rulesOfMinidump } from '../scrubbing/attachment-rules.ts';
import type { Scrubber } from '../scrubbing/compile.ts';
import type { Budget } from '../scrubbing/pattern-machine.ts';
import { needsFirstPass, RegionScrubber, type ScrubbedRegion } from '../scrubbing/scrub-regions.ts';
import { Spool, type Spooled } from '../storage/spool.ts';
import { putScrubbed, scrubbedStream } from './put-scrubbed.ts';

type Put = (payload: ReadableStream<Uint8Array>) => Promise<void>;

/**
 * Scrubs the memory in a minidump, and what else of it rules are for, while `put` stores it. Where that is stands somewhere in the dump, so it is put aside first,
 * but only where there are such rules. What is no dump is scrubbed as any file, which costs more than it should rather than less.
 */
export async function putMinidump(
  scrubber: Scrubber,
  name: string,
  budget: Budget,
  files: R2Bucket,
  payload: ReadableStream<Uint8Array>,
  bytes: number,
  put: Put,
): Promise<void> {
  if (rulesOfMinidump(scrubber, name).size === 0) return put(payload);
  const spool = new Spool(files, bytes);
  try {
    await putSpooledMinidump(scrubber, name, budget, await spool.put(payload), put);
  } finally {
    await spool.clear();
  }
}

/** The same where it is aside already. */
export async function putSpooledMinidump(scrubber: Scrubber, name: string, budget: Budget, content: Spooled, put: Put): Promise<void> {
  const read = await readRegions(content);
  if (!read.ok) return putScrubbed(rulesOfBrokenMinidump(scrubber, name), budget, await content.stream(), content.bytes, put);

  const rules = rulesOfMinidump(scrubber, name);
  const regions = read.value.flatMap(({ kind, at, bytes }): ScrubbedRegion[] => {
    const ofPart = rules.get(kind);
    return ofPart ? [{ at, bytes, rules: ofPart, encoding: kind === 'code_file' ? 'utf16le' : 'utf8' }] : [];
  });
  const first = new RegionScrubber(regions, budget);
  if (needsFirstPass(regions)) await scrubbedStream(await content.stream(), first).pipeTo(new WritableStream());
  await put(scrubbedStream(await content.stream(), new RegionScrubber(regions, budget, first.found)));
}
