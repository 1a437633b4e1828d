import { HTTPException } from 'hono/http-exception';
import type { CaptureHead } from '../mirror/capture-head.ts';
import {
  type CaptureRow,
  type CaptureShelf,
  findCapture,
  listCaptures,
  openCaptureBody,
  readCaptureHead,
  removeCapture,
  removeCapturesBefore,
  shelfOfProject,
  shelfOfStrays,
} from '../storage/captures.ts';
import type { ScopedProject } from '../storage/scope.ts';
import type { OrganizationCall, ProjectCall } from './call.ts';
import { readKept, serializeCapture, serializeDetail } from './capture-detail.ts';
import { curlOf, fixtureOf } from './capture-files.ts';
import { CaptureFate } from './contract/capture.ts';
import { cutPage, linkHeader } from './cursor.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { badRequest, notFound } from './refusals.ts';

/** Captures of a project, or of an organization those that no project could be found for. */
interface ShelfCall {
  call: OrganizationCall;
  shelf: CaptureShelf;
  project: ScopedProject | null;
}

type Answer<Of extends OrganizationCall> = (call: Of) => Promise<Response>;

export function ofCapturesOfProject(answer: (call: ShelfCall) => Promise<Response>): Answer<ProjectCall> {
  return (call) => answer({ call, shelf: shelfOfProject(call.project), project: call.project });
}

export function ofStrays(answer: (call: ShelfCall) => Promise<Response>): Answer<OrganizationCall> {
  return (call) => answer({ call, shelf: shelfOfStrays(call.organization), project: null });
}

export async function listOfShelf({ call: { url }, shelf }: ShelfCall): Promise<Response> {
  const { searchParams } = url;
  const cursor = readCursor(searchParams, /^\d{1,15}$/);
  const limit = readPageSize(searchParams);
  const fate = searchParams.get('status') || null;
  const known = fate === null ? null : CaptureFate.options.find((option) => option === fate);
  if (known === undefined) throw badRequest(`Invalid status '${fate}'.`);
  const filter = { fate: known, sdk: searchParams.get('sdk') || null, keyEnd: searchParams.get('key') || null };
  const read = await listCaptures(shelf, filter, cursor && { id: Number(cursor.id), isBefore: cursor.isBefore }, limit + 1);
  const page = cutPage(read, cursor, limit, ({ id, capturedAt }) => ({ value: capturedAt, id: String(id) }));
  return Response.json(page.items.map(serializeCapture), { headers: { link: linkHeader(url, ['status', 'sdk', 'key', ...pageSizeParameters], page) } });
}

export async function readOfShelf(of: ShelfCall): Promise<Response> {
  const { row, head } = await find(of);
  return Response.json(await serializeDetail(of.call.env, of.project, row, head));
}

export async function deleteOfShelf(of: ShelfCall): Promise<Response> {
  const { row } = await find(of);
  await removeCapture(of.call.env, of.shelf, row.id);
  return new Response(null, { status: 204 });
}

export async function emptyShelf({ call, shelf }: ShelfCall): Promise<Response> {
  await removeCapturesBefore(call.env, shelf, call.now + 1);
  return new Response(null, { status: 204 });
}

/** The bytes as they are kept, or a range of them; with `decoded` before compression. */
export async function readBodyOfShelf(of: ShelfCall): Promise<Response> {
  const { env, url, request } = of.call;
  const { row, head } = await find(of);
  const name = `capture-${row.id}`;
  const decoded = url.searchParams.has('decoded') ? (await readKept(env, row, head.encoding)).bytes : null;
  const total = decoded?.length ?? row.keptBytes;
  const range = readRange(request.headers.get('range'), total);
  if (range === 'unsatisfiable') throw unsatisfiable(total);
  const { offset, length } = range ?? { offset: 0, length: total };
  const body = decoded ? decoded.subarray(offset, offset + length) : await openCaptureBody(env, row, { offset, length });
  if (!body) throw notFound();
  const headers = { ...fileHeaders(`${name}.bin`), 'accept-ranges': 'bytes', 'content-length': String(length) };
  return range
    ? new Response(body, { status: 206, headers: { ...headers, 'content-range': `bytes ${offset}-${offset + length - 1}/${total}` } })
    : new Response(body, { headers });
}

export async function downloadOfShelf(of: ShelfCall): Promise<Response> {
  const { env, url } = of.call;
  const { row, head } = await find(of);
  const name = `capture-${row.id}`;
  switch (url.searchParams.get('format') ?? 'envelope') {
    case 'envelope':
      return new Response((await readKept(env, row, head.encoding)).bytes, { headers: fileHeaders(`${name}.envelope`) });
    case 'curl':
      return new Response(curlOf(row, head), { headers: fileHeaders(`${name}.sh`) });
    case 'fixture': {
      const stream = await openCaptureBody(env, row, { offset: 0, length: row.keptBytes });
      const body = new Uint8Array(await new Response(stream).arrayBuffer());
      return new Response(fixtureOf(row, head, body), { headers: fileHeaders(`${name}.tar`) });
    }
    default:
      throw badRequest('The format is envelope, curl or fixture.');
  }
}

async function find({ call, shelf }: ShelfCall): Promise<{ row: CaptureRow; head: CaptureHead }> {
  const id = call.parameter('capture');
  const row = /^\d{1,15}$/.test(id) ? await findCapture(shelf, Number(id)) : null;
  const head = row && (await readCaptureHead(call.env, row));
  if (!row || !head) throw notFound();
  return { row, head };
}

/** Strangers wrote these bytes, so no browser may show them as a page. */
function fileHeaders(name: string): Record<string, string> {
  return {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="${name}"`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
  };
}

function unsatisfiable(total: number): HTTPException {
  const detail = `There are ${total} bytes.`;
  return new HTTPException(416, { res: Response.json({ detail }, { status: 416, headers: { 'content-range': `bytes */${total}` } }) });
}

/** One range of bytes; null for all, which is also what other kinds of ranges get. */
function readRange(header: string | null, total: number): { offset: number; length: number } | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,12})-(\d{0,12})$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return null;
  const offset = from === '' ? Math.max(0, total - Number(to)) : Number(from);
  const end = from === '' || to === '' ? total : Math.min(total, Number(to) + 1);
  return offset >= end ? 'unsatisfiable' : { offset, length: end - offset };
}
