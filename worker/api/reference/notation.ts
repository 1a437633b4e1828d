import type { Schema } from './openapi.ts';

/** A part of the text, or the name of a schema, which wants a link. */
export type Piece = string | { name: string };

/** A schema in the notation of TypeScript, which is shorter than its own and which readers of an API know. */
export function notate(schema: Schema, indent = ''): Piece[] {
  const { $ref, type, properties, items, prefixItems, additionalProperties, anyOf, oneOf, allOf } = schema;
  if (typeof $ref === 'string') return [{ name: $ref.split('/').at(-1) ?? '' }];
  if ('const' in schema) return [JSON.stringify(schema['const'])];
  if (Array.isArray(schema['enum'])) return [schema['enum'].map((value) => JSON.stringify(value)).join(' | ')];
  const choices = [anyOf, oneOf].find(Array.isArray);
  if (choices)
    return join(
      choices.map((choice) => notate(asSchema(choice), indent)),
      ' | ',
    );
  if (Array.isArray(allOf))
    return join(
      allOf.map((part) => notate(asSchema(part), indent)),
      ' & ',
    );
  if (Array.isArray(type)) return [type.join(' | ')];
  if (Array.isArray(prefixItems))
    return [
      '[',
      ...join(
        prefixItems.map((item) => notate(asSchema(item), indent)),
        ', ',
      ),
      ']',
    ];
  if (type === 'array') return arrayOf(notate(asSchema(items), indent));
  if (isSchema(properties)) return fieldsOf(properties, Array.isArray(schema['required']) ? schema['required'] : [], indent);
  if (type === 'object') return isSchema(additionalProperties) ? ['{ [name]: ', ...notate(additionalProperties, indent), ' }'] : ['object'];
  if (type === 'integer') return ['integer'];
  return [typeof type === 'string' ? type : 'any'];
}

function fieldsOf(properties: Schema, required: readonly unknown[], indent: string): Piece[] {
  const inner = `${indent}  `;
  const fields = Object.entries(properties).flatMap(([name, property]): Piece[] => [
    `${inner}${/^\w+$/.test(name) ? name : JSON.stringify(name)}${required.includes(name) ? '' : '?'}: `,
    ...notate(asSchema(property), inner),
    '\n',
  ]);
  return fields.length === 0 ? ['{}'] : ['{\n', ...fields, `${indent}}`];
}

function arrayOf(item: Piece[]): Piece[] {
  const isPlain = item.length === 1 && !/[ |]/.test(String(item[0]));
  return isPlain ? [...item, '[]'] : ['Array<', ...item, '>'];
}

function join(parts: Piece[][], between: string): Piece[] {
  return parts.flatMap((part, index) => (index === 0 ? part : [between, ...part]));
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asSchema(value: unknown): Schema {
  return isSchema(value) ? value : {};
}
