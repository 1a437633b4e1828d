import { fail, ok, type Result } from '../../result.ts';
import { isMinidump } from '../../minidump/read-minidump.ts';
import { Spool } from '../../storage/spool.ts';
import { authenticate } from '../authenticate.ts';
import type { IngestCall } from '../call.ts';
import { crashPayload } from '../crash-payload.ts';
import { hyphenated } from '../event-id.ts';
import { payloadOfForm } from '../form-payload.ts';
import { type CrashUpload, crashFilesAmong, ingestCrash } from '../ingest-crash.ts';
import type { Upload } from '../items/upload.ts';
import { openBody, readForm, readable, type Form, type FormFile } from '../read-form.ts';
import type { Receipt } from '../receipt.ts';
import type { Refusal, Refused } from '../refusal.ts';
import { dumpField, unwrapDump } from '../unwrap-dump.ts';
import type { Endpoint } from './endpoint.ts';

/** Where Breakpad, Crashpad and Electron send their dumps, as a form or bare. They know no 429, and read the id as text. */
export const minidumpEndpoint: Endpoint = {
  methods: ['POST'],
  receive: receiveMinidump,
  acknowledge: ({ eventId }) => new Response(hyphenated(eventId ?? ''), { headers: { 'content-type': 'text/plain' } }),
  tellsLimits: false,
};

async function receiveMinidump(call: IngestCall): Promise<Result<Receipt, Refused>> {
  const sender = await authenticate(call);
  if (!sender.ok) return sender;
  const { key } = sender.value;
  const spool = new Spool(call.env.FILES);
  try {
    const crash = await readUpload(call.request, spool);
    return crash.ok ? ok(await ingestCrash(call, sender.value, crash.value)) : fail({ ...crash.error, key });
  } finally {
    call.context.waitUntil(spool.clear());
  }
}

async function readUpload(request: Request, spool: Spool): Promise<Result<CrashUpload, Refusal>> {
  const body = openBody(request);
  if (!body.ok) return body;
  const form = await readDumpForm(body.value, request.headers.get('content-type'), spool);
  if (!form.ok) return form;

  const sent = form.value.files.find(({ name }) => name === dumpField);
  if (!sent) return fail({ reason: 'missing_minidump' });
  const unwrapped = await unwrapDump(sent, spool);
  if (!unwrapped.ok) return unwrapped;
  const { filename, content } = unwrapped.value;
  if (!isMinidump(await content.read(0, Math.min(4, content.bytes)))) return fail({ reason: 'invalid_minidump' });

  const others = form.value.files.filter((file) => file !== sent);
  const uploads: Upload[] = [
    { name: filename ?? 'minidump.dmp', type: 'event.minidump', contentType: 'application/x-dmp', content },
    ...others.map((file) => ({ name: file.filename ?? file.name, type: typeOf(file), contentType: file.contentType, content: file.content })),
  ];
  return ok({ uploads, payload: await crashPayload({ form: payloadOfForm(form.value.fields) }, crashFilesAmong(uploads)), report: null });
}

/** A bare dump is a form of nothing else. */
async function readDumpForm(body: ReadableStream<Uint8Array>, contentType: string | null, spool: Spool): Promise<Result<Form, Refusal>> {
  if (!/^\s*application\/(octet-stream|x-dmp)\s*(;|$)/i.test(contentType ?? ''))
    return readForm(body, contentType, spool, (field) => field === dumpField || fileTypes.has(field));
  const content = await readable(() => spool.put(body));
  if (!content.ok) return content;
  if (content.value.bytes === 0) return fail({ reason: 'missing_minidump' });
  return ok({ files: [{ name: dumpField, filename: null, contentType: null, content: content.value }], fields: [] });
}

/** Files that mean something, by the name of their field, which crash handlers take from the name of the file. */
const fileTypes: ReadonlyMap<string, string> = new Map([
  ['__sentry-event', 'event.payload'],
  ['__sentry-breadcrumb1', 'event.breadcrumbs'],
  ['__sentry-breadcrumb2', 'event.breadcrumbs'],
  ['view-hierarchy.json', 'event.view_hierarchy'],
]);

function typeOf({ name, filename }: FormFile): string {
  return fileTypes.get(name) ?? fileTypes.get(filename ?? '') ?? 'event.attachment';
}
