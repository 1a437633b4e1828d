import { counted, shortCount } from './numbers.ts';

/** `12.4k` with the exact figure and what is counted on hover: `12,406 events`. */
export function Count({ value, of: noun }: { value: number; of: string }) {
  return (
    <data value={value} title={counted(value, noun)}>
      {shortCount(value)}
    </data>
  );
}
