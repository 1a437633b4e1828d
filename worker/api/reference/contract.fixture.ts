import { expect } from 'vitest';
import * as z from 'zod/mini';
import { ErrorReply, FieldErrors } from '../contract/values.ts';
import { type Route, routes } from '../routes.ts';
import type { Description } from './description.ts';
import { descriptions } from './descriptions.ts';

/** `METHOD /path` of the routes that answered a request of this file's tests as their descriptions say. */
export const answeredRoutes = new Set<string>();

/**
 * Holds a reply of the API, and the request that it is of, against the description of the route. Every status has to be one that is described, no field may be
 * missing, wrong or too many, and what is accepted has to be what is described.
 */
export async function checkExchange(method: string, url: URL, body: string | undefined, reply: Response): Promise<void> {
  const route = routes.find((one) => one.method === method && patternOf(one).test(url.pathname));
  if (!route) return;
  const label = `${route.method} ${route.path}`;
  const description = new Map<string, Description>(Object.entries(descriptions)).get(label);
  if (!description) throw new Error(`${label} has no description`);
  if (reply.status >= 300) return checkRefusal(label, reply);
  checkQuery(label, description, url);
  checkBody(label, description, body);
  await checkReply(label, description, url, reply);
  answeredRoutes.add(label);
}

function patternOf({ path }: Route): RegExp {
  return new RegExp(`^/api/0${path.slice(0, -1).replaceAll(/:\w+/g, '[^/]+')}/?$`);
}

async function checkRefusal(label: string, reply: Response): Promise<void> {
  if (reply.status < 400) return;
  const json: unknown = await reply.json();
  expectWhole(`The refusal of ${label}`, z.union([ErrorReply, FieldErrors]), json);
}

function checkQuery(label: string, { query = {} }: Description, url: URL): void {
  // Names that nobody could mean are there to be passed over.
  const unknown = [...url.searchParams.keys()].filter((name) => !(name in query) && name.length < 100);
  expect(unknown, `Parameters that the description of ${label} does not name`).toEqual([]);
}

function checkBody(label: string, { body }: Description, sent: string | undefined): void {
  if (sent === undefined || sent === '') return;
  if (!body) throw new Error(`${label} takes no body by its description`);
  expect(body.safeParse(JSON.parse(sent)), `What ${label} accepted`).toMatchObject({ success: true });
}

async function checkReply(label: string, { replies, mayBeBytes, textType }: Description, url: URL, reply: Response): Promise<void> {
  const schema = replies[reply.status];
  if (schema === undefined) throw new Error(`${label} answers ${reply.status}, which its description does not name`);
  if (reply.status === 101) return;
  if (mayBeBytes && url.searchParams.has('download')) return;
  const text = await reply.text();
  if (textType && (reply.status === 200 || reply.status === 206)) return expect(reply.headers.get('content-type')).toContain(textType);
  if (schema === null) return expect(text, `${label} answers ${reply.status} without a body`).toBe('');
  expect(reply.headers.get('content-type')).toMatch(/^application\/json/);
  expectWhole(`The reply of ${label}`, schema, JSON.parse(text));
}

/** A schema leaves out what it does not know, so whatever is left out was too many. */
function expectWhole(name: string, schema: z.ZodMiniType, json: unknown): void {
  const read = schema.safeParse(json);
  if (!read.success) throw new Error(`${name}: ${z.prettifyError(read.error)}`);
  expect(json, `${name} has no more than is described`).toEqual(read.data);
}
