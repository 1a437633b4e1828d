import { copyBag, copyValue, KiB, type BagLimits } from './bag.ts';
import type { Fields } from './fields.ts';
import { parseJson } from './parse.ts';

const limits: BagLimits = { maxDepth: 7, maxBytes: 8 * KiB };

export interface Body {
  data: unknown;
  /** What the body turned out to be; undefined where it is kept as it came. */
  contentType: string | undefined;
}

/** The body of a request. A text that is JSON or a form is read as such, so that its fields can be shown, searched and scrubbed. */
export function readBody(request: Fields): Body {
  const sent = request.get('data');
  if (typeof sent !== 'string') return { data: request.value('data', limits), contentType: undefined };

  const place = request.place.at('data');
  const json = /^\s*[{[]/.test(sent) ? parseJson(sent) : undefined;
  if (json?.ok) return { data: copyValue(json.value, place, limits), contentType: 'application/json' };
  const form = parseForm(sent);
  if (form) return { data: copyBag(form, place, limits), contentType: 'application/x-www-form-urlencoded' };
  return { data: sent === '' ? undefined : copyValue(sent, place, limits), contentType: undefined };
}

/** More than is ever kept of a body, so that a huge one costs no more time than others. */
const maxFormCharacters = 64 * KiB;

/** Nearly every text can be read as a form; `dA==`, which is base64, should not. */
function parseForm(text: string): Record<string, string | string[]> | undefined {
  // oxlint-disable-next-line no-control-regex
  if (text === '' || /^\s*(?:<\?xml|\{|\[)/.test(text) || /[^\u0000-\u007f]/.test(text)) return undefined;
  const values = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(text.slice(0, maxFormCharacters))) {
    const before = values.get(name);
    if (before) before.push(value);
    else values.set(name, [value]);
  }
  const [first] = values.values();
  if (!first || (values.size === 1 && first.length === 1 && (first[0] === '' || first[0] === '='))) return undefined;
  return Object.fromEntries([...values].map(([name, all]) => [name, all.length === 1 ? (all[0] ?? '') : all]));
}
