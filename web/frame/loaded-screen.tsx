import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { arrival, restorePlace } from '../router.ts';
import type { Draw, Match, Route } from '../routes.tsx';
import { Failed } from '../ui/states.tsx';

/** How long a screen that one comes back to may take to have the element that had the focus. */
const restoreMs = 1500;

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
  useArrival(loaded.value);

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

/** After a navigation: focus on the heading of the new screen, or where the reader had it before. */
function useArrival(screen: unknown): void {
  const { count, kind } = arrival.value;
  useEffect(() => {
    if (!screen || kind === 'load') return undefined;
    if (kind === 'forward') {
      document.scrollingElement?.scrollTo({ top: 0 });
      focusHeading();
      return undefined;
    }
    const giveUpAt = performance.now() + restoreMs;
    let request = requestAnimationFrame(function again() {
      if (!restorePlace() && performance.now() < giveUpAt) request = requestAnimationFrame(again);
    });
    const stop = () => cancelAnimationFrame(request);
    for (const event of ['keydown', 'pointerdown', 'wheel']) addEventListener(event, stop, { once: true });
    return stop;
  }, [count, screen]);
}

function focusHeading(): void {
  const heading = document.querySelector('#content h1') ?? document.querySelector('#content');
  if (!(heading instanceof HTMLElement)) return;
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
