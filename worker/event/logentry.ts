import { copyValue, jsonText } from './bag.ts';
import type { Bag, LogEntry } from './event.ts';
import { Fields, spellScalar } from './fields.ts';
import { formatMessage } from './format-message.ts';
import { isObject } from './parse.ts';
import { cleanText } from './text.ts';

const maxCharacters = 8192;

/** The message of an event, under `logentry` or, as a bare text, under `message`. Source: relay-event-normalization/src/logentry.rs */
export function readLogEntry(fields: Fields): LogEntry | undefined {
  const value = fields.get('logentry');
  if (value === undefined || value === false) return undefined;
  if (!isObject(value)) return shown({ formatted: limited(fields, textOf(value)) });

  const entry = new Fields(value, fields.place.at('logentry'));
  const message = entry.jsonText('message', maxCharacters);
  const params = readParams(entry);
  const formatted = entry.jsonText('formatted', maxCharacters) ?? formatTemplate(entry, message, params);
  return shown({ formatted, message, params });
}

/** One text is enough: the template is only kept where it says something else. */
function shown({ formatted, message, params }: LogEntry): LogEntry | undefined {
  const needsTemplate = message !== undefined && message !== '' && formatted !== undefined && formatted !== '' && formatted !== message;
  if (needsTemplate) return { formatted, message, params };
  const text = formatted || message;
  return text ? { formatted: text, params } : undefined;
}

function readParams(entry: Fields): unknown[] | Bag | undefined {
  const value = entry.get('params');
  if (value === undefined) return undefined;
  const params = copyValue(value, entry.place.at('params'));
  if (Array.isArray(params) || isObject(params)) return params;
  entry.place.at('params').noteInvalid('expected an array or an object', value);
  return undefined;
}

function formatTemplate(entry: Fields, message: string | undefined, params: unknown[] | Bag | undefined): string | undefined {
  if (message === undefined || params === undefined) return undefined;
  const formatted = formatMessage(message, params);
  return formatted === undefined ? undefined : entry.place.at('formatted').limitText(formatted, maxCharacters);
}

function limited(fields: Fields, text: string): string {
  return fields.place.at('logentry').limitText(text, maxCharacters);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? cleanText(value) : (spellScalar(value) ?? jsonText(value));
}
