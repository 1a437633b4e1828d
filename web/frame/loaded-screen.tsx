import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { arrival, restorePlace } from '../router.ts';
import { type Draw, type Match, type Route, screenKey } from '../routes.tsx';
import { Failed } from '../ui/states.tsx';

/** How long a screen may take to have the element that gets the focus. */
const settleMs = 1500;

/** The screen of an address. While its chunk is fetched, the screen before it stays. */
export function LoadedScreen({ match }: { match: Match }) {
  const loaded = useSignal<{ route: Route; values: Match['values']; draw: Draw } | null>(null);
  const isBroken = useSignal(false);

  useEffect(() => {
    let isWanted = true;
    match.route.load().then(
      (draw) => {
        if (!isWanted) return;
        isBroken.value = false;
        loaded.value = { ...match, draw };
      },
      () => {
        if (isWanted) isBroken.value = true;
      },
    );
    return () => {
      isWanted = false;
    };
  }, [match.route.pattern, JSON.stringify(match.values)]);
  useArrival(loaded.value && screenKey(loaded.value));

  if (isBroken.value) return <BrokenChunk />;
  if (!loaded.value) return <main class="main" id="content" tabIndex={-1} aria-busy="true" />;
  const { route, draw, values } = loaded.value;
  const current = route === match.route ? match.values : values;
  return draw((name) => {
    const value = current[name];
    if (value === undefined) throw new Error(`${route.pattern} has no :${name}`);
    return value;
  });
}

/**
 * After a navigation: the focus on the heading of the new screen, or where the reader had it before. A screen that still loads may not have that
 * element yet, or replace it, so this goes on for a while, until the reader does something. `screen` is the key of what is shown, null for nothing.
 */
function useArrival(screen: string | null): void {
  useEffect(() => {
    const { kind } = arrival.peek();
    if (screen === null || kind === 'load') return undefined;
    if (kind === 'forward') document.scrollingElement?.scrollTo({ top: 0 });
    const giveUpAt = performance.now() + settleMs;
    const settle = () => {
      if (kind === 'forward') focusHeading();
      else if (restorePlace()) return;
      if (performance.now() < giveUpAt) request = requestAnimationFrame(settle);
    };
    let request = requestAnimationFrame(settle);
    const stop = () => cancelAnimationFrame(request);
    for (const event of ['keydown', 'pointerdown', 'wheel']) addEventListener(event, stop, { once: true });
    return stop;
  }, [screen]);
}

/** A screen that has taken the focus itself, such as for a field, keeps it. */
function focusHeading(): void {
  const content = document.querySelector('#content');
  const heading = content?.querySelector('h1') ?? content;
  if (!(heading instanceof HTMLElement) || content?.contains(document.activeElement)) return;
  if (!heading.hasAttribute('tabindex')) heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
}

/** A chunk that is gone: most often the dashboard was deployed anew while this page was open. */
function BrokenChunk() {
  return (
    <main class="main" id="content" tabIndex={-1}>
      <Failed
        title="This part of Picket did not load"
        failure={{ reason: 'offline', message: 'The connection failed, or there is a newer version. Loading the page again gets it.' }}
        retry={() => location.reload()}
      />
    </main>
  );
}
