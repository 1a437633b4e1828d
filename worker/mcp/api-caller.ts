import * as z from 'zod/mini';
import { api } from '../api/app.ts';
import type { Env } from '../env.ts';
import { fail, ok, type Result } from '../result.ts';

/** Asks the API on behalf of whoever holds the token: a tool can see and do what they can, and nothing else. */
export interface ApiCaller {
  /** `path` begins below /api/0. Fails with a sentence for who asked. */
  get<Schema extends z.core.$ZodType>(path: string, schema: Schema): Promise<Result<z.output<Schema>, string>>;
  /** A page of a list. */
  list<Schema extends z.core.$ZodType>(path: string, schema: Schema): Promise<Result<Listed<z.output<Schema>>, string>>;
  send<Schema extends z.core.$ZodType>(method: 'POST' | 'PUT', path: string, body: unknown, schema: Schema): Promise<Result<z.output<Schema>, string>>;
}

export interface Listed<Items> {
  items: Items;
  /** Null on the last page. */
  nextCursor: string | null;
}

/**
 * The API's own routes, called in place, without a request over the network: identity, scopes, tenancy and the checks of what is sent stand there once, and a test walks
 * all of them.
 */
export function createApiCaller(env: Env, context: ExecutionContext, { url, headers }: Request): ApiCaller {
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const own = new Headers({ authorization: headers.get('authorization') ?? '', 'content-type': 'application/json' });
    const init = { method, headers: own, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const address = new URL(`/api/0${path}`, url);
    // A name such as `..` would lead to something else than the tool asks for.
    if (address.pathname !== `/api/0${path.replace(/\?.*$/s, '')}`) return Response.json({}, { status: 404 });
    return api.fetch(new Request(address, init), env, context);
  };
  return {
    async get(path, schema) {
      return read(await ask('GET', path), schema);
    },
    async list(path, schema) {
      const reply = await ask('GET', path);
      const items = await read(reply, schema);
      return items.ok ? ok({ items: items.value, nextCursor: nextCursorOf(reply) }) : items;
    },
    async send(method, path, body, schema) {
      return read(await ask(method, path, body), schema);
    },
  };
}

async function read<Schema extends z.core.$ZodType>(reply: Response, schema: Schema): Promise<Result<z.output<Schema>, string>> {
  const json: unknown = reply.status === 204 ? null : await reply.json();
  if (!reply.ok) return fail(sentenceOf(reply.status, json));
  const parsed = z.safeParse(schema, json);
  if (!parsed.success) throw new Error(`The API answered something else than its contract says: ${z.prettifyError(parsed.error)}`);
  return ok(parsed.data);
}

const Detail = z.object({ detail: z.string() });
const Moved = z.object({ slug: z.string() });
const Fields = z.record(z.string(), z.array(z.string()));

/** What the API says, in words that help to ask better. */
function sentenceOf(status: number, json: unknown): string {
  if (status === 404) return 'Not found, or not in an organization of this token.';
  const moved = z.safeParse(Moved, json);
  if (moved.success) return `The project is called ${moved.data.slug} by now.`;
  if (status >= 500) return 'Picket could not answer. Try again.';
  const detail = z.safeParse(Detail, json);
  if (detail.success) return status === 403 ? `${detail.data.detail} The token may lack a scope.` : detail.data.detail;
  const fields = z.safeParse(Fields, json);
  if (!fields.success) return `The API answered ${status}.`;
  return Object.entries(fields.data)
    .map(([name, texts]) => `${name}: ${texts.join(' ')}`)
    .join('\n');
}

function nextCursorOf(reply: Response): string | null {
  return /rel="next"; results="true"; cursor="([^"]+)"/.exec(reply.headers.get('link') ?? '')?.[1] ?? null;
}
