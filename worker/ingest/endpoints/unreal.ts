import { ByteReader } from '../../envelope/byte-reader.ts';
import { maxEnvelopeBytes, maxEventBytes } from '../../envelope/item-types.ts';
import { parseEvent } from '../../event/parse.ts';
import { fail, ok, type Result } from '../../result.ts';
import { Spool, type Spooled } from '../../storage/spool.ts';
import { headBytes, unrealFileType, type UnrealFileType } from '../../unreal/file-type.ts';
import { type ContainedFile, readContainer } from '../../unreal/read-container.ts';
import { readContext, type UnrealContext } from '../../unreal/read-context.ts';
import { type LogCrumb, readLog } from '../../unreal/read-log.ts';
import { payloadKey, unrealEvent, unrealReport } from '../../unreal/unreal-event.ts';
import { authenticate } from '../authenticate.ts';
import type { IngestCall } from '../call.ts';
import { crashPayload } from '../crash-payload.ts';
import { decodeBody } from '../decode-body.ts';
import { hyphenated } from '../event-id.ts';
import { type CrashUpload, crashFilesAmong, ingestCrash } from '../ingest-crash.ts';
import type { Upload } from '../items/upload.ts';
import { limited, openBody, readable, restOf } from '../read-form.ts';
import type { Receipt } from '../receipt.ts';
import type { Refusal, Refused } from '../refusal.ts';
import type { Endpoint } from './endpoint.ts';

/** Where Unreal's crash reporter sends what it collected, packed into one file. It knows no 429. */
export const unrealEndpoint: Endpoint = {
  methods: ['POST'],
  receive: receiveUnreal,
  acknowledge: ({ eventId }) => new Response(hyphenated(eventId ?? ''), { headers: { 'content-type': 'text/plain' } }),
  tellsLimits: false,
};

async function receiveUnreal(call: IngestCall): Promise<Result<Receipt, Refused>> {
  const sender = await authenticate(call);
  if (!sender.ok) return sender;
  const { key } = sender.value;
  const spool = new Spool(call.env.FILES);
  try {
    const files = await unpack(call.request, spool);
    if (!files.ok) return fail({ ...files.error, key });
    return ok(await ingestCrash(call, sender.value, await crashOf(files.value, call.url.searchParams.get('UserID'))));
  } finally {
    call.context.waitUntil(spool.clear());
  }
}

interface UnrealFile {
  name: string;
  type: UnrealFileType;
  content: Spooled;
}

/** Inflates the container into the spool, within the limit of an envelope, and finds its files there. */
async function unpack(request: Request, spool: Spool): Promise<Result<UnrealFile[], Refusal>> {
  const body = openBody(request);
  if (!body.ok) return body;
  const compressed = new ByteReader(body.value, maxEnvelopeBytes);
  const isEmpty = await readable(() => compressed.isAtEnd());
  if (!isEmpty.ok) return isEmpty;
  if (isEmpty.value) return fail({ reason: 'empty_body' });
  const inflated = decodeBody(restOf(compressed), 'deflate');
  if (!inflated.ok) return inflated;
  const container = await readable(() => spool.put(limited(inflated.value)));
  if (!container.ok) return container;
  const found = await readContainer(container.value);
  if (!found.ok) return fail({ reason: 'invalid_unreal', cause: found.error.reason });
  const files: UnrealFile[] = [];
  for (const file of found.value) {
    const content = partOf(container.value, file);
    files.push({ name: file.name, type: unrealFileType(file.name, await content.read(0, Math.min(headBytes, content.bytes))), content });
  }
  return ok(files);
}

function partOf(container: Spooled, { at, bytes }: ContainedFile): Spooled {
  return {
    bytes,
    read: async (from, length) => (length === 0 ? new Uint8Array() : container.read(at + from, length)),
    stream: (from = 0, length = bytes - from) => container.stream(at + from, length),
  };
}

async function crashOf(files: readonly UnrealFile[], user: string | null): Promise<CrashUpload> {
  const uploads = files.map(uploadOf);
  const context = await readContextOf(files);
  const crumbs = await readLogsOf(files);
  // The game's SDK may have put its event into the context, or into files.
  const sent = parseEvent(Buffer.from(context?.game.get(payloadKey) ?? ''));
  const said = await crashPayload(sent.ok ? { event: sent.value } : {}, crashFilesAmong(uploads).filter(isAttached));
  const isUnreal = context !== null || crumbs.length > 0 || user !== null;
  const known = isUnreal ? unrealEvent(said ?? {}, { user, context, crumbs }) : said;
  const payload = await crashPayload(
    known ? { event: known } : {},
    crashFilesAmong(uploads).filter((file) => !isAttached(file)),
  );
  return { uploads, payload, report: context && unrealReport(context) };
}

function isAttached({ type }: { type: string }): boolean {
  return type === 'event.payload' || type === 'event.breadcrumbs';
}

const types: Readonly<Record<UnrealFileType, readonly [type: string, contentType: string]>> = {
  minidump: ['event.minidump', 'application/x-dmp'],
  'apple-report': ['event.applecrashreport', 'text/plain'],
  log: ['unreal.logs', 'text/plain'],
  context: ['unreal.context', 'text/xml'],
  config: ['event.attachment', 'application/octet-stream'],
  other: ['event.attachment', 'application/octet-stream'],
};

/** Files of Sentry's SDK for games, which it gives to the crash reporter. */
const sdkFiles: ReadonlyMap<string, string> = new Map([
  ['__sentry-event', 'event.payload'],
  ['__sentry-breadcrumb1', 'event.breadcrumbs'],
  ['__sentry-breadcrumb2', 'event.breadcrumbs'],
]);

function uploadOf({ name, type, content }: UnrealFile): Upload {
  const [attachmentType, contentType] = types[type];
  return { name, type: sdkFiles.get(name) ?? attachmentType, contentType, content };
}

async function readContextOf(files: readonly UnrealFile[]): Promise<UnrealContext | null> {
  const content = files.find(({ type }) => type === 'context')?.content;
  if (!content || content.bytes > maxEventBytes) return null;
  return readContext(new TextDecoder().decode(await content.read(0, content.bytes)));
}

const maxLines = 40;
/** Of a log, its end is read. */
const maxLogBytes = 256 * 1024;

async function readLogsOf(files: readonly UnrealFile[]): Promise<LogCrumb[]> {
  const crumbs: LogCrumb[] = [];
  for (const { content } of files.filter(({ type }) => type === 'log')) {
    if (crumbs.length >= maxLines) break;
    const from = Math.max(0, content.bytes - maxLogBytes);
    crumbs.push(...readLog(new TextDecoder().decode(await content.read(from, content.bytes - from)), maxLines, from === 0));
  }
  return crumbs.slice(0, maxLines);
}
