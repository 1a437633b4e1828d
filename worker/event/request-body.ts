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

/** Nearly every text can be read as a form; `dA==`, which is base64, should not. */
function parseForm(text: string): Record<string, string | string[]> | undefined {
  // oxlint-disable-next-line no-control-regex
  if (text === '' || /^\s*(?:<\?xml|\{|\[)/.test(text) || /[^\u0000-\u007f]/.test(text)) return undefined;
  const pairs = [...new URLSearchParams(text)];
  const [first] = pairs;
  if (!first || (pairs.length === 1 && (first[1] === '' || first[1] === '='))) return undefined;

  const form = new Map<string, string | string[]>();
  for (const [name, value] of pairs) {
    const before = form.get(name);
    form.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(form);
}
