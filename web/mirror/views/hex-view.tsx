import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { shortBytes } from '../../ui/numbers.ts';
import { hexRow, hexRowCount, readOffset, rowBytes } from './hex.ts';
import { useVirtual, VirtualRows } from './virtual-rows.tsx';

interface HexViewProps {
  bytes: Uint8Array;
  label: string;
  /** Where `bytes` begin in the whole. */
  base?: number;
  /** Is shown first, counted from the beginning of `bytes`. */
  start?: number;
}

/** Bytes as a hex editor shows them. A row is made when it comes into view. */
export function HexView({ bytes, label, base = 0, start = 0 }: HexViewProps): JSX.Element {
  const at = useSignal(start);
  const isLost = useSignal(false);
  useEffect(() => {
    at.value = start;
  }, [start]);
  const row = Math.floor(at.value / rowBytes);
  const virtual = useVirtual(hexRowCount(bytes.length), at.value === 0 ? null : row);
  const go = (event: SubmitEvent & { currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    const offset = readOffset(String(new FormData(event.currentTarget).get('offset')), bytes.length);
    isLost.value = offset === null;
    if (offset !== null) at.value = offset;
  };
  return (
    <div class="hex-view">
      <form class="hex-go" onSubmit={go}>
        <input class="input small" name="offset" placeholder="Byte, as 1024 or 0x400" aria-label="Go to byte" autocomplete="off" spellcheck={false} />
        <button class="button small" type="submit">
          Go
        </button>
        <span class="faint-text" role="status">
          {isLost.value ? `There are only ${bytes.length.toLocaleString()} bytes.` : shortBytes(bytes.length)}
        </span>
      </form>
      <VirtualRows virtual={virtual} role="region" class="hex-rows" label={label}>
        {virtual.indices.map((index) => {
          const { offset, hex, text } = hexRow(bytes, index, base);
          return (
            <div class={at.value > 0 && index === row ? 'row at' : 'row'} key={index}>
              <span class="offset">{offset}</span>
              <span class="hex">{hex}</span>
              <span class="ascii">{text}</span>
            </div>
          );
        })}
      </VirtualRows>
    </div>
  );
}
