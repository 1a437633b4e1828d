import { fail, ok, type Result } from '../../result.ts';
import {
  countUploads,
  findUpload,
  maxUploadBytes,
  newUploadId,
  putUpload,
  readUploadId,
  type Upload,
  uploadLifetimeMs,
  writeUploadId,
} from '../../storage/uploads.ts';
import { appendToUpload } from '../append-upload.ts';
import { authenticate, type Sender } from '../authenticate.ts';
import type { IngestCall } from '../call.ts';
import { Intake } from '../intake.ts';
import type { Receipt } from '../receipt.ts';
import type { Refusal, Refused } from '../refusal.ts';
import { checkBody, checkVersion, isUploadType, readContentLength, readNewLength, readUploadLength, readUploadOffset, tusHeaders } from '../upload-headers.ts';
import type { Endpoint } from './endpoint.ts';

/** Where large attachments begin to be uploaded, by tus. An item of an envelope then refers to them. */
export const uploadsEndpoint: Endpoint = {
  methods: ['POST'],
  receive: (call) => withSender(call, createUpload),
  acknowledge: ({ headers = {} }) => new Response(null, { status: 201, headers }),
  tellsLimits: true,
  headers: tusHeaders,
};

/** Where an upload goes on. */
export const uploadEndpoint: Endpoint = {
  // A POST is one of the others, for clients that can do nothing else.
  methods: ['HEAD', 'PATCH', 'POST'],
  receive: (call) => withSender(call, goOn),
  acknowledge: ({ headers = {} }, { request }) => new Response(null, { status: methodOf(request) === 'HEAD' ? 200 : 204, headers }),
  tellsLimits: true,
  headers: tusHeaders,
};

/** Uploads that a project may begin in an hour: what is never referred to counts against no quota. */
const maxUploadsPerHour = 500;
const hourMs = 3_600_000;

type Step = (call: IngestCall, sender: Sender) => Promise<Result<Receipt, Refusal>>;

async function withSender(call: IngestCall, step: Step): Promise<Result<Receipt, Refused>> {
  const sender = await authenticate(call);
  if (!sender.ok) return sender;
  const version = checkVersion(call.request.headers);
  const result = version.ok ? await step(call, sender.value) : version;
  return result.ok ? result : fail({ ...result.error, key: sender.value.key });
}

async function createUpload(call: IngestCall, sender: Sender): Promise<Result<Receipt, Refusal>> {
  const { env, request, receivedAt } = call;
  const { projectId } = sender.key;
  const length = readNewLength(request.headers);
  if (!length.ok) return length;
  const hasBytes = isUploadType(request.headers);
  const refused = hasBytes ? refusalOfBody(request.headers, length.value ?? maxUploadBytes) : null;
  if (refused) return fail(refused);

  const intake = new Intake(call, sender);
  const limited = intake.limiter.refusal('attachment', length.value ?? 1);
  if (limited !== null) {
    const bytes = length.value ?? 0;
    return ok(intake.finish([{ outcome: { outcome: 'rate_limited', reason: limited }, category: 'attachment', quantity: bytes, bytes }], null));
  }
  const id = newUploadId(receivedAt);
  if ((await countUploads(env.FILES, projectId, id)) >= maxUploadsPerHour) return ok(tooMany(receivedAt));

  const upload: Upload = { id, length: length.value, offset: 0, parts: [], expiresAt: receivedAt + uploadLifetimeMs, usedBy: null };
  await putUpload(env.FILES, projectId, upload);
  const offset = hasBytes && request.body ? await appendToUpload(env.FILES, projectId, upload, request.body) : ok(0);
  if (!offset.ok) return offset;
  return ok(receiptOf(intake, { ...upload, offset: offset.value }, { location: locationOf(call, upload) }));
}

async function goOn(call: IngestCall, sender: Sender): Promise<Result<Receipt, Refusal>> {
  const { env, request, route, receivedAt } = call;
  const id = readUploadId(route.parameters.uploadId ?? '');
  const method = methodOf(request);
  if (method !== 'HEAD' && method !== 'PATCH') return fail({ reason: 'method_not_allowed' });
  const upload = id && (await findUpload(env.FILES, sender.key.projectId, id, receivedAt));
  if (!upload) return fail({ reason: 'not_found' });
  return method === 'HEAD' ? ok(receiptOf(new Intake(call, sender), upload, { 'cache-control': 'no-store' })) : appendBody(call, sender, upload);
}

async function appendBody(call: IngestCall, sender: Sender, known: Upload): Promise<Result<Receipt, Refusal>> {
  const { env, request } = call;
  const { projectId } = sender.key;
  const offset = readUploadOffset(request.headers);
  if (!offset.ok) return offset;
  const length = readUploadLength(request.headers);
  if (!length.ok) return length;
  const upload = { ...known, length: known.length ?? length.value };
  const refused = refusalOfLength(upload, length.value) ?? refusalOfBody(request.headers, (upload.length ?? maxUploadBytes) - upload.offset);
  if (offset.value !== upload.offset) return fail({ reason: 'upload_offset', offset: upload.offset });
  if (refused) return fail(refused);

  const intake = new Intake(call, sender);
  if (intake.limiter.refusal('attachment', upload.length ?? 1) !== null) return ok(intake.finish([], null));
  if (known.length !== upload.length) await putUpload(env.FILES, projectId, upload);
  const after = request.body ? await appendToUpload(env.FILES, projectId, upload, request.body) : ok(upload.offset);
  return after.ok ? ok(receiptOf(intake, { ...upload, offset: after.value })) : after;
}

/** What can be known of a body before it is read. */
function refusalOfBody(headers: Headers, maxBytes: number): Refusal | null {
  const body = checkBody(headers);
  if (!body.ok) return body.error;
  return (readContentLength(headers) ?? 0) > maxBytes ? { reason: 'upload_too_large', maxBytes } : null;
}

/** A length is said once, and what is there must fit. */
function refusalOfLength({ length, offset }: Upload, said: number | null): Refusal | null {
  if (said === null || (said === length && said >= offset)) return null;
  return { reason: 'upload_header', header: 'Upload-Length', problem: said < offset ? `${offset} bytes are there already` : 'it was another one before' };
}

function receiptOf(intake: Intake, { length, offset, expiresAt }: Upload, headers: Record<string, string> = {}): Receipt {
  return {
    ...intake.finish([], null),
    headers: {
      'upload-offset': String(offset),
      ...(length === null ? { 'upload-defer-length': '1' } : { 'upload-length': String(length) }),
      'upload-expires': new Date(expiresAt).toUTCString(),
      ...headers,
    },
  };
}

function tooMany(now: number): Receipt {
  const seconds = Math.ceil((hourMs - (now % hourMs)) / 1000);
  return { eventId: null, limits: { hasRefused: true, headers: { 'retry-after': String(seconds) } } };
}

/** A path, as Relay gives one: a proxy may stand before this. A key that came in the query comes with it, since a client adds nothing to what it was given. */
function locationOf({ url, route }: IngestCall, { id }: Upload): string {
  const key = url.searchParams.get('sentry_key');
  return `/api/${route.projectId}/upload/${writeUploadId(id)}/${key === null ? '' : `?${new URLSearchParams({ sentry_key: key })}`}`;
}

function methodOf(request: Request): string {
  return (request.method === 'POST' && request.headers.get('x-http-method-override')?.trim().toUpperCase()) || request.method;
}
