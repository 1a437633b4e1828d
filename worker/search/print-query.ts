import { isReserved } from './keys.ts';
import { writePattern } from './pattern.ts';
import type { Key, Query, QueryNode, SingleValue, TextNode, Value } from './tree.ts';

/** A query as text that reads as the same query: one space between terms, `AND` left out, main names of keys, and quotes where they must be. */
export function printQuery({ root }: Query): string {
  return root ? printNode(root) : '';
}

/** Recursion is as deep as groups are, which the parser bounds. */
function printNode(node: QueryNode): string {
  switch (node.type) {
    case 'and':
      return node.nodes.map(printNode).join(' ');
    case 'or':
      return node.nodes.map(printNode).join(' OR ');
    case 'group':
      return `(${printNode(node.node)})`;
    case 'filter':
      return `${node.isNegated ? '!' : ''}${printKey(node.key)}:${node.operator === '=' ? '' : node.operator}${printValue(node.value)}`;
    case 'has':
      return `${node.isNegated ? '!' : ''}has:${printHeldKey(node.key)}`;
    case 'is':
      return `${node.isNegated ? '!' : ''}is:${node.word}`;
    case 'text':
      return printText(node);
  }
}

export function printKey(key: Key): string {
  switch (key.type) {
    case 'field':
      return key.name;
    case 'tag':
      return key.valueType === null && isPlainKey(key.name) ? key.name : `tags[${key.name}${key.valueType ? `,${key.valueType}` : ''}]`;
    case 'flag':
      return `flags[${key.name}${key.valueType ? `,${key.valueType}` : ''}]`;
    case 'aggregate':
      return `${key.name}(${key.args.map((arg) => (bareArgument.test(arg) ? arg : `"${arg}"`)).join(',')})`;
  }
}

/** Names that no `tags[…]` could hold are possible here, since any text in quotes may follow `has:`. */
function printHeldKey(key: Exclude<Key, { type: 'aggregate' }>): string {
  return key.type === 'tag' && !tagName.test(key.name) ? `"${writePattern([key.name], true)}"` : printKey(key);
}

function isPlainKey(name: string): boolean {
  return /^[a-zA-Z0-9_.-]+$/.test(name) && !isReserved(name);
}

const tagName = /^[a-zA-Z0-9_.:-]+$/;
const bareArgument = /^[^()\t\n, "]+$/;

function printValue(value: Value): string {
  return value.type === 'list' ? `[${value.values.map(printSingle).join(', ')}]` : printSingle(value);
}

function printSingle(value: SingleValue): string {
  switch (value.type) {
    case 'text':
      return printLiterals([value.text]);
    case 'wildcard':
      return printLiterals(value.literals);
    case 'number':
      return plainNumber(value.number);
    case 'duration':
      return printDuration(value.milliseconds);
    case 'size':
      return plainNumber(value.bytes);
    case 'percentage':
      return plainNumber(value.ratio);
    case 'boolean':
      return String(value.boolean);
    case 'date':
      return printDate(value.at, value.precision);
    case 'relative_date':
      return `${value.direction === 'since' ? '-' : '+'}${printDuration(value.agoMilliseconds, relativeUnits)}`;
  }
}

export function printLiterals(literals: readonly string[]): string {
  const bare = writePattern(literals, false);
  return plainValue.test(bare) ? bare : `"${writePattern(literals, true)}"`;
}

/** Neither a list, an operator nor a part of an address by its first character, and nothing in it or at its end that ends it or escapes. */
const plainValue = /^[^\s()",[\]<>=!:/\\\uF00D][^\s()",\]\\]*$/;

function printText({ isQuoted, value }: TextNode): string {
  const literals = value.type === 'text' ? [value.text] : value.literals;
  return isQuoted ? `"${writePattern(literals, true)}"` : writePattern(literals, false);
}

function printDuration(milliseconds: number, units: readonly (readonly [string, number])[] = durationUnits): string {
  const [unit, size] = units.find(([, one]) => milliseconds !== 0 && milliseconds % one === 0) ?? units.at(-1) ?? ['ms', 1];
  return `${plainNumber(milliseconds / size)}${unit}`;
}

const relativeUnits = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
] as const;

const durationUnits = [...relativeUnits.slice(0, 3), ['min', 60_000], ['s', 1000], ['ms', 1]] as const;

function printDate(at: number, precision: 'day' | 'instant'): string {
  const text = new Date(at).toISOString();
  return precision === 'day' ? text.slice(0, 10) : text;
}

/** As decimals, never with an exponent, which the language has not. */
function plainNumber(number: number): string {
  const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(String(number)) ?? [];
  if (exponent === undefined) return String(number);
  const zeros = '0'.repeat(Math.abs(Number(exponent)));
  if (Number(exponent) < 0) return `${sign}0.${zeros.slice(1)}${whole}${fraction}`;
  return `${sign}${whole}${fraction.padEnd(Number(exponent), '0')}`;
}
