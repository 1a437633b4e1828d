import type { Delivery } from '../issue/courier-object.ts';
import type { Issue } from '../storage/issues.ts';
import type { Failure } from './contract/issue-change.ts';

export const goneText = 'It was deleted, or merged into another issue, meanwhile.';
export const unreachableText = 'It could not be reached. Try again.';

/** `deliveries` in the order of the issues. */
export function failuresOf(issues: readonly Issue[], deliveries: readonly Delivery[]): Failure[] {
  return issues.flatMap(({ id }, index) => {
    const detail = textOf(deliveries[index] ?? 'unreachable');
    return detail === null ? [] : [{ id: String(id), detail }];
  });
}

function textOf(delivery: Delivery): string | null {
  switch (delivery) {
    case 'done':
      return null;
    case 'gone':
      return goneText;
    case 'unreachable':
      return unreachableText;
  }
}
