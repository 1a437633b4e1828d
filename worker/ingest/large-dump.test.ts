import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { aDump } from '../minidump/minidump.fixture.ts';
import { listAttachments } from '../storage/attachments.ts';
import { aProject, storedEvent, type TestProject } from './ingest.fixture.ts';
import { handleIngest } from './ingest.ts';
import { routeIngest } from './route.ts';

const mebibyte = 1024 * 1024;
const dumpBytes = 30 * mebibyte;
/** Two parts of an upload, and what is on its way: an isolate has 128 MiB for all of its requests. */
const maxHeldBytes = 20 * mebibyte;

/** The dump as it comes over the network, and how much of it was neither stored nor still to come. */
class Sent {
  taken = 0;
  stored = 0;
  mostHeld = 0;
  longestRead = 0;

  stream(head: Uint8Array, around: { before: string; behind: string }): ReadableStream<Uint8Array> {
    const chunk = new Uint8Array(256 * 1024);
    let isBegun = false;
    return new ReadableStream(
      {
        pull: (controller) => {
          if (!isBegun) {
            isBegun = true;
            controller.enqueue(Buffer.concat([Buffer.from(around.before), head]));
            this.taken = head.length;
          } else if (this.taken < dumpBytes) {
            const bytes = Math.min(chunk.length, dumpBytes - this.taken);
            this.taken += bytes;
            controller.enqueue(chunk.slice(0, bytes));
          } else {
            controller.enqueue(Buffer.from(around.behind));
            controller.close();
          }
          this.mostHeld = Math.max(this.mostHeld, this.taken - this.stored);
        },
      },
      { highWaterMark: 0 },
    );
  }

  /** R2 that is watched: what goes in by parts, and how much of an object is read at once into memory. */
  files(): R2Bucket {
    const watchUpload = (upload: R2MultipartUpload): R2MultipartUpload =>
      watched(upload, {
        uploadPart: async (number: number, part: Uint8Array) => {
          const uploaded = await upload.uploadPart(number, part);
          this.stored += part.length;
          return uploaded;
        },
      });
    return watched(env.FILES, {
      createMultipartUpload: async (key: string) => watchUpload(await env.FILES.createMultipartUpload(key)),
      get: async (key: string, options?: R2GetOptions) => {
        const object = await env.FILES.get(key, options);
        return (
          object &&
          watched(object, {
            arrayBuffer: async () => {
              const bytes = await object.arrayBuffer();
              this.longestRead = Math.max(this.longestRead, bytes.byteLength);
              return bytes;
            },
          })
        );
      },
    });
  }
}

/** Other things than methods are handed on as they are. */
function watched<Target extends object>(target: Target, instead: Record<string, unknown>): Target {
  return new Proxy(target, {
    get(_, name) {
      const own = typeof name === 'string' ? instead[name] : undefined;
      const value: unknown = own ?? Reflect.get(target, name, target);
      return typeof value === 'function' && own === undefined ? value.bind(target) : value;
    },
  });
}

async function send(project: TestProject, sent: Sent, body: ReadableStream<Uint8Array>, headers: Record<string, string>): Promise<Response> {
  const url = new URL(`https://picket.example/api/${project.projectId}/minidump/?sentry_key=${project.publicKey}`);
  const route = routeIngest(url.pathname);
  if (!route) throw new Error('No route');
  const context = createExecutionContext();
  const answer = await handleIngest({ ...env, FILES: sent.files() }, context, new Request(url, { method: 'POST', body, headers }), url, route);
  await waitOnExecutionContext(context);
  return answer;
}

const head = aDump({ crash: { code: 11, flags: 1 }, modules: [{ name: 'shop', base: 0x1000n, size: 0x1000 }] });
const partHead = '--b\r\nContent-Disposition: form-data; name="upload_file_minidump"; filename="a.dmp"\r\n\r\n';

describe('a dump of 30 MiB', () => {
  it.each<[what: string, around: { before: string; behind: string }, type: string]>([
    ['in a form', { before: partHead, behind: '\r\n--b--\r\n' }, 'multipart/form-data; boundary=b'],
    ['bare', { before: '', behind: '\r' }, 'application/x-dmp'],
  ])('%s goes through without being held', { timeout: 60_000 }, async (_, around, type) => {
    const project = await aProject();
    const sent = new Sent();
    const answer = await send(project, sent, sent.stream(head, around), { 'content-type': type });
    const eventId = (await answer.text()).replaceAll('-', '');
    expect(answer.status).toBe(200);
    expect((await storedEvent(project, eventId)).exception?.values).toMatchObject([{ type: 'SIGSEGV / SEGV_MAPERR' }]);
    const [attachment] = await listAttachments(env.FILES, project.projectId, eventId);
    expect([attachment?.name, Math.floor((attachment?.bytes ?? 0) / mebibyte)]).toEqual([type.startsWith('m') ? 'a.dmp' : 'minidump.dmp', 30]);
    expect(sent.stored).toBeGreaterThanOrEqual(dumpBytes);
    expect(sent.mostHeld).toBeLessThan(maxHeldBytes);
    expect(sent.longestRead).toBeLessThan(mebibyte);
    expect((await env.FILES.list({ prefix: 'spool/' })).objects).toEqual([]);
  });
});
