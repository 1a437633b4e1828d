import { once } from 'node:events';
import { createServer } from 'node:http';

type Answer = { status: number; code?: number; result: unknown };
type Named = Record<string, unknown>;

export interface FakeCloudflare {
  /** What wrangler needs in its environment to talk to it. */
  environment: Record<string, string>;
  /** Requests that changed the account, as `METHOD /path`, in order. Empties the list. */
  takeChanges(): string[];
  stop(): void;
}

/**
 * An empty account behind as much of Cloudflare's API as `npm run deploy` uses, for wrangler itself to talk to. It remembers what was created and believes
 * everything else.
 */
export async function startCloudflare(): Promise<FakeCloudflare> {
  const account = {
    databases: new Map<string, Named>(),
    buckets: new Map<string, Named>(),
    queues: new Map<string, Named>(),
    pages: new Map<string, Named>(),
    hasWorker: false,
  };
  const changes: string[] = [];

  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const path = pathname.replace('/accounts/an-account', '');
      const method = request.method ?? 'GET';
      const { status, result, code } = answer(method, path, searchParams, Buffer.concat(chunks).toString('latin1'));
      if (method !== 'GET' && status === 200) changes.push(`${method} ${path}`);
      const errors = status === 200 ? [] : [{ code: code ?? 1000, message: `${method} ${path}` }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ success: status === 200, errors, messages: [], result }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The account has no port');

  return {
    environment: { CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${address.port}`, CLOUDFLARE_API_TOKEN: 'a-token', CLOUDFLARE_ACCOUNT_ID: 'an-account' },
    takeChanges: () => changes.splice(0),
    stop: () => server.close(),
  };

  function answer(method: string, path: string, query: URLSearchParams, body: string): Answer {
    switch (`${method} ${path}`) {
      case 'GET /user/tokens/verify':
        return found({ status: 'active' });
      case 'GET /user':
        return found({ id: 'a-user', email: 'a@example.com' });
      case 'GET /accounts':
        return found([{ id: 'an-account', name: 'Acme' }]);
      case 'GET /memberships':
        return found([{ account: { id: 'an-account', name: 'Acme' }, roles: [] }]);
      case 'GET /d1/database':
        return found([...account.databases.values()]);
      case 'POST /d1/database':
        return create(account.databases, body, (name) => ({ uuid: `00000000-0000-4000-8000-${String(account.databases.size).padStart(12, '0')}`, name }));
      case 'POST /r2/buckets':
        return create(account.buckets, body, (name) => ({ name }));
      case 'GET /queues':
        return found([...account.queues.values()].filter((queue) => !query.has('name') || queue.queue_name === query.get('name')));
      case 'POST /queues':
        return create(account.queues, body, (name) => ({ queue_id: name, queue_name: name, consumers: [], producers: [] }));
      case 'GET /pages/projects':
        return found([...account.pages.values()]);
      case 'POST /pages/projects':
        return create(account.pages, body, (name) => ({
          name,
          subdomain: `${name}.pages.dev`,
          domains: [`${name}.pages.dev`],
          production_branch: 'main',
          deployment_configs: { production: {}, preview: {} },
        }));
      case 'GET /pages/projects/picket/upload-token':
        return found({ jwt: `a.${Buffer.from(JSON.stringify({ exp: 4e9, max_file_count_allowed: 20_000 })).toString('base64')}.c` });
      case 'POST /pages/assets/check-missing':
        return found([]);
      case 'PUT /workers/scripts/picket':
        account.hasWorker = true;
        return found({ id: 'picket', etag: 'e', deployment_id: 'd', startup_time_ms: 5, available_on_subdomain: true });
      case 'GET /workers/scripts/picket/secrets':
        return account.hasWorker ? found([{ name: 'SETUP_TOKEN', type: 'secret_text' }]) : missing(10_007);
      case 'GET /workers/services/picket':
        return account.hasWorker
          ? found({ id: 'picket', default_environment: { environment: 'production', script: { last_deployed_from: 'wrangler' } } })
          : missing(10_090);
      case 'GET /workers/workers/picket':
        return found({ id: 'picket', name: 'picket', subdomain: { enabled: true, previews_enabled: true }, references: {} });
      case 'GET /workers/subdomain':
        return found({ subdomain: 'picket-has-no-such-address' });
      case 'POST /workers/scripts/picket/assets-upload-session':
        return found({ jwt: 'x.y.z', buckets: [] });
      case 'GET /workers/scripts/picket/deployments':
        return found({ deployments: [] });
    }
    const bucket = /^\/r2\/buckets\/(.+)$/.exec(path)?.[1];
    if (bucket) return account.buckets.has(bucket) ? found(account.buckets.get(bucket)) : missing(10_006);
    if (path === '/pages/projects/picket') return account.pages.has('picket') ? found(account.pages.get('picket')) : missing(8_000_007);
    if (path.startsWith('/pages/projects/picket/deployments')) {
      return found({
        id: 'a-deployment',
        url: 'https://a.picket.pages.dev',
        project_name: 'picket',
        environment: 'production',
        aliases: [],
        latest_stage: { name: 'deploy', status: 'success' },
        stages: [],
      });
    }
    if (/^\/d1\/database\/[^/]+\/query$/.test(path)) return found([{ results: [], success: true, meta: { duration: 1 } }]);
    if (path.endsWith('/settings')) return missing(10_007);
    return found(path.endsWith('/consumers') && method === 'GET' ? [] : {});
  }
}

function found(result: unknown): Answer {
  return { status: 200, result };
}

function missing(code: number): Answer {
  return { status: 404, code, result: null };
}

function create(kind: Map<string, Named>, body: string, build: (name: string) => Named): Answer {
  const { name, queue_name: queueName }: { name?: string; queue_name?: string } = JSON.parse(body);
  const key = name ?? queueName ?? '';
  if (kind.has(key)) return { status: 409, code: 10_004, result: null };
  kind.set(key, build(key));
  return found(kind.get(key));
}
