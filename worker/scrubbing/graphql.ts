import type { Event } from '../event/event.ts';
import { isObject } from '../event/parse.ts';

const filtered = '[Filtered]';

/** Variables of a GraphQL query hold what users typed, and its response repeats them. Source: relay-pii/src/processor.rs (scrub_graphql) */
export function scrubGraphql({ request, contexts }: Event): void {
  if (request?.api_target !== 'graphql') return;
  const names = new Set(isObject(request.data) && isObject(request.data.variables) ? filterAll(request.data.variables) : []);
  const response = contexts.response?.data;
  if (!isObject(response)) return;
  // What the response holds cannot be told from personal data without them.
  if (names.size === 0) delete response.data;
  else filterNamed(response.data, names);
}

/** Gives the names. */
function filterAll(variables: Record<string, unknown>): string[] {
  const names = Object.keys(variables);
  for (const name of names) variables[name] = filtered;
  return names;
}

/** The depth is bounded by normalization. */
function filterNamed(value: unknown, names: ReadonlySet<string>): void {
  if (Array.isArray(value)) for (const entry of value) filterNamed(entry, names);
  if (!isObject(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (names.has(key)) value[key] = filtered;
    else filterNamed(inner, names);
  }
}
