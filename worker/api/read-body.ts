import { HTTPException } from 'hono/http-exception';
import * as z from 'zod/mini';
import type { FieldErrors } from './contract/values.ts';
import { badRequest, invalidFields } from './refusals.ts';

const usualBytes = 1_000_000;
/** A list of thousands may be wrong in as many places. */
const maxFaults = 100;

/** The body as the schema reads it. Ends the request with 400 and what is wrong with which field. */
export async function readBody<Schema extends z.core.$ZodType>(request: Request, schema: Schema, maxBytes = usualBytes): Promise<z.output<Schema>> {
  return checkFields(await readJson(request, maxBytes), schema);
}

/** Ends the request with 413 once the body is longer than allowed, and with 400 where it is not JSON. */
export async function readJson(request: Request, maxBytes = usualBytes): Promise<unknown> {
  const text = await readText(request, maxBytes);
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('JSON parse error');
  }
}

export function checkFields<Schema extends z.core.$ZodType>(value: unknown, schema: Schema): z.output<Schema> {
  const read = z.safeParse(schema, value, { reportInput: true });
  if (!read.success) throw invalidFields(fieldErrorsOf(read.error.issues));
  return read.data;
}

async function readText(request: Request, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new HTTPException(413, { message: `Request bodies may hold ${maxBytes} bytes.` });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function fieldErrorsOf(issues: readonly z.core.$ZodIssue[]): FieldErrors {
  const fields: FieldErrors = {};
  for (const issue of issues.slice(0, maxFaults)) (fields[issue.path.join('.') || 'non_field_errors'] ??= []).push(sentenceOf(issue));
  return fields;
}

function isNumber(origin: string): boolean {
  return origin === 'number' || origin === 'int' || origin === 'bigint';
}

/** In the words of Sentry's API where it has some. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'This field is required.' : `This must be of type ${issue.expected}.`;
    case 'too_small':
      if (isNumber(issue.origin)) return `Ensure this value is greater than or equal to ${issue.minimum}.`;
      return issue.minimum === 1 ? 'This field may not be blank.' : `Ensure this field has at least ${issue.minimum} characters.`;
    case 'too_big':
      if (isNumber(issue.origin)) return `Ensure this value is less than or equal to ${issue.maximum}.`;
      return `Ensure this field has no more than ${issue.maximum} ${issue.origin === 'array' ? 'elements' : 'characters'}.`;
    case 'invalid_format':
      if (issue.format === 'email') return 'Enter a valid email address.';
      return issue.path.at(-1) === 'slug' ? 'Enter lower-case letters, digits, dashes or underscores, not digits alone.' : 'This is not valid.';
    case 'invalid_value':
      return `This must be one of ${issue.values.join(', ')}.`;
    case 'custom':
      return issue.message;
    default:
      return 'This is not valid.';
  }
}
