import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it, vi } from 'vitest';
import { aProject, type TestProject } from './ingest.fixture.ts';
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
