/** An element of a document: its own text, and the elements in it by name. Of several of one name the last one counts. */
export interface XmlElement {
  text: string;
  children: ReadonlyMap<string, XmlElement>;
}

const maxDepth = 16;
const maxElements = 5_000;

/**
 * The root element of an XML document; null where it is not well-formed. Attributes, comments and instructions are passed over. A document type is refused: what
 * it can declare, entities above all, is of no use here and of much use to an attacker. Of entities the five of XML itself count, and characters by number.
 */
export function readXml(document: string): XmlElement | null {
  const open: { name: string; text: string; children: Map<string, XmlElement> }[] = [];
  let root: XmlElement | null = null;
  let elements = 0;
  let at = document.startsWith('\ufeff') ? 1 : 0;
  while (at < document.length) {
    const current = open.at(-1);
    const tag = document.indexOf('<', at);
    const text = document.slice(at, tag < 0 ? document.length : tag);
    if (current) current.text += unescapeXml(text);
    else if (text.trim() !== '') return null;
    if (tag < 0) break;

    const passed = endOfNonElement(document, tag);
    if (passed) {
      if (passed.end < 0 || (passed.text !== undefined && !current)) return null;
      if (current) current.text += passed.text ?? '';
      at = passed.end;
      continue;
    }
    const end = endOfTag(document, tag);
    if (end < 0) return null;
    const inner = document.slice(tag + 1, end);
    at = end + 1;
    if (inner.startsWith('/')) {
      if (!current || inner.slice(1).trimEnd() !== current.name) return null;
      open.pop();
      root = close(open.at(-1), current, root);
      continue;
    }
    const name = /^[\p{L}_][\p{L}\p{N}_.:-]{0,255}(?=[\s/]|$)/u.exec(inner)?.[0];
    elements += 1;
    if (name === undefined || (root && open.length === 0) || open.length === maxDepth || elements > maxElements) return null;
    const element = { name, text: '', children: new Map<string, XmlElement>() };
    if (inner.endsWith('/')) root = close(current, element, root);
    else open.push(element);
  }
  return open.length === 0 ? root : null;
}

/** The root, once it is closed. */
function close(
  parent: { children: Map<string, XmlElement> } | undefined,
  { name, ...element }: XmlElement & { name: string },
  root: XmlElement | null,
): XmlElement | null {
  if (!parent) return element;
  parent.children.set(name, element);
  return root;
}

/** What begins with `<` and is no element: where it ends, and the text that it stands for. Null for an element; an end of -1 is none. */
function endOfNonElement(document: string, at: number): { end: number; text?: string } | null {
  const until = (mark: string, from: number) => {
    const found = document.indexOf(mark, from);
    return found < 0 ? -1 : found + mark.length;
  };
  if (document.startsWith('<!--', at)) return { end: until('-->', at + 4) };
  if (document.startsWith('<?', at)) return { end: until('?>', at + 2) };
  if (!document.startsWith('<![CDATA[', at)) return null;
  const end = until(']]>', at + 9);
  return { end, text: document.slice(at + 9, end - 3) };
}

/** Passes over attributes, whose values may hold a `>`. */
function endOfTag(document: string, at: number): number {
  let quote = '';
  for (let index = at + 1; index < document.length; index += 1) {
    const character = document.charAt(index);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return index;
    else if (character === '<') return -1;
  }
  return -1;
}

const entities: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
]);

/** What is no entity stays as it is. */
function unescapeXml(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole: string, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return entities.get(name) ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
}
