import { exports } from 'cloudflare:workers';
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { routes } from '../routes.ts';
import { origin } from '../fixtures.ts';
import { notate } from './notation.ts';
import type { OpenApi } from './openapi.ts';

const read = (path: string, init?: RequestInit) => exports.default.fetch(`${origin}${path}`, init);

describe('the document', () => {
  let reply: Response;
  let text: string;
  let document: OpenApi;
  beforeAll(async () => {
    reply = await read('/api/0/openapi.json');
    text = await reply.text();
    document = JSON.parse(text);
  });

  it('is there for everybody, and may be kept for a while', () => {
    expect([reply.status, reply.headers.get('content-type'), reply.headers.get('access-control-allow-origin'), reply.headers.get('cache-control')]).toEqual([
      200,
      'application/json',
      '*',
      'public, max-age=300',
    ]);
  });

  it('has every route, each under a name of its own', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(operations).toHaveLength(routes.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(routes.length);
  });

  it('says of each what is in its path, and which scope it takes', () => {
    for (const { method, path, scope } of routes) {
      const operation = document.paths[`/api/0${path.replaceAll(/:(\w+)/g, '{$1}')}`]?.[method.toLowerCase()];
      const inPath = operation?.parameters.filter((parameter) => parameter.in === 'path') ?? [];
      expect(inPath.map(({ name }) => name)).toEqual([...path.matchAll(/:(\w+)/g)].map(([, name]) => name));
      expect(inPath.filter(({ description }) => description === '')).toEqual([]);
      expect(operation?.security.flatMap(({ token }) => token)).toEqual(scope === 'open' || scope === 'signed in' ? [] : [scope]);
    }
  });

  it('refers to nothing that it does not have', () => {
    const referred = new Set([...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name));
    expect([...referred].toSorted()).toEqual(Object.keys(document.components.schemas).toSorted());
    expect(text).not.toContain('$defs');
  });

  it('tells an issue as the contract does, with what is optional', () => {
    expect(document.components.schemas['Issue']).toMatchObject({
      type: 'object',
      properties: { id: { $ref: '#/components/schemas/Id' }, culprit: { type: ['string', 'null'] }, firstRelease: {} },
      required: expect.not.arrayContaining(['firstRelease']),
    });
    const list = document.paths['/api/0/organizations/{org}/issues/']?.['get'];
    expect(list?.responses['200']).toMatchObject({
      content: { 'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Issue' } } } },
    });
    expect(list?.parameters).toContainEqual({
      name: 'project',
      in: 'query',
      required: false,
      description: expect.any(String),
      schema: { type: 'array', items: { type: 'string' } },
      explode: true,
    });
  });
});

describe('the page', () => {
  it('tells of every route, and lets nothing run but its own script', async () => {
    const reply = await read('/api/docs');
    const page = await reply.text();
    expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(page).not.toMatch(/ style=| on\w+=|<style|<script(?! src=)/);
    expect(page.match(/<details id="(?!schema-)/g)).toHaveLength(routes.length);
    expect(page).toContain('<code>X-Hits</code> says how many there are');
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(links.filter((id) => !page.includes(`id="${id}"`))).toEqual([]);
  });

  it('is read, not written', async () => {
    expect((await read('/api/docs/', { method: 'POST' })).status).toBe(405);
    const head = await read('/api/docs/', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });
});

describe('the notation', () => {
  it.each([
    [z.object({ id: z.string(), note: z.optional(z.nullable(z.string())) }), '{\n  id: string\n  note?: string | null\n}'],
    [z.array(z.enum(['a', 'b'])), 'Array<"a" | "b">'],
    [z.array(z.string()), 'string[]'],
    [z.tuple([z.number(), z.string()]), '[number, string]'],
    [z.record(z.string(), z.number()), '{ [name]: number }'],
    [z.array(z.object({ 'a-b': z.literal(1) })), 'Array<{\n  "a-b": 1\n}>'],
    [z.unknown(), 'any'],
  ])('of a schema reads as in TypeScript', (schema, text) => {
    expect(notate({ ...z.toJSONSchema(schema, { io: 'input' }) }).join('')).toBe(text);
  });
});
