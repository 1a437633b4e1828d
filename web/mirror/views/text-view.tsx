import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { textRows } from './text-rows.ts';
import { useVirtual, VirtualRows } from './virtual-rows.tsx';

/** Text as it is, line by line, never as anything else. */
export function TextView({ text, label }: { text: string; label: string }): JSX.Element {
  const rows = useMemo(() => textRows(text), [text]);
  const virtual = useVirtual(rows.count, null);
  return (
    <VirtualRows virtual={virtual} role="region" class="text-rows" label={label}>
      {virtual.indices.map((index) => (
        <div class="row" key={index}>
          <span class="line-number" aria-hidden="true">
            {rows.lineOf(index)}
          </span>
          <bdi>{rows.row(index)}</bdi>
        </div>
      ))}
    </VirtualRows>
  );
}
