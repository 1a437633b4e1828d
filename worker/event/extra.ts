import { copyBag, KiB, type BagLimits } from './bag.ts';
import type { Bag } from './event.ts';
import { spellScalar, type Fields } from './fields.ts';

const extraLimits: BagLimits = { maxDepth: 7, maxBytes: 16 * KiB };
const maxExtraBytes = 256 * KiB;

/** Every value has a budget of its own, so that one huge one does not cost the others. */
export function readExtra(fields: Fields): Bag | undefined {
  const sent = fields.object('extra');
  if (!sent) return undefined;
  const values = Object.keys(sent.source).filter((key) => key !== '__proto__');
  const kept = Object.fromEntries(values.map((key) => [key, sent.value(key, extraLimits)]));
  return copyBag(kept, sent.place, { maxDepth: extraLimits.maxDepth + 1, maxBytes: maxExtraBytes });
}

/** Packages that were loaded, with their versions. */
export function readModules(fields: Fields): Record<string, string> | undefined {
  const sent = fields.bag('modules');
  if (!sent) return undefined;
  const modules: Record<string, string> = {};
  for (const [name, version] of Object.entries(sent)) modules[name] = spellScalar(version) ?? '';
  return modules;
}
