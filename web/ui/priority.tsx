import type { Priority } from '../../worker/api/contract/values.ts';
import { Icon } from './icon.tsx';

/** Bars as of a signal: one, two, three. The word is for those who do not see them. */
export function PriorityMark({ priority, withWord = false }: { priority: Priority; withWord?: boolean }) {
  const word = `${priorityNames[priority]} priority`;
  return (
    <span class={`priority ${priority}`} title={word}>
      <Icon name={priorityIcons[priority]} small />
      <span class={withWord ? undefined : 'visually-hidden'}>{withWord ? priorityNames[priority] : word}</span>
    </span>
  );
}

export const priorityNames: Record<Priority, string> = { high: 'High', medium: 'Medium', low: 'Low' };
export const priorityIcons = { high: 'signal-high', medium: 'signal-medium', low: 'signal-low' } as const;
