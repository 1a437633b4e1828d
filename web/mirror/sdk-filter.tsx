import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { setQuery } from '../router.ts';
import { Icon } from '../ui/icon.tsx';

/** Typing on within this time asks only once. */
const restMs = 200;

/** Which clients to list: how their names begin. */
export function SdkFilter({ field, sdk }: { field: { current: HTMLInputElement | null }; sdk: string }): JSX.Element {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const type = (text: string): void => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setQuery({ sdk: text.trim() || null }, { replace: true }), restMs);
  };
  return (
    <search class="sdk-filter">
      <Icon name="search" small />
      <input
        class="input small"
        type="search"
        ref={field}
        aria-label="Only from an SDK"
        placeholder="SDK, as sentry.python"
        maxLength={100}
        autocomplete="off"
        spellcheck={false}
        defaultValue={sdk}
        onInput={(event) => type(event.currentTarget.value)}
      />
    </search>
  );
}
