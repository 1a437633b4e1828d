import { fail, ok, type Result } from '../result.ts';
import type { Spool } from '../storage/spool.ts';
import { decodeBody } from './decode-body.ts';
import { type FormFile, limited, readable, readForm } from './read-form.ts';
import type { Refusal } from './refusal.ts';

/** The form field that has the dump. */
export const dumpField = 'upload_file_minidump';

/**
 * The dump as it was written. Some reporters compress it, which its first bytes tell; the name loses the suffix that says so. Electron on Linux once put a whole
 * form into the field.
 */
export async function unwrapDump(file: FormFile, spool: Spool): Promise<Result<FormFile, Refusal>> {
  const head = Buffer.from(await file.content.read(0, Math.min(4096, file.content.bytes)));
  const boundary = /^--([^\r\n]{1,200})\r\n/.exec(head.toString('latin1'))?.[1];
  if (boundary !== undefined) return unnest(file, boundary, spool);

  const foreign = [...foreignMagics].find(([, magic]) => head.subarray(0, magic.length).equals(magic));
  if (foreign) return fail({ reason: 'unknown_encoding', encoding: foreign[0] });
  const encoding = head.subarray(0, 2).equals(gzipMagic) ? 'gzip' : head.subarray(0, 4).equals(zstdMagic) ? 'zstd' : null;
  if (encoding === null) return ok(file);
  const decoded = decodeBody(await file.content.stream(), encoding);
  if (!decoded.ok) return decoded;
  const content = await readable(() => spool.put(limited(decoded.value)));
  if (!content.ok) return content;
  return ok({ ...file, filename: file.filename && file.filename.replace(/\.(gz|zst)$/i, ''), content: content.value });
}

const gzipMagic = Buffer.from('1f8b', 'hex');
const zstdMagic = Buffer.from('28b52ffd', 'hex');
/**
 * Sentry reads these, too, but no reporter is known to send them. To read them in JavaScript takes seconds of CPU for a usual dump, and what does it faster compiles
 * WebAssembly while it runs, which the Workers runtime forbids.
 */
const foreignMagics: ReadonlyMap<string, Buffer> = new Map([
  ['xz', Buffer.from('fd377a585a00', 'hex')],
  ['bzip2', Buffer.from('BZh')],
]);

async function unnest(file: FormFile, boundary: string, spool: Spool): Promise<Result<FormFile, Refusal>> {
  const form = await readForm(await file.content.stream(), `multipart/form-data; boundary="${boundary}"`, spool, (field) => field === dumpField);
  if (!form.ok) return fail({ reason: 'invalid_minidump' });
  const inner = form.value.files.find(({ name }) => name === dumpField);
  return inner ? ok(inner) : fail({ reason: 'missing_minidump' });
}
