import * as z from 'zod/mini';
import { ErrorReply, FieldErrors } from '../contract/values.ts';
import { type Route, routes } from '../routes.ts';
import { version } from '../version.ts';
import { type Description, type Parameter, topics } from './description.ts';
import { descriptions } from './descriptions.ts';
import { nameSchemas } from './named-schemas.ts';

/** JSON Schema, draft 2020-12. */
export type Schema = Record<string, unknown>;

export interface OpenApiParameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  description: string;
  schema: Schema;
  /** Whether `a=1&a=2` is how several are named. */
  explode?: boolean;
}

export interface Operation {
  operationId: string;
  tags: string[];
  summary: string;
  security: Record<string, string[]>[];
  parameters: OpenApiParameter[];
  requestBody?: { required: true; content: Content };
  responses: Record<string, { description: string; content?: Content; $ref?: never } | { $ref: string }>;
}

type Content = Record<string, { schema: Schema }>;

/** OpenAPI 3.1. */
export interface OpenApi {
  openapi: '3.1.1';
  info: { title: string; version: string; description: string };
  servers: { url: string }[];
  tags: { name: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema>; responses: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

/** The whole API. It takes some milliseconds, so nothing but the reference should ask for it. */
export function buildOpenApi(): OpenApi {
  const schemas = new SchemaWriter();
  const paths: OpenApi['paths'] = {};
  for (const route of routes) {
    const description = descriptions[`${route.method} ${route.path}`];
    if (description) (paths[templateOf(route)] ??= {})[route.method.toLowerCase()] = operationOf(route, description, schemas);
  }
  const refusal = schemas.write(z.union([ErrorReply, FieldErrors]));
  return {
    openapi: '3.1.1',
    info: {
      title: 'Picket',
      version,
      description:
        'Sentry’s paths and shapes, with ids as strings and dates in ISO 8601, UTC. Replies may get further fields at any time. The last slash of a path may be left out.',
    },
    servers: [{ url: '/' }],
    tags: topics.map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas.named(),
      responses: { Refusal: { description: 'What was wrong, as a sentence or by field.', content: json(refusal) } },
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'An API token. It does what its scopes and the role of its user allow.' } },
    },
  };
}

function templateOf({ path }: Route): string {
  return `/api/0${path.replaceAll(/:(\w+)/g, '{$1}')}`;
}

function operationOf(route: Route, { topic, summary, query = {}, body, replies, mayBeBytes, textType }: Description, schemas: SchemaWriter): Operation {
  const responses = Object.entries(replies).map(([status, reply]): [string, Operation['responses'][string]] => {
    const bytes = mayBeBytes ? { 'application/octet-stream': { schema: {} } } : {};
    if (textType && status === '200') return [status, { description: 'Done', content: { [textType]: { schema: { type: 'string' } } } }];
    return [status, reply === null ? { description: 'Done' } : { description: 'Done', content: { ...json(schemas.write(reply)), ...bytes } }];
  });
  return {
    operationId: operationIdOf(route),
    tags: [topic],
    summary,
    security: route.scope === 'open' ? [] : [{ token: route.scope === 'signed in' ? [] : [route.scope] }],
    parameters: [...pathParametersOf(route), ...Object.entries(query).map(([name, parameter]) => queryParameter(name, parameter))],
    ...(body ? { requestBody: { required: true, content: json(schemas.write(body)) } } : {}),
    responses: { ...Object.fromEntries(responses), '4XX': { $ref: '#/components/responses/Refusal' } },
  };
}

/** `getOrganizationsOrgIssues`: it changes only with the route. */
function operationIdOf({ method, path }: Route): string {
  const words = path.split(/[/:_-]+/).filter((word) => word !== '');
  return method.toLowerCase() + (words.length === 0 ? 'Index' : words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(''));
}

const pathTexts: Record<string, string> = {
  org: 'Id or slug of the organization.',
  project: 'Id or slug of the project.',
  team: 'Id or slug of the team.',
  member: 'Id of the membership, or `me`.',
  issue: 'Id or short id of the issue.',
  event: 'Id of the event.',
  key: 'Public part of the key.',
  query: 'Id of the saved question.',
  view: 'Id of the saved view.',
  capture: 'Id of the captured request.',
  tag: 'Key of the tag.',
  share: 'Id of the share.',
  version: 'Version of the release, percent-encoded.',
  note: 'Id of the comment.',
  filter: 'Id of the filter.',
  attachment: 'Id of the attachment.',
  codeowners: 'Id of the file.',
  tombstone: 'Id of the tombstone.',
};

function pathParametersOf({ path }: Route): OpenApiParameter[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: pathTexts[name] ?? '',
    schema: { type: 'string' },
  }));
}

function queryParameter(name: string, { text, isRequired = false, repeats = false, values }: Parameter): OpenApiParameter {
  const one: Schema = values ? { type: 'string', enum: values } : { type: 'string' };
  const shape = repeats ? { schema: { type: 'array', items: one }, explode: true } : { schema: one };
  return { name, in: 'query', required: isRequired, description: text, ...shape };
}

function json(schema: Schema): Content {
  return { 'application/json': { schema } };
}

/** Writes schemas of the contract as JSON Schema; what has a name there is written once and referred to. */
class SchemaWriter {
  readonly #names = nameSchemas();
  readonly #named: Record<string, Schema> = {};

  /** As what may be sent: a reply may have more fields than are told here. */
  write(schema: z.core.$ZodType): Schema {
    const { $schema: _draft, $defs = {}, ...written } = z.toJSONSchema(schema, { metadata: this.#names, io: 'input', unrepresentable: 'any' });
    for (const [name, definition] of Object.entries($defs)) this.#named[name] = refer(definition);
    return refer(written);
  }

  /** All that was referred to, by name. */
  named(): Record<string, Schema> {
    return Object.fromEntries(Object.entries(this.#named).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  }
}

/** With references into the document instead of into the schema. */
function refer(schema: object): Schema {
  return JSON.parse(
    JSON.stringify(schema, (key, value: unknown) => (key === '$ref' && typeof value === 'string' ? value.replace('#/$defs/', '#/components/schemas/') : value)),
  );
}
