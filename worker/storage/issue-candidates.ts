import { fieldTerm, isIndexedField, keyTerm, nameTerms, tagTerm, textTerms } from '../search/terms.ts';
import type { FilterNode, QueryNode, TextNode, TextValue, WildcardValue } from '../search/tree.ts';
import { textsOf } from './issue-sql.ts';

/** A query to the search index. At most so many words of it: the more there are, the fewer are needed. */
const maxTerms = 60;

/**
 * What to ask the search index for, so that no issue is missed which the query means; whether it is meant, its events say. Null where the index is of no help.
 */
export function candidatesOf(node: QueryNode): string | null {
  switch (node.type) {
    case 'and': {
      const parts = node.nodes.flatMap((each) => candidatesOf(each) ?? []);
      return parts.length === 0 ? null : parts.slice(0, maxTerms).join(' AND ');
    }
    case 'or': {
      const parts = node.nodes.map(candidatesOf);
      return parts.every((part) => part !== null) && parts.length <= maxTerms ? `(${parts.join(' OR ')})` : null;
    }
    case 'group':
      return candidatesOf(node.node);
    case 'text':
      return candidatesOfText(node);
    case 'has':
      return !node.isNegated && node.key.type === 'tag' ? keyTerm(node.key.name) : null;
    case 'filter':
      return node.isNegated || node.operator !== '=' ? null : candidatesOfFilter(node);
    case 'is':
      return null;
  }
}

/** Whether the issues that the index leads to are just those with an event that the node means: one has a value, or one of some values, none of them a pattern. */
export function isToldByIndex(node: QueryNode): boolean {
  if (node.type !== 'filter' || candidatesOf(node) === null) return false;
  const values = node.value.type === 'list' ? node.value.values : [node.value];
  return values.every(({ type }) => type === 'text');
}

/** Either in what it says, anywhere, or in the names of its stack, where whole words are looked for. Of a text without a word, such as `a.b`, the index cannot tell the latter. */
function candidatesOfText({ value }: TextNode): string | null {
  const literals = literalsOf(value);
  const said = allOf(literals.flatMap(textTerms));
  const named = allOf(literals.flatMap(nameTerms));
  return said && named ? `(${said} OR ${named})` : null;
}

function candidatesOfFilter({ key, value }: FilterNode): string | null {
  if (key.type !== 'tag' && key.type !== 'field') return null;
  const parts = textsOf(value).map((each) => candidatesOfValue(key.type, key.name, each));
  return parts.every((part) => part !== null) && parts.length <= maxTerms ? `(${parts.join(' OR ')})` : null;
}

function candidatesOfValue(type: 'tag' | 'field', name: string, value: TextValue | WildcardValue): string | null {
  if (value.type === 'wildcard') {
    const parts = [...literalsOf(value).flatMap(textTerms).slice(0, maxTerms), ...(type === 'tag' ? [keyTerm(name)] : [])];
    return type === 'tag' || isIndexedField(name) ? allOf(parts) : null;
  }
  if (value.text === '') return null;
  if (type === 'tag') return tagTerm(name, value.text);
  if (columns.has(name) && value.text !== 'latest') return tagTerm(name, value.text);
  return isIndexedField(name) ? fieldTerm(name, value.text) : null;
}

/** Columns of events that are tags by the same name as well. */
const columns = new Set(['release', 'environment', 'dist', 'logger', 'transaction', 'url']);

function literalsOf(value: TextValue | WildcardValue): string[] {
  return value.type === 'text' ? [value.text] : value.literals;
}

function allOf(terms: readonly string[]): string | null {
  const some = [...new Set(terms)].slice(0, maxTerms);
  return some.length === 0 ? null : some.length === 1 ? (some[0] ?? null) : `(${some.join(' AND ')})`;
}
