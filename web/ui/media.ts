import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Whether a media query holds, for what no style sheet can do: put a part of the page somewhere else. */
export function useMedia(query: string): boolean {
  const list = matchMedia(query);
  const matches = useSignal(list.matches);
  useEffect(() => {
    const read = () => (matches.value = list.matches);
    read();
    list.addEventListener('change', read);
    return () => list.removeEventListener('change', read);
  }, [query]);
  return matches.value;
}
