import { asWebAddress } from '../../../worker/reading/value.ts';

/** A comment as it is drawn: only what is named here exists, so that whatever else somebody writes is text. */
export type Block =
  | { type: 'paragraph'; lines: Inline[][] }
  | { type: 'heading'; inline: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'quote'; blocks: Block[] }
  | { type: 'list'; isOrdered: boolean; start: number; items: Inline[][] };

export type Inline =
  | { type: 'text'; text: string }
  | { type: 'code'; text: string }
  | { type: 'strong' | 'emphasis' | 'struck'; inline: Inline[] }
  /** Only http(s). */
  | { type: 'link'; href: string; inline: Inline[] }
  | { type: 'mention'; text: string };

/** Quotes in quotes, and emphasis in emphasis, go no deeper. */
const maxDepth = 6;

/**
 * Reads the Markdown that people use in comments: paragraphs with their line breaks, headings, fenced code, quotes, flat lists, and in lines code, bold, italic,
 * struck, links and addresses. HTML is text, images are their link. `names` are those that may be mentioned, each with its `@`.
 */
export function readMarkdown(text: string, names: readonly string[]): Block[] {
  const known = names.map((name) => `@${name.toLowerCase()}`).toSorted((a, b) => b.length - a.length);
  return readBlocks(text.replaceAll('\r\n', '\n').split('\n'), known, 0);
}

function readBlocks(lines: readonly string[], names: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  /** The lines from here on that fit, taken. */
  const take = (fits: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && fits(lines[at] ?? '')) at += 1;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const fence = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (line.trim() === '') at += 1;
    else if (fence !== undefined) {
      at += 1;
      const code = take((inner) => !(inner.trim().startsWith(fence) && inner.trim().replaceAll(fence.charAt(0), '') === ''));
      at += 1;
      blocks.push({ type: 'code', text: code.join('\n') });
    } else if (/^ {0,3}>/.test(line) && depth < maxDepth) {
      const quoted = take((inner) => /^ {0,3}>/.test(inner)).map((inner) => inner.replace(/^ {0,3}> ?/, ''));
      blocks.push({ type: 'quote', blocks: readBlocks(quoted, names, depth + 1) });
    } else if (/^#{1,6} +\S/.test(line)) {
      at += 1;
      blocks.push({ type: 'heading', inline: readInline(line.replace(/^#+ +/, ''), names, 0) });
    } else if (marker(line) !== null)
      blocks.push(
        readList(
          take((inner) => marker(inner)?.isOrdered === marker(line)?.isOrdered),
          names,
        ),
      );
    else {
      const from = at;
      const own = take((inner) => at === from || !beginsBlock(inner));
      blocks.push({ type: 'paragraph', lines: own.map((inner) => readInline(inner.trim(), names, 0)) });
    }
  }
  return blocks;
}

function beginsBlock(line: string): boolean {
  return line.trim() === '' || /^ {0,3}(>|```|~~~)/.test(line) || /^#{1,6} +\S/.test(line) || marker(line) !== null;
}

function readList(lines: readonly string[], names: readonly string[]): Block {
  const items = lines.flatMap((line) => marker(line) ?? []);
  const [first] = items;
  return { type: 'list', isOrdered: first?.isOrdered ?? false, start: first?.number ?? 1, items: items.map(({ text }) => readInline(text, names, 0)) };
}

function marker(line: string): { isOrdered: boolean; number: number; text: string } | null {
  const [, bullet, number, text] = /^\s{0,8}(?:([-*+])|(\d{1,9})[.)])\s+(\S.*)$/.exec(line) ?? [];
  if (text === undefined) return null;
  return { isOrdered: bullet === undefined, number: Number(number ?? 1), text };
}

/** What may begin something; all else up to the next of these is text. */
const special = /[`*_~[@\\h!]/g;

function readInline(text: string, names: readonly string[], depth: number): Inline[] {
  const parts: Inline[] = [];
  let plain = '';
  let at = 0;
  const flush = (): void => {
    if (plain !== '') parts.push({ type: 'text', text: plain });
    plain = '';
  };
  while (at < text.length) {
    special.lastIndex = at;
    const next = special.exec(text)?.index ?? text.length;
    plain += text.slice(at, next);
    at = next;
    if (at >= text.length) break;
    const found = depth < maxDepth ? readPart(text, at, names, depth) : null;
    if (found === null) {
      plain += text.charAt(at);
      at += 1;
    } else if (found.part.type === 'text') {
      plain += found.part.text;
      at = found.end;
    } else {
      flush();
      parts.push(found.part);
      at = found.end;
    }
  }
  flush();
  return parts;
}

function readPart(text: string, at: number, names: readonly string[], depth: number): { part: Inline; end: number } | null {
  switch (text.charAt(at)) {
    case '\\':
      return /[\\`*_~[\]()#>@!.-]/.test(text.charAt(at + 1)) ? { part: { type: 'text', text: text.charAt(at + 1) }, end: at + 2 } : null;
    case '`':
      return readCode(text, at);
    case '*':
    case '_':
    case '~':
      return readEmphasis(text, at, names, depth);
    case '!':
      // A picture would tell its host who reads the comment.
      return text.charAt(at + 1) === '[' ? readLink(text, at + 1, names) : null;
    case '[':
      return readLink(text, at, names);
    case '@':
      return readMention(text, at, names);
    case 'h':
      return readAddress(text, at);
    default:
      return null;
  }
}

function readCode(text: string, at: number): { part: Inline; end: number } | null {
  const ticks = runAt(text, at);
  const end = text.indexOf(ticks, at + ticks.length);
  return end < 0 ? null : { part: { type: 'code', text: text.slice(at + ticks.length, end).trim() }, end: end + ticks.length };
}

function readEmphasis(text: string, at: number, names: readonly string[], depth: number): { part: Inline; end: number } | null {
  const run = runAt(text, at);
  const isStruck = run.startsWith('~');
  const mark = isStruck ? '~~' : run.slice(0, 2);
  if (!run.startsWith(mark) || /\s/.test(text.charAt(at + mark.length) || ' ')) return null;
  // snake_case is a name and no emphasis.
  if (mark.startsWith('_') && /\w/.test(text.charAt(at - 1))) return null;
  const end = closeOf(text, mark, at + mark.length);
  if (end < 0) return null;
  const inline = readInline(text.slice(at + mark.length, end), names, depth + 1);
  return { part: { type: isStruck ? 'struck' : mark.length === 2 ? 'strong' : 'emphasis', inline }, end: end + mark.length };
}

/** How far an emphasis may reach: a mark that nothing closes must not make every later one look through the whole text. */
const maxReach = 500;

function closeOf(text: string, mark: string, from: number): number {
  const within = text.slice(from, from + maxReach);
  for (let step = within.indexOf(mark, 1); step >= 0; step = within.indexOf(mark, step + 1)) {
    const end = from + step;
    const isInside = text.charAt(end - 1).trim() === '' || (mark.startsWith('_') && /\w/.test(text.charAt(end + mark.length)));
    const isLonger = mark.length === 1 && (text.charAt(end + 1) === mark || text.charAt(end - 1) === mark);
    if (!isInside && !isLonger) return end;
  }
  return -1;
}

function readLink(text: string, at: number, names: readonly string[]): { part: Inline; end: number } | null {
  const [whole, label = '', address = ''] = /^\[([^\][]{1,500})\]\(\s*<?([^\s()<>]{1,2000})>?\s*\)/.exec(text.slice(at, at + 2_600)) ?? [];
  const href = whole === undefined ? null : asWebAddress(address);
  return whole === undefined || href === null ? null : { part: { type: 'link', href, inline: readInline(label, names, maxDepth) }, end: at + whole.length };
}

/** An address that stands by itself. What ends a sentence is not its end. */
function readAddress(text: string, at: number): { part: Inline; end: number } | null {
  if (/\w/.test(text.charAt(at - 1)) || !/^https?:\/\//i.test(text.slice(at, at + 8))) return null;
  const [raw = ''] = /^[^\s<>"`]{1,2000}/.exec(text.slice(at, at + 2_000)) ?? [];
  const shown = raw.replace(/[.,:;!?'")\]*_~]+$/, '');
  const href = asWebAddress(shown);
  return href === null ? null : { part: { type: 'link', href, inline: [{ type: 'text', text: shown }] }, end: at + shown.length };
}

function readMention(text: string, at: number, names: readonly string[]): { part: Inline; end: number } | null {
  if (/[\p{L}\p{N}_.+-]/u.test(text.charAt(at - 1))) return null;
  const rest = text.slice(at, at + 300).toLowerCase();
  const name = names.find((known) => rest.startsWith(known) && !/[\p{L}\p{N}_]/u.test(rest.charAt(known.length)));
  return name === undefined ? null : { part: { type: 'mention', text: text.slice(at, at + name.length) }, end: at + name.length };
}

/** The run of one character that begins here. */
function runAt(text: string, at: number): string {
  let end = at + 1;
  while (text.charAt(end) === text.charAt(at)) end += 1;
  return text.slice(at, end);
}
