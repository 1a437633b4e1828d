import { jsonText } from './bag.ts';
import { isObject } from './parse.ts';

type Params = readonly unknown[] | Readonly<Record<string, unknown>>;

/**
 * Fills the parameters into a template, the way of Python's `%` where it holds a `%`, else the way of `str.format`. Undefined where a parameter is missing
 * or the template holds no place for any.
 */
export function formatMessage(template: string, params: Params): string | undefined {
  if (template.includes('%')) return fill(template, percentPlace, '%%', params);
  return template.includes('{') ? fill(template, bracePlace, '{{', params) : undefined;
}

/** `%s`, `%d`, `%-10.3f`, `%(name)s`. */
const percentPlace = /%(?:%|(?:\(([^()]{1,200})\))?[#0+-]{0,4}\d{0,4}(?:\.\d{0,4})?[diouxXeEfFgGcrsa])/g;
/** `{}`, `{0}`, `{name}`, with or without a format after a colon or a conversion after an exclamation mark. */
const bracePlace = /\{\{|\}\}|\{([^{}:!]{0,200})(?:[:!][^{}]{0,100})?\}/g;

function fill(template: string, place: RegExp, escape: '%%' | '{{', params: Params): string | undefined {
  let next = 0;
  let isMissing = false;
  const text = template.replace(place, (written, name: string | undefined) => {
    if (written === escape || written === '}}') return written.charAt(0);
    const value = parameter(params, name || next);
    if (!name) next += 1;
    isMissing ||= value === undefined;
    return spellParameter(value);
  });
  return isMissing || text === template ? undefined : text;
}

function parameter(params: Params, key: string | number): unknown {
  if (isObject(params)) return Object.hasOwn(params, key) ? params[key] : undefined;
  const index = Number(key);
  return Array.isArray(params) && Number.isInteger(index) ? params[index] : undefined;
}

function spellParameter(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return value === null ? 'None' : jsonText(value);
}
