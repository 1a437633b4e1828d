import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { listAttachments } from '../storage/attachments.ts';
import { anEventId, aProject, eventIdsOf, eventually, type TestProject } from './ingest.fixture.ts';
import { handleIngest } from './ingest.ts';
import { routeIngest } from './route.ts';

type Put = (key: string, value: ReadableStream<Uint8Array>) => Promise<R2Object>;

/** R2 of which one method does something else. */
function filesWith(fault: { put: Put } | { head: () => Promise<never> }): R2Bucket {
  return new Proxy(env.FILES, {
    get(files, name: keyof R2Bucket) {
      if (name in fault) return Object.entries(fault)[0]?.[1];
      return files[name].bind(files);
    },
  });
}

async function send(project: TestProject, body: BodyInit, bindings: Partial<typeof env>): Promise<Response> {
  const url = new URL(`https://picket.example/api/${project.projectId}/envelope/?sentry_key=${project.publicKey}&sentry_version=7`);
  const route = routeIngest(url.pathname);
  if (!route) throw new Error('No route');
  const context = createExecutionContext();
  const answer = await handleIngest({ ...env, ...bindings }, context, new Request(url, { method: 'POST', body }), url, route);
  await waitOnExecutionContext(context);
  return answer;
}

const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined);
const away = (): Promise<never> => Promise.reject(new Error('R2 is away, says the secret of the test'));

describe('while R2 is away', () => {
  it.concurrent.each<[string, R2Bucket]>([
    ['before it was asked to take anything', filesWith({ head: away })],
    ['at once', filesWith({ put: away })],
    [
      'in the middle',
      filesWith({
        async put(_, value) {
          const reader = value.getReader();
          await reader.read();
          return away();
        },
      }),
    ],
    [
      'in the middle, and hangs up',
      filesWith({
        async put(_, value) {
          await value.cancel('enough');
          return away();
        },
      }),
    ],
    [
      'at the end',
      filesWith({
        async put(_, value) {
          await value.pipeTo(new WritableStream());
          return away();
        },
      }),
    ],
  ])('the event of an envelope is kept when its attachment fails %s', async (_, files) => {
    const project = await aProject();
    const eventId = anEventId();
    const attachment = new Uint8Array(300_000).fill(97);
    const body = new Blob([
      `{"event_id":"${eventId}"}\n{"type":"attachment","length":300000,"filename":"big"}\n`,
      attachment,
      '\n{"type":"event"}\n{"message":"kept"}\n{"type":"attachment","length":2}\nhi\n',
    ]);
    const answer = await send(project, body, { FILES: files });
    expect([answer.status, await answer.json()]).toEqual([200, { id: eventId }]);
    await eventually(
      () => eventIdsOf(project),
      (ids) => ids.includes(eventId),
    );
    expect(await listAttachments(env.FILES, project.projectId, eventId)).toEqual([]);
    const outcomes = async () => {
      const query = 'select category, outcome, reason, quantity from outcomes where project_id = ? order by category';
      return (await env.DB.prepare(query).bind(project.projectId).all()).results;
    };
    expect(await eventually(outcomes, (rows) => rows.length > 0)).toEqual([
      { category: 'attachment', outcome: 'invalid', reason: 'internal', quantity: 300_002 },
      { category: 'error', outcome: 'accepted', reason: '', quantity: 1 },
    ]);
  });

  it('an attachment that is cut is still the fault of its client', async () => {
    const answer = await send(await aProject(), '{}\n{"type":"attachment","length":50}\ncut', { FILES: filesWith({ put: away }) });
    expect(answer.status).toBe(400);
  });
});

it('says so in JSON, to pages of other origins as well, when nothing can be stored, and tells nothing of how', async () => {
  const unreachable = new Proxy(env.ISSUES, {
    get: () => () => {
      throw new Error('says the secret of the test');
    },
  });
  const body = '{}\n{"type":"event"}\n{"message":"lost"}\n';
  const answer = await send(await aProject(), body, { ISSUES: unreachable, FILES: filesWith({ put: away }) });
  expect(answer.status).toBe(500);
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  const { detail, causes }: { detail: string; causes: string[] } = await answer.json();
  expect([detail, causes]).toEqual(['internal error', [expect.stringMatching(/^the log tells more under [\da-f-]{36}$/)]]);
  const requestId = causes[0]?.split(' ').at(-1) ?? '';
  expect(logged).toHaveBeenLastCalledWith(expect.stringContaining(requestId), expect.any(Error));
});
