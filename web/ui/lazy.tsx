import { useSignal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { Failed } from './states.tsx';

/** A component in a chunk of its own, which is fetched when it is first drawn. */
export function lazily<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  let known: ComponentType<Props> | null = null;
  return function Lazy(props: Props) {
    const fetched = useSignal(known);
    const isFailed = useSignal(false);
    const fetchIt = (): void => {
      isFailed.value = false;
      load().then(
        (Component) => {
          known = Component;
          fetched.value = known;
        },
        () => (isFailed.value = true),
      );
    };
    useEffect(() => {
      if (fetched.peek() === null) fetchIt();
    }, []);
    const Component = fetched.value;
    if (Component !== null) return <Component {...props} />;
    if (!isFailed.value) return null;
    return <Failed title="This part could not be loaded" failure={{ reason: 'offline', message: 'Check the connection.' }} retry={fetchIt} />;
  };
}
