import { copyBag, type BagLimits } from './bag.ts';
import { describeContext } from './context-names.ts';
import type { Bag, Context, Contexts, Pair } from './event.ts';
import { normalizeFeedback } from './feedback.ts';
import { spellScalar, type Fields } from './fields.ts';
import { isObject } from './parse.ts';
import { parseCookies } from './request.ts';
import { cleanText, shortenText } from './text.ts';

const limits: BagLimits = { maxDepth: 7, maxBytes: 8 * 1024 };
const maxContexts = 100;

/** Fields that readers take for texts, in whichever context: clients send versions as numbers. */
const textFields = ['name', 'version', 'build', 'kernel_version', 'raw_description', 'family', 'model', 'model_id', 'arch', 'app_version', 'app_build'];

/** Free data per name. A context is kept whatever it holds: dashboards show what they do not know as a table. */
export function readContexts(fields: Fields): Contexts {
  const sent = fields.object('contexts');
  const contexts: Contexts = {};
  if (!sent) return contexts;

  for (const name of Object.keys(sent.source).slice(0, maxContexts)) {
    // Reprocessing is the server's own business.
    if (name === '__proto__' || name === 'reprocessing') continue;
    const context = sent.object(name);
    if (context) contexts[shortenText(cleanText(name), 200)] = readContext(context, name);
  }
  return contexts;
}

function readContext(sent: Fields, name: string): Context {
  const free: Bag = copyBag(sent.source, sent.place, limits);
  for (const field of textFields) {
    const text = typeof free[field] === 'string' ? undefined : spellScalar(free[field]);
    if (text !== undefined) free[field] = text;
  }
  const type = typeof free.type === 'string' && free.type !== '' ? free.type : name;
  return { ...describeContext(type, normalizeByType(type, free, sent)), type };
}

function normalizeByType(type: string, context: Bag, sent: Fields): Bag {
  switch (type) {
    case 'trace':
      return normalizeTrace(context, sent);
    case 'feedback':
      return normalizeFeedback(context);
    case 'response':
      return normalizeResponse(context);
    default:
      return context;
  }
}

function normalizeTrace(context: Bag, sent: Fields): Bag {
  return {
    ...context,
    trace_id: readId(sent, 'trace_id', 32),
    span_id: readId(sent, 'span_id', 16),
    parent_span_id: readId(sent, 'parent_span_id', 16),
    status: typeof context.status === 'string' ? context.status : 'unknown',
  };
}

/** Hex digits, perhaps with dashes, not all of them zero. */
function readId(sent: Fields, key: string, digits: number): string | undefined {
  const id = sent.text(key, 64)?.replaceAll('-', '').toLowerCase();
  if (id === undefined || id === '') return undefined;
  if (id.length === digits && /^[0-9a-f]+$/.test(id) && !/^0+$/.test(id)) return id;
  sent.place.at(key).noteInvalid(`expected ${digits} hex digits`, id);
  return undefined;
}

/** As in requests, cookies do not stay among the headers. */
function normalizeResponse(context: Bag): Bag {
  const { headers } = context;
  if (!isObject(headers)) return context;
  const name = Object.keys(headers).find((header) => header.toLowerCase() === 'set-cookie');
  if (name === undefined) return context;
  const { [name]: setCookie, ...others } = headers;
  const cookies: Pair[] | undefined = typeof setCookie === 'string' ? parseCookies(setCookie) : undefined;
  return { ...context, headers: others, cookies: context.cookies ?? cookies };
}
