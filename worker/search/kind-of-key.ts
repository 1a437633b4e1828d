import { kindOfAggregate } from './aggregates.ts';
import { findKey, type KeyKind, type QueryKind } from './keys.ts';
import type { Key } from './tree.ts';

/** How the values beside a key are read. Tags are texts, unless they were typed as numbers. */
export function kindOfKey(key: Key, queries: QueryKind): KeyKind {
  switch (key.type) {
    case 'field':
      return findKey(key.name, queries)?.kind ?? 'text';
    case 'tag':
    case 'flag':
      return key.valueType === 'number' ? 'number' : 'text';
    case 'aggregate':
      return kindOfAggregate(key.name, key.args);
  }
}
