import type { Priority } from '../../worker/api/contract/values.ts';

/** Bars as of a signal: one, two, three. The word is for those who do not see them. */
export function PriorityMark({ priority, withWord = false }: { priority: Priority; withWord?: boolean }) {
  const word = `${priorityNames[priority]} priority`;
  return (
    <span class={`priority ${priority}`} title={word}>
      <svg class="icon small" viewBox="0 0 14 14" aria-hidden="true">
        {bars.map((height, index) => (
          <path key={height} class={index < lit[priority] ? 'lit' : undefined} d={`M${2 + index * 5} 12.5v-${height}`} />
        ))}
      </svg>
      <span class={withWord ? undefined : 'visually-hidden'}>{withWord ? priorityNames[priority] : word}</span>
    </span>
  );
}

const bars = [3, 6.5, 10];
const lit: Record<Priority, number> = { low: 1, medium: 2, high: 3 };

export const priorityNames: Record<Priority, string> = { high: 'High', medium: 'Medium', low: 'Low' };
export const priorityIcons = { high: 'signal-high', medium: 'signal-medium', low: 'signal-low' } as const;
